/**
 * One program of an experiment, run on an engine of its own: the iteration that is checked, and all
 * losses from the first to the last.
 */
import type { CheckReport, LessonProblem, SessionInfo, Trace } from '#engine';
import type { LoadRequest, Outcome } from '#worker/api.ts';
import type { EngineClient } from '#worker/client.ts';
import { LossRecord } from './losses.ts';
import { Pace } from './pace.ts';
import { Patience } from './patience.ts';

export class Trial {
	info = $state.raw<SessionInfo | null>(null);
	/** The iteration that is checked. */
	trace = $state.raw<Trace | null>(null);
	report = $state.raw<CheckReport | null>(null);
	losses = $state.raw(LossRecord.empty);
	/** The lesson's own mistake: the program with the bug may not run to its end. */
	problem = $state.raw<LessonProblem | null>(null);
	/** The engine failed, or did not answer. */
	lost = $state(false);
	#closed = false;
	#checker: Pick<EngineClient, 'stopCheck'> | null = null;
	readonly #patience = new Patience(() => this.engine.restart());

	constructor(
		readonly engine: EngineClient,
		readonly request: LoadRequest
	) {}

	/** Nothing more can come of it. */
	get failed(): boolean {
		return this.problem !== null || this.lost;
	}

	/** The first iteration whose loss is no finite number. */
	get overflow(): number | null {
		const at = this.losses.values.findIndex((loss) => !Number.isFinite(loss));
		return at < 0 ? null : at;
	}

	/** Loads it, waits for its backend, and opens iteration `k` to be checked: −1 where there is no loop. */
	async prepare(k: number): Promise<void> {
		// before anything is loaded, the code of the engine and its backend may still be on their way
		const loaded = await this.#settle(this.engine.api.load(this.request));
		if (!loaded) return;
		this.info = loaded.info;
		let { first } = loaded;
		if (loaded.provisional) {
			const upgrade = await this.#settle(this.engine.api.upgrade(() => undefined));
			if (upgrade) this.info = upgrade.info;
			first = upgrade?.first ?? first;
		}
		if (this.#closed) return;
		this.#keep(first);
		const isFirst = first === null || first.iteration < 0 || first.iteration === k;
		const trace = isFirst ? first : await this.#answer(() => this.engine.api.trace(k));
		this.#keep(trace);
		// a loop may end before iteration `k`
		this.trace = trace ?? first;
	}

	/** Checks the iteration that was opened, beside whatever else runs. */
	async check(checker: Pick<EngineClient, 'check' | 'stopCheck'>): Promise<void> {
		const { trace } = this;
		if (!trace || this.failed || this.#closed) return;
		const again = await this.#answer(() => this.engine.api.trace(trace.iteration));
		if (this.#closed) return;
		this.#checker = checker;
		try {
			const report = await checker.check(trace, again, () => undefined);
			if (!this.#closed) this.report = report;
		} catch {
			if (!this.#closed) this.lost = true;
		}
		this.#checker = null;
	}

	/** Runs on to the end, or to the first loss that is not finite: there is nothing to learn beyond. */
	async train(): Promise<void> {
		const pace = new Pace();
		let done = this.trace === null;
		while (!done && !this.#closed && this.overflow === null) {
			const progress = await this.#answer(() => this.engine.api.advance(pace.batch));
			if (!progress) return;
			pace.took(progress.losses.length, progress.ms);
			this.#record(progress.from, progress.losses);
			done = progress.done;
		}
	}

	/** Takes no more answers; its check is given up. An engine silent for a second starts anew. */
	close(): void {
		this.#closed = true;
		this.#checker?.stopCheck();
		this.#checker = null;
		this.#patience.expect();
	}

	/** Makes way for another trial: an engine that is lost, or still at work, starts anew at once. */
	leave(): void {
		this.close();
		this.#patience.end();
		if (this.lost || this.#patience.pending > 0) this.engine.restart();
	}

	#keep(trace: Trace | null): void {
		if (trace?.loss != null) this.#record(trace.iteration, [trace.values[trace.loss].data[0]]);
	}

	#record(from: number, losses: readonly number[]): void {
		const bad = losses.findIndex((loss) => !Number.isFinite(loss));
		this.losses = this.losses.with(from, bad < 0 ? losses : losses.slice(0, bad + 1));
	}

	/** What can be asked of a lesson that is there, and is answered within a second. */
	async #answer<T>(ask: () => Promise<Outcome<T>>): Promise<T | null> {
		if (this.#closed) return null;
		this.#patience.ask();
		const answer = await this.#settle(ask());
		this.#patience.answer();
		return answer;
	}

	/** Null where there is no good answer, or nobody waits for one any more. */
	async #settle<T>(answer: Promise<Outcome<T>>): Promise<T | null> {
		try {
			const outcome = await answer;
			if (this.#closed) return null;
			if (outcome.ok) return outcome.value;
			this.problem = outcome.problem;
		} catch {
			if (!this.#closed) this.lost = true;
		}
		return null;
	}
}
