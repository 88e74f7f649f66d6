/** The gradient check of the iteration on show: one at a time, each iteration once. */
import type { CheckReport, Trace } from '#engine';
import type { EngineClient } from '#worker/client.ts';

export class Inspection {
	report = $state.raw<CheckReport | null>(null);
	#busy = $state(false);
	#inspected: Trace | null = null;

	constructor(readonly engine: Pick<EngineClient, 'check' | 'stopCheck'>) {}

	/** Has `trace` checked, unless it is, or another is being checked. The answer is in `report`. */
	async inspect(trace: Trace): Promise<void> {
		if (this.#busy || this.#inspected === trace) return;
		this.#busy = true;
		this.#inspected = trace;
		try {
			this.report = await this.engine.check(trace);
		} catch {
			// The checker's worker is gone: this iteration stays unchecked until it is asked again.
			this.#inspected = null;
		}
		this.#busy = false;
	}

	/** Gives up the check under way: it keeps a core busy for seconds. */
	stop(): void {
		if (this.#busy) this.engine.stopCheck();
	}
}
