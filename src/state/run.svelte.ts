/**
 * One loading of one lesson, from the first iteration to the last: what is on show, the losses
 * so far, the check. Answers of the engine go only to the run that asked, so that a closed
 * run's late answers cannot reach a newer one.
 */
import type { BackendNote, CheckReport, LessonProblem, SessionInfo, Trace } from '#engine';
import type { EngineApi, LoadRequest, Outcome } from '#worker/api.ts';
import type { Reel } from './player.svelte.ts';
import { LossRecord } from './losses.ts';
import { Pace } from './pace.ts';

export type RunStatus = 'loading' | 'ready' | 'failed';

/** What a run takes over from the one before it, so that nothing vanishes while it loads. */
export interface Carry {
	readonly trace: Trace;
	readonly losses?: LossRecord;
}

/** Traces kept for stepping back and forth: a full-size one takes about 3 MB. */
const KEPT = 6;
/** How long a stop may go unanswered. */
const PATIENCE_MS = 1000;

export class Run implements Reel {
	status = $state<RunStatus>('loading');
	problem = $state.raw<LessonProblem | null>(null);
	info = $state.raw<SessionInfo | null>(null);
	notes = $state.raw<readonly BackendNote[]>([]);
	trace = $state.raw<Trace | null>(null);
	report = $state.raw<CheckReport | null>(null);
	losses = $state.raw(LossRecord.empty);
	/** The iteration that the run is working towards. */
	seeking = $state<number | null>(null);
	/** Iterations that the engine has completed, as far as it has said. */
	reached = $state(0);
	#done = $state(false);
	#racing = $state(false);
	#closed = false;
	readonly #traces = new Map<number, Trace>();
	#pending = 0;
	#answered = 0;
	#checking = false;
	#preparing = false;

	/** `onLost` hears that the engine failed or does not answer. */
	constructor(
		readonly request: LoadRequest,
		readonly engine: EngineApi,
		readonly onLost: (error: unknown) => void,
		carry?: Carry
	) {
		if (!carry) return;
		this.trace = carry.trace;
		if (carry.losses) this.losses = carry.losses;
	}

	get shown(): { iteration: number; steps: number } | null {
		return this.trace && { iteration: this.trace.iteration, steps: this.trace.steps.length };
	}

	/** −1 for a lesson without a loop. */
	get first(): number {
		return this.info?.total === 0 ? -1 : 0;
	}

	get last(): number | null {
		const total = this.info?.total ?? null;
		if (total !== null) return total === 0 ? -1 : total - 1;
		return this.#done ? this.reached - 1 : null;
	}

	get stuck(): boolean {
		return this.problem !== null || this.status === 'failed';
	}

	/** Full speed ahead or on the way to an iteration. */
	get busy(): boolean {
		return this.#racing || this.seeking !== null;
	}

	/** Loads the lesson and shows its first iteration, or iteration `k`. */
	async start(k?: number): Promise<void> {
		const loaded = await this.#ask(this.engine.load(this.request));
		if (!loaded) return;
		this.info = loaded.info;
		this.notes = loaded.notes;
		this.status = 'ready';
		this.#keep(loaded.first);
		if (k === undefined || k === loaded.first.iteration) this.#present(loaded.first);
		else this.show(k);
	}

	show(k: number): boolean {
		const trace = this.#traces.get(k);
		if (trace) {
			if (trace !== this.trace) this.#present(trace);
			this.seeking = null;
			return true;
		}
		if (this.status === 'ready' && this.seeking !== k) {
			this.seeking = k;
			void this.#seek(k);
		}
		return false;
	}

	race(): boolean {
		if (!this.#racing && !this.#done && this.status === 'ready') {
			this.#racing = true;
			void this.#race();
		}
		return this.#racing;
	}

	/** Stops working ahead. If the engine does not answer within a second, it is given up. */
	halt(): void {
		if (!this.busy) return;
		this.#racing = false;
		this.seeking = null;
		this.#expectAnswer();
	}

	/** Sends for iteration `k` before it is needed. */
	prepare(k: number): void {
		const past = this.last !== null && k > this.last;
		if (this.#preparing || this.#pending > 0 || this.#traces.has(k) || past) return;
		this.#preparing = true;
		void this.#fetch(k).then(() => (this.#preparing = false));
	}

	/** Has iteration `k` checked, unless it is. The report arrives in `report`. */
	async check(): Promise<void> {
		const k = this.trace?.iteration;
		if (k === undefined || this.report?.iteration === k) return;
		if (this.status !== 'ready' || this.#checking) return;
		this.#checking = true;
		const report = await this.#ask(this.engine.check(k));
		this.#checking = false;
		if (report) this.report = report;
	}

	/** Takes no more answers. */
	close(): void {
		this.#closed = true;
		this.#racing = false;
		this.seeking = null;
	}

	/** Whatever is under way should be over in a moment; a check may take longer. */
	#expectAnswer(): void {
		if (this.#pending === 0) return;
		const answered = this.#answered;
		setTimeout(() => {
			if (this.#closed || this.#answered !== answered) return;
			if (this.#checking) this.#expectAnswer();
			else this.onLost(null);
		}, PATIENCE_MS);
	}

	async #seek(k: number): Promise<void> {
		const pace = new Pace();
		while (this.seeking === k && this.reached < k && !this.#done) {
			if (!(await this.#forward(Math.min(pace.batch, k - this.reached), pace))) return;
		}
		if (this.seeking !== k) return;
		const trace = await this.#fetch(k);
		if (trace && this.seeking === k) this.show(k);
	}

	async #race(): Promise<void> {
		const pace = new Pace();
		let shownAt = performance.now();
		while (this.#racing && !this.#done) {
			if (!(await this.#forward(pace.batch, pace))) break;
			if (!this.#done && performance.now() - shownAt < Pace.VIEW_MS) continue;
			await this.#showNewest();
			shownAt = performance.now();
		}
		const halted = !this.#racing;
		if (halted && !this.#closed && !this.stuck) await this.#showNewest();
		this.#racing = false;
	}

	async #showNewest(): Promise<void> {
		const newest = Math.min(this.reached, this.last ?? this.reached);
		const trace = this.#traces.get(newest) ?? (await this.#fetch(newest));
		if (trace) this.#present(trace);
	}

	/** Runs up to `batch` iterations; false if there was no good answer. */
	async #forward(batch: number, pace: Pace): Promise<boolean> {
		const progress = await this.#ask(this.engine.advance(batch));
		if (!progress) return false;
		pace.took(progress.losses.length, progress.ms);
		this.losses = this.losses.with(progress.from, progress.losses);
		this.reached = progress.reached;
		this.#done = progress.done;
		return true;
	}

	async #fetch(k: number): Promise<Trace | null> {
		const trace = await this.#ask(this.engine.trace(k));
		if (!trace) return null;
		this.#keep(trace);
		this.reached = Math.max(this.reached, k);
		return trace;
	}

	#present(trace: Trace): void {
		this.trace = trace;
		const { iteration, loss, values } = trace;
		if (loss !== null) this.losses = this.losses.with(iteration, [values[loss].data[0]]);
	}

	#keep(trace: Trace): void {
		this.#traces.delete(trace.iteration);
		this.#traces.set(trace.iteration, trace);
		for (const k of this.#traces.keys()) {
			if (this.#traces.size <= KEPT) break;
			this.#traces.delete(k);
		}
	}

	/** A lesson's problem stops the run; a lost engine is reported; either way the answer is null. */
	async #ask<T>(question: Promise<Outcome<T>>): Promise<T | null> {
		this.#pending++;
		try {
			const outcome = await question;
			if (this.#closed) return null;
			if (outcome.ok) return outcome.value;
			this.problem = outcome.problem;
			if (this.status === 'loading') this.status = 'failed';
		} catch (error) {
			if (!this.#closed) this.onLost(error);
		} finally {
			this.#pending--;
			this.#answered++;
		}
		return null;
	}
}
