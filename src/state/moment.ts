/** Which moment of an iteration the picture shows, given where the clock is. */

/** Iterations a second up to which their steps are shown: what blinks faster is no longer seen, but felt. */
const MOST = 2.5;

/**
 * `time` itself; with whole steps only for who wants no motion; and all `steps` done while they
 * would follow each other too fast, so that matrices change but nothing flickers.
 */
export function momentOf(
	time: number,
	steps: number,
	{ playing, speed }: { readonly playing: boolean; readonly speed: number },
	isStill: boolean
): number {
	if (playing && speed > MOST * steps) return steps;
	return isStill ? Math.ceil(time) : time;
}
