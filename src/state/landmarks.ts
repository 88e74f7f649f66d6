/** The phases of an iteration as stretches of its steps, for the timeline. */
import type { Phase, Trace } from '#engine';

export interface Landmark {
	readonly phase: Phase;
	/** First step, and one past the last. */
	readonly from: number;
	readonly to: number;
}

/** Neighbouring steps of one phase make one stretch. */
export function landmarksOf(trace: Trace): Landmark[] {
	const stretches: { phase: Phase; from: number; to: number }[] = [];
	trace.steps.forEach(({ phase }, i) => {
		const last = stretches.at(-1);
		if (last?.phase === phase) last.to = i + 1;
		else stretches.push({ phase, from: i, to: i + 1 });
	});
	return stretches;
}

/** The start of the next landmark after `time`, or of the one before it. */
export function neighbour(landmarks: readonly Landmark[], time: number, way: 1 | -1): number {
	const ends = landmarks.map((landmark) => landmark.to);
	if (way > 0) return ends.find((end) => end > time) ?? time;
	return ends.findLast((end) => end < time) ?? 0;
}

/** Steps done when the loss is known and the way back has not begun; 0 where there is no way back. */
export function wayBack(trace: Trace): number {
	return Math.max(
		0,
		trace.steps.findIndex(({ phase }) => phase === 'backward')
	);
}
