/** The arithmetic of playing: how fast, how far, and which step a moment belongs to. */

/** Ops a second that the speed control offers; Infinity is as fast as the machine goes. */
export const SPEEDS = [1, 1.5, 2, 3, 5, 10, 20, 50, 100, Infinity] as const;
export const FULL_SPEED = Infinity;

/** Ops a second at which a single step forward, or back, is shown. */
export const STEP_RATE = 1.4;
export const BACK_RATE = 4;

/** The place of `speed` among SPEEDS; of the nearest slower one where it is not offered. */
export function speedIndex(speed: number): number {
	const faster = SPEEDS.findIndex((offered) => offered > speed);
	return faster === -1 ? SPEEDS.length - 1 : Math.max(0, faster - 1);
}

/**
 * The step that a moment shows: `time` counts steps done, so (i, i + 1] shows step i,
 * and 0, before anything ran, shows −1.
 */
export function stepAt(time: number): number {
	return Math.ceil(time) - 1;
}

/** `from`, moved towards `to` by at most `by`. */
export function approach(from: number, to: number, by: number): number {
	return from < to ? Math.min(to, from + by) : Math.max(to, from - by);
}
