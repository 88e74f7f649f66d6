/**
 * How many iterations to ask for at a time: enough that the asking costs nothing, few enough
 * that Pause is answered at once. The engine runs whole tens in one graph.
 */
const AIM_MS = 80;
const LIMIT = 50;
/** Iterations in the time aimed at from which a batch of ten is asked for all the same. */
const WORTH_TEN = 2;

export class Pace {
	/**
	 * Milliseconds to run on before the next look at the newest iteration, given what the last
	 * look cost (it runs an iteration op by op): a few looks a second, a tenth of the time at most.
	 */
	static viewGap(cost: number): number {
		return Math.max(300, 9 * cost);
	}

	/** One to begin with: a backend may be a hundred times slower than another. */
	batch = 1;

	/** Learns from `iterations` that took `ms`. */
	took(iterations: number, ms: number): void {
		if (iterations === 0) return;
		const fit = (AIM_MS * iterations) / Math.max(ms, 1e-3);
		// ten at a time are cheaper by a third, so even where they take longer than aimed at
		const whole = fit >= WORTH_TEN ? Math.max(10, Math.floor(fit / 10) * 10) : Math.floor(fit);
		this.batch = Math.max(1, Math.min(LIMIT, whole));
	}
}
