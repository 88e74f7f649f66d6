/**
 * A session runs one lesson on one backend: forward at full speed, or any iteration as a
 * complete trace. Iterations that have run are opened again from the nearest snapshot.
 */
import type { Backend } from './backends/backend.ts';
import { Machine, toProgram } from './python/machine.ts';
import { parse } from './python/parse.ts';
import type { Runtime } from './python/runtime.ts';
import { BATCH, Run } from './run.ts';
import { restoreSnapshot, takeSnapshot, type Snapshot } from './snapshot.ts';
import { stepIteration } from './stepper.ts';
import type { FloatType, Tensor } from './tensor.ts';
import type { BackendName, Trace } from './trace.ts';

/** Iterations between snapshots, about: they are taken between batches. */
const KEYFRAME = 2 * BATCH;

export interface LessonOptions {
	/** Where the generator starts when the lesson does not call manual_seed. */
	readonly seed: number;
	/** Every floating tensor of the lesson is computed in this type. */
	readonly dtype: FloatType;
	/** Numbers that replace those of top-level assignments by name: `{ N: 3, learning_rate: 0.01 }`. */
	readonly overrides?: Readonly<Record<string, number>>;
	/** Stop each `for` after this many passes. */
	readonly maxPasses?: number;
	/** Values that replace (or stand in for) top-level tensors by name. */
	readonly inputs?: Readonly<
		Record<string, { readonly value: Tensor; readonly requiresGrad: boolean }>
	>;
	readonly retainGrad?: boolean;
}

/** How far a run is. */
export interface Progress {
	/** Iterations completed. */
	readonly reached: number;
	/** Iterations of the whole loop, null where it is not known beforehand (`while`). */
	readonly total: number | null;
	readonly done: boolean;
	/** Losses of the iterations completed by this call, the first of them being iteration `from`. NaN: no loss. */
	readonly from: number;
	readonly losses: readonly number[];
	readonly printed: readonly string[];
	/** Wall clock of this call. */
	readonly ms: number;
}

export interface SessionInfo {
	readonly backend: BackendName;
	readonly description: string;
	/** False where the lesson seeds itself, so that the seed control has no effect. */
	readonly usesSeed: boolean;
	/** Lines printed before the loop. */
	readonly printed: readonly string[];
	readonly total: number | null;
}

/** Parses `source`, runs what stands before its loop, and waits. Throws a PythonError. */
export async function createSession(
	source: string,
	options: LessonOptions,
	backend: Backend
): Promise<Session> {
	const session = openSession(source, options, backend);
	await session.start();
	return session;
}

/** The same before anything has run, for callers that want what a failing lesson leaves behind. */
export function openSession(source: string, options: LessonOptions, backend: Backend): Session {
	return new Session(new Machine(toProgram(parse(source)), options), backend);
}

/** Whole batches, then one by one: every other size would be another graph to compile. */
function nextBatch(left: number): number {
	return left >= BATCH ? BATCH : 1;
}

export class Session {
	#main: Run;
	/** Where an older iteration was opened last; the next one starts from there. */
	#side: Run | null = null;
	#snapshots: Snapshot[] = [];
	#setup: readonly string[] = [];

	constructor(
		machine: Machine,
		readonly backend: Backend
	) {
		this.#main = new Run(machine, backend);
	}

	async start(): Promise<void> {
		try {
			await this.#main.setUp();
		} finally {
			this.#setup = this.#main.takePrinted();
		}
		await this.#keep();
	}

	get info(): SessionInfo {
		const { name, description } = this.backend;
		const { machine, rt } = this.#main;
		return {
			backend: name,
			description,
			usesSeed: rt.usesSeed,
			printed: this.#setup,
			total: machine.total
		};
	}

	get reached(): number {
		return this.#main.iteration;
	}

	/** Names and tensors of the lesson as they are now. */
	get runtime(): Runtime {
		return this.#main.rt;
	}

	/** Puts the values of these nodes on the host, for reading through `runtime`. */
	read(ids: readonly number[]): Promise<void> {
		return this.#main.read(ids);
	}

	/** Up to `count` iterations at full speed, or to the end of the lesson. */
	async advance(count: number): Promise<Progress> {
		const start = performance.now();
		const from = this.reached;
		const losses: number[] = [];
		while (losses.length < count && !this.#main.done) {
			losses.push(...(await this.#main.advance(nextBatch(count - losses.length))));
			await this.#keep();
		}
		const { machine, done, iteration } = this.#main;
		const ms = performance.now() - start;
		const printed = this.takePrinted();
		return { reached: iteration, total: machine.total, done, from, losses, printed, ms };
	}

	/** What was printed and not yet returned: after an error, what came before it. */
	takePrinted(): string[] {
		return this.#main.takePrinted();
	}

	/** Iteration `k` with every intermediate; runs on to it if need be. Null past the end of the lesson. */
	async trace(k: number): Promise<Trace | null> {
		if (k > this.reached) await this.advance(k - this.reached);
		if (this.#main.done && k >= this.reached) return null;
		const run = k === this.reached ? this.#main : await this.#replay(k);
		const stepped = await stepIteration(run);
		if (run === this.#main) await this.#keep();
		return stepped?.trace ?? null;
	}

	async #replay(k: number): Promise<Run> {
		const snapshot = this.#snapshots.findLast((each) => each.iteration <= k);
		const side = this.#side;
		if (
			!side ||
			side.iteration > k ||
			side.done ||
			(snapshot && snapshot.iteration > side.iteration)
		) {
			side?.release();
			this.#side = await this.#reopen(snapshot);
		}
		const run = this.#side!;
		while (run.iteration < k && !run.done) await run.advance(nextBatch(k - run.iteration));
		run.takePrinted();
		return run;
	}

	/** A run that stands at `snapshot`, or before the first iteration. */
	async #reopen(snapshot: Snapshot | undefined): Promise<Run> {
		const { machine } = this.#main;
		if (snapshot) return new Run(restoreSnapshot(snapshot, machine), this.backend);
		const run = new Run(new Machine(machine.program, machine.rt.options), this.backend);
		await run.setUp();
		return run;
	}

	async #keep(): Promise<void> {
		const last = this.#snapshots.at(-1);
		const due = !last || this.reached >= last.iteration + KEYFRAME;
		if (!due || this.#main.done) return;
		const snapshot = await takeSnapshot(this.#main);
		if (snapshot) this.#snapshots.push(snapshot);
	}
}
