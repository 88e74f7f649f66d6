/**
 * One loading of one lesson, from the first iteration to the last: what is on show, the losses
 * so far, the check. Answers of the engine go only to the run that asked, so that a closed
 * run's late answers cannot reach a newer one.
 */
import type { BackendNote, CheckReport, LessonProblem, SessionInfo, Trace } from '#engine';
import type { LoadRequest, Outcome } from '#worker/api.ts';
import type { EngineClient } from '#worker/client.ts';
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
	/** The answer that somebody waits for already. */
	#expecting = -1;
	#first = 0;
	#opening: Trace | null = null;
	#checking = $state(false);
	#checked: Trace | null = null;
	#preparing = false;

	/** `onLost` hears that the engine failed or does not answer. */
	constructor(
		readonly request: LoadRequest,
		readonly engine: Pick<EngineClient, 'api' | 'check' | 'stopCheck'>,
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

	/** The first iteration, for whoever starts over. */
	get opening(): Trace | null {
		return this.#opening;
	}

	/** −1 for a lesson without a loop. */
	get first(): number {
		return this.#first;
	}

	get last(): number | null {
		const total = this.info?.total ?? null;
		if (total !== null) return Math.max(total - 1, this.#first);
		return this.#done ? this.reached - 1 : null;
	}

	get stuck(): boolean {
		return this.status === 'failed' || (this.problem !== null && !this.busy);
	}

	/** Full speed ahead or on the way to an iteration. */
	get busy(): boolean {
		return this.#racing || this.seeking !== null;
	}

	/** Loads the lesson and shows its first iteration, or iteration `k`. */
	async start(k?: number): Promise<void> {
		const answer = await this.#answer(this.engine.api.load(this.request));
		if (!answer) return;
		const loaded = answer.value;
		this.info = loaded.info;
		this.notes = loaded.notes;
		this.status = 'ready';
		if (!loaded.first) return;
		this.#first = loaded.first.iteration;
		this.#opening = loaded.first;
		this.#keep(loaded.first);
		if (k === undefined || k === this.#first) this.trace = loaded.first;
		else this.show(k);
	}

	show(k: number): boolean {
		const trace = this.#traces.get(k);
		if (trace) {
			this.trace = trace;
			this.seeking = null;
			return true;
		}
		const isBarred = this.problem !== null && k >= this.reached;
		if (this.status === 'ready' && this.seeking !== k && !isBarred) {
			this.seeking = k;
			void this.#seek(k);
		}
		return false;
	}

	race(): boolean {
		if (!this.#racing && !this.#done && !this.problem && this.status === 'ready') {
			this.#racing = true;
			// a check keeps a core busy for seconds, and the iteration that it is for is left behind
			if (this.#checking) this.engine.stopCheck();
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

	/** Has the iteration on show checked, unless it is. The report arrives in `report`. */
	async check(): Promise<void> {
		const trace = this.trace;
		if (!trace || this.#checking || this.#checked === trace) return;
		this.#checking = true;
		this.#checked = trace;
		try {
			const report = await this.engine.check(trace);
			if (!this.#closed) this.report = report;
		} catch {
			// The checker's worker is gone: this iteration stays unchecked until it is asked again.
			this.#checked = null;
		}
		this.#checking = false;
	}

	/** Takes no more answers; but what is under way stands in the way of the next run. */
	close(): void {
		if (this.status === 'ready') this.#expectAnswer();
		this.#closed = true;
		this.#racing = false;
		this.seeking = null;
	}

	/** Whatever is under way, `until` that many answers are there, should be over in a moment. */
	#expectAnswer(until = this.#answered + this.#pending): void {
		const answered = this.#answered;
		if (answered >= until || this.#expecting === answered) return;
		this.#expecting = answered;
		setTimeout(() => {
			if (this.#answered === answered) this.onLost(null);
			else this.#expectAnswer(until);
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

	/**
	 * Full speed: while one batch is taken in and drawn, the engine has the next one already.
	 * Looks at the newest iteration go between batches in the same way.
	 */
	async #race(): Promise<void> {
		const pace = new Pace();
		let nextLook = performance.now() + Pace.viewGap(0);
		let look: Promise<void> | null = null;
		let ahead = this.#forward(pace.batch, pace);
		while (this.#racing && !this.#done) {
			const start = performance.now();
			if (!look && start >= nextLook) {
				look = this.#showNewest().then(() => {
					const end = performance.now();
					nextLook = end + Pace.viewGap(end - start);
					look = null;
				});
			}
			const next = this.#forward(pace.batch, pace);
			if (!(await ahead)) break;
			ahead = next;
		}
		await Promise.all([ahead, look]);
		const isHalted = !this.#closed && this.seeking === null;
		if (isHalted && !this.problem) await this.#showNewest();
		this.#racing = false;
	}

	async #showNewest(): Promise<void> {
		const newest = Math.min(this.reached, this.last ?? this.reached);
		const trace = this.#traces.get(newest) ?? (await this.#fetch(newest));
		if (trace) this.trace = trace;
	}

	/** Runs up to `batch` iterations; false if there was no good answer. */
	async #forward(batch: number, pace: Pace): Promise<boolean> {
		const answer = await this.#answer(this.engine.api.advance(batch));
		if (!answer) return false;
		const progress = answer.value;
		pace.took(progress.losses.length, progress.ms);
		this.losses = this.losses.with(progress.from, progress.losses);
		this.reached = progress.reached;
		this.#done = progress.done;
		return true;
	}

	async #fetch(k: number): Promise<Trace | null> {
		const answer = await this.#answer(this.engine.api.trace(k));
		if (!answer) return null;
		if (answer.value === null) this.#done = true;
		else {
			this.#keep(answer.value);
			this.reached = Math.max(this.reached, k + 1);
		}
		return answer.value;
	}

	#keep(trace: Trace): void {
		const { iteration, loss, values } = trace;
		if (loss !== null) this.losses = this.losses.with(iteration, [values[loss].data[0]]);
		this.#traces.delete(iteration);
		this.#traces.set(iteration, trace);
		for (const k of this.#traces.keys()) {
			if (this.#traces.size <= KEPT) break;
			this.#traces.delete(k);
		}
	}

	/** A lesson's problem stops the run; a lost engine is reported; either way the answer is null. */
	async #answer<T>(question: Promise<Outcome<T>>): Promise<{ readonly value: T } | null> {
		this.#pending++;
		try {
			const outcome = await question;
			if (this.#closed) return null;
			if (outcome.ok) return outcome;
			this.problem = outcome.problem;
			this.seeking = null;
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
