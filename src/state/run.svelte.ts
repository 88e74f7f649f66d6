/**
 * One loading of one lesson, from the first iteration to the last: what is on show, the losses
 * so far, the check. Answers of the engine go only to the run that asked, so that a closed
 * run's late answers cannot reach a newer one.
 */
import type { BackendNote, Download, LessonProblem, SessionInfo, Trace } from '#engine';
import type { LoadRequest, Outcome, Upgrade } from '#worker/api.ts';
import type { EngineClient } from '#worker/client.ts';
import type { Carry } from './carry.ts';
import type { Reel } from './player.svelte.ts';
import type { Inspection } from './inspection.svelte.ts';
import { LossRecord } from './losses.ts';
import { Pace } from './pace.ts';
import { Patience } from './patience.ts';
import { race } from './race.ts';
import type { Origin } from './reasons.ts';
import { Shelf } from './shelf.ts';
import type { Stops } from './stops.svelte.ts';

export type RunStatus = 'loading' | 'ready' | 'failed';

export class Run implements Reel {
	status = $state<RunStatus>('loading');
	problem = $state.raw<LessonProblem | null>(null);
	info = $state.raw<SessionInfo | null>(null);
	notes = $state.raw<readonly BackendNote[]>([]);
	trace = $state.raw<Trace | null>(null);
	losses = $state.raw(LossRecord.empty);
	/** How far the backend that was asked for has come, while the reference serves in its place. */
	download = $state.raw<Download | null>(null);
	/** The iteration that the run is working towards. */
	seeking = $state<number | null>(null);
	/** Iterations that the engine has completed, as far as it has said. */
	reached = $state(0);
	#done = $state(false);
	#racing = $state(false);
	#closed = false;
	readonly #shelf = new Shelf();
	readonly #patience = new Patience(() => this.onLost(null));
	#isSeeking = false;
	/** A race stops at nothing up to this iteration. */
	#from = 0;
	#first = 0;
	#opening: Trace | null = null;
	/** The check of what is on show; null before the first. */
	inspection = $state.raw<Inspection | null>(null);
	#preparing = false;

	/** `onLost` hears that the engine failed or does not answer. */
	constructor(
		readonly request: LoadRequest,
		readonly engine: Pick<EngineClient, 'api' | 'check' | 'explain' | 'measure' | 'stopCheck'>,
		readonly onLost: (error: unknown) => void,
		readonly carry?: Carry,
		readonly origin: Origin | null = null
	) {
		if (carry) this.trace = carry.trace;
		if (carry?.losses) this.losses = carry.losses;
	}

	/** The last report there is: before the first one of its own, that of the run before. */
	get report() {
		return this.inspection?.report ?? this.carry?.report ?? null;
	}

	get shown(): Reel['shown'] {
		if (!this.trace) return null;
		const { iteration, steps, loss } = this.trace;
		return { iteration, steps: steps.length, lossAt: steps.findIndex((s) => s.node === loss) + 1 };
	}

	/** What is on show as long as it is the run before's. */
	get borrowed(): Carry | null {
		return this.carry && this.trace === this.carry.trace ? this.carry : null;
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
		const loaded = (await this.#answer(this.engine.api.load(this.request)))?.value;
		if (!loaded) return;
		this.info = loaded.info;
		this.notes = loaded.notes;
		this.status = 'ready';
		if (loaded.provisional) void this.#upgrade();
		if (!loaded.first) return;
		this.#first = loaded.first.iteration;
		this.#opening = loaded.first;
		this.#keep(loaded.first);
		if (k === undefined || k === this.#first) this.trace = loaded.first;
		else this.show(k);
	}

	/** Waits for the backend that was asked for; meanwhile everything else goes on. */
	async #upgrade(): Promise<void> {
		this.download = { received: 0, total: null };
		try {
			const answer = await this.engine.api.upgrade((download) => (this.download = download));
			if (this.#closed) return;
			if (!answer.ok) this.problem = answer.problem;
			else if (answer.value) this.#move(answer.value);
			this.download = null;
		} catch (error) {
			if (!this.#closed) this.onLost(error);
		}
	}

	/** Its numbers may differ in the last digits: nothing that the reference computed stays. */
	#move({ info, notes, first, ran }: Upgrade): void {
		this.info = info;
		this.notes = notes;
		if (!first || !ran) return;
		this.inspection?.stop();
		const shown = this.trace?.iteration ?? first.iteration;
		this.#shelf.clear();
		this.#opening = first;
		this.losses = LossRecord.empty.with(ran.from, ran.losses);
		this.#keep(first);
		this.reached = ran.reached;
		this.#done = ran.done;
		if (shown === first.iteration) this.trace = first;
		else if (!this.#racing) this.show(shown);
	}

	show(k: number): boolean {
		const trace = this.#shelf.get(k);
		if (trace) {
			this.trace = trace;
			this.seeking = null;
			return true;
		}
		const isBarred = this.problem !== null && k >= this.reached;
		if (this.status === 'ready' && this.seeking !== k && !isBarred) {
			this.seeking = k;
			if (!this.#isSeeking) void this.#seek();
		}
		return false;
	}

	race(from: number, stops: Stops): boolean {
		this.#from = from;
		if (!this.#racing && !this.#done && !this.problem && this.status === 'ready') {
			this.#racing = true;
			// the iteration that it is for is left behind
			this.inspection?.stop();
			void this.#race(stops);
		}
		return this.#racing;
	}

	/** Stops working ahead. If the engine does not answer within a second, it is given up. */
	halt(): void {
		if (!this.busy) return;
		this.#racing = false;
		this.seeking = null;
		this.#patience.expect();
	}

	/** Sends for iteration `k` before it is needed. */
	prepare(k: number): void {
		const past = this.last !== null && k > this.last;
		if (this.#preparing || this.#patience.pending > 0 || this.#shelf.has(k) || past) return;
		this.#preparing = true;
		void this.#fetch(k).then(() => (this.#preparing = false));
	}

	/** Has the iteration on show checked, unless it is. The report arrives in `inspection`. */
	async check(): Promise<void> {
		// not while another backend is on its way: it would be checked all over; and not another run's
		if (!this.trace || this.download || this.borrowed) return;
		if (!this.inspection) {
			const { Inspection } = await import('./inspection.svelte.ts');
			if (this.#closed) return;
			this.inspection ??= new Inspection(this);
		}
		await this.inspection.inspect(this.trace);
	}

	/** Takes no more answers; but what is under way stands in the way of the next run. */
	close(): void {
		if (this.status === 'ready') this.#patience.expect();
		this.#closed = true;
		this.#racing = false;
		this.seeking = null;
		this.inspection?.stop();
	}

	/**
	 * One question at a time: whoever wants another iteration meanwhile, such as a finger on the
	 * curve, changes what is asked next, and nothing outdated waits in line.
	 */
	async #seek(): Promise<void> {
		this.#isSeeking = true;
		const pace = new Pace();
		while (this.seeking !== null && (await this.#approach(this.seeking, pace)));
		this.#isSeeking = false;
	}

	/** One question nearer to iteration `k`; false when there is no way on. */
	async #approach(k: number, pace: Pace): Promise<boolean> {
		if (this.reached < k && !this.#done) {
			return this.#forward(Math.min(pace.batch, k - this.reached), pace);
		}
		const trace = await this.#fetch(k);
		if (trace && this.seeking === k) this.show(k);
		else if (trace && this.seeking !== null) this.trace = trace;
		return trace !== null || this.seeking !== k;
	}

	async #race(stops: Stops): Promise<void> {
		const found = () => stops.after(this.#from, this.losses, this.reached)?.iteration ?? null;
		await race({
			reached: () => this.reached,
			isOver: () => !this.#racing || this.#done || found() !== null,
			limit: () => ((stops.iteration ?? 0) > this.#from ? stops.iteration! + 1 : Infinity),
			forward: (batch, pace) => this.#forward(batch, pace),
			look: () => this.#showNewest(found())
		});
		const isHalted = !this.#closed && this.seeking === null;
		if (isHalted && !this.problem) await this.#showNewest(found());
		this.#racing = false;
	}

	/** Shows the newest iteration, or one before it that the race ends with. */
	async #showNewest(stop: number | null): Promise<void> {
		const newest = stop ?? Math.min(this.reached, this.last ?? this.reached);
		this.trace = this.#shelf.get(newest) ?? (await this.#fetch(newest)) ?? this.trace;
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
		this.#shelf.put(trace);
	}

	/** A lesson's problem stops the run; a lost engine is reported; either way the answer is null. */
	async #answer<T>(question: Promise<Outcome<T>>): Promise<{ readonly value: T } | null> {
		this.#patience.ask();
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
			this.#patience.answer();
		}
		return null;
	}
}
