/**
 * How many iterations to ask for at a time: enough that the asking costs nothing, few enough
 * that Pause is answered at once. The engine runs whole tens in one graph.
 */
const AIM_MS = 80;
const LIMIT = 50;

export class Pace {
	/** Between two looks at the newest iteration; a look costs a stepped iteration. */
	static readonly VIEW_MS = 400;

	batch = 10;

	/** Learns from `iterations` that took `ms`. */
	took(iterations: number, ms: number): void {
		if (iterations === 0) return;
		const fit = (AIM_MS * iterations) / Math.max(ms, 1e-3);
		const whole = fit >= 10 ? Math.floor(fit / 10) * 10 : Math.floor(fit);
		this.batch = Math.max(1, Math.min(LIMIT, whole));
	}
}
