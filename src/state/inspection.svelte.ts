/**
 * The gradient check of the iteration on show: one at a time, each iteration once; and where
 * something is wrong in it, what is behind that.
 */
import type { CheckProgress, CheckReport, Trace } from '#engine';
import type { LoadRequest } from '#worker/api.ts';
import type { EngineClient } from '#worker/client.ts';
import { PATIENCE_MS } from './patience.ts';
import type { Origin, Reasons } from './reasons.ts';

/** What a run has for its check. */
export interface Inspected {
	readonly engine: Pick<EngineClient, 'api' | 'check' | 'explain' | 'stopCheck'>;
	readonly request: LoadRequest;
	readonly origin: Origin | null;
}

/** Reasons are looked for; or nobody could look. */
export type Search = 'sought' | 'failed';

export class Inspection {
	report = $state.raw<CheckReport | null>(null);
	/** What is behind what is wrong in `report`; null where nothing is. */
	reasons = $state.raw<Reasons | Search | null>(null);
	/** How far the check under way is, once it has taken so long that somebody may wait for it. */
	progress = $state.raw<CheckProgress | null>(null);
	/** The iteration whose check was stopped by the reader, or lost: it is checked if the reader asks. */
	stopped = $state.raw<Trace | null>(null);
	#busy = $state(false);
	#inspected: Trace | null = null;
	/** Rises when a check is given up, so that its next step is not taken. */
	#given = 0;

	constructor(readonly of: Inspected) {}

	/** Has `trace` checked, unless it is, or another is being checked. The answer is in `report`. */
	async inspect(trace: Trace, patience = PATIENCE_MS): Promise<void> {
		if (this.#busy || this.#inspected === trace || this.stopped === trace) return;
		this.#busy = true;
		this.#inspected = trace;
		const given = this.#given;
		const start = performance.now();
		const onProgress = (progress: CheckProgress) => {
			const isUnderWay = this.#busy && this.#inspected === trace;
			if (isUnderWay && performance.now() - start >= patience) this.progress = progress;
		};
		try {
			const again = await this.#again(trace);
			if (given !== this.#given) throw new Error('given up');
			const report = await this.of.engine.check(trace, again, onProgress);
			this.report = report;
			this.reasons = null;
			if (report.first !== null) void this.#explain(trace, report);
		} catch {
			if (given === this.#given) this.stopped = trace;
			this.#inspected = null;
		}
		this.progress = null;
		this.#busy = false;
	}

	/** Gives up what is under way: it keeps a core busy for seconds. */
	stop(): void {
		if (!this.#busy && this.reasons !== 'sought') return;
		this.#given++;
		this.#inspected = null;
		this.of.engine.stopCheck();
	}

	/** The reader does not want `trace` checked. */
	decline(trace: Trace): void {
		this.stopped = trace;
		this.stop();
	}

	/** The reader does. */
	ask(trace: Trace): Promise<void> {
		this.stopped = null;
		return this.inspect(trace, 0);
	}

	/** The engine keeps no traces: it runs the iteration once more. Null where it cannot. */
	async #again({ iteration }: Trace): Promise<Trace | null> {
		const answer = await this.of.engine.api.trace(iteration).catch(() => null);
		return answer?.ok ? answer.value : null;
	}

	async #explain(trace: Trace, report: CheckReport): Promise<void> {
		this.reasons = 'sought';
		const reasons = await this.#reasonsOf(trace).catch(() => 'failed' as const);
		if (this.report === report) this.reasons = reasons;
	}

	async #reasonsOf(trace: Trace): Promise<Reasons> {
		const { engine, request, origin } = this.of;
		const { reasonsOf } = await import('./reasons.ts');
		return reasonsOf(trace, engine, request, origin);
	}
}
