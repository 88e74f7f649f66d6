/**
 * The Explorer: what the user has chosen (lesson, size, seed, backend, selection), the run that
 * follows from it, and its recovery when the engine is lost.
 */
import { isSeed, type Lesson, type LessonId } from '#engine/lessons/lesson.ts';
import { isPreview, type Preview } from '#scene/preview.ts';
import type { LoadRequest } from '#worker/api.ts';
import { createEngine, type EngineClient } from '#worker/client.ts';
import type { Carry } from './carry.ts';
import type { CellChoice } from './cell.ts';
import { FIRST_CHOICE, type BackendChoice, type Size } from './choice.ts';
import { Heatmaps, type ScaleRange } from './heatmaps.svelte.ts';
import { Drafts } from './drafts.svelte.ts';
import { Edits, foundUnder } from './edits.ts';
import { wayBack } from './landmarks.ts';
import { Library } from './library.svelte.ts';
import { LossRecord } from './losses.ts';
import { Player } from './player.svelte.ts';
import { Pointing } from './pointing.svelte.ts';
import { Run } from './run.svelte.ts';
import { namedNumbers, namedSizes, tokenize } from './source.ts';
import { ATTEMPTS, type Trouble } from './trouble.ts';
import { Twin } from './twin.svelte.ts';

/** What the reader can choose. */
export type Choice = Partial<
	Pick<Explorer, 'lessonId' | 'both' | 'size' | 'custom' | 'seed' | 'backend'>
>;

const NO_OVERRIDES: Readonly<Record<string, number>> = {};

export class Explorer {
	lessonId = $state<LessonId>(FIRST_CHOICE.lessonId);
	/** Lesson 2 runs beside lesson 1. */
	both = $state(false);
	twin = $state.raw<Twin | null>(null);
	size = $state<Size>(FIRST_CHOICE.size);
	/** Numbers that stand in for the lesson's where `size` is 'custom'. */
	custom = $state.raw(NO_OVERRIDES);
	/** Numbers of the tensors that the run starts with, changed by the reader. */
	edits = $state.raw(Edits.none);
	seed = $state<number>(FIRST_CHOICE.seed);
	backend = $state<BackendChoice>('auto');
	run = $state.raw<Run | null>(null);
	trouble = $state<Trouble | null>(null);
	/** Node whose tile is selected. */
	selected = $state<number | null>(null);
	/** The cell that was chosen, and the step that was on show then. */
	#chosen = $state.raw<(CellChoice & { iteration: number; step: number }) | null>(null);
	/** Groups of the picture that the reader folded or unfolded. */
	toggled = $state.raw<ReadonlySet<string>>(new Set());
	readonly player: Player;
	readonly pointing = new Pointing();
	readonly heatmaps = new Heatmaps();
	readonly #start: () => EngineClient;
	#preview: Preview | null = null;
	#engine: EngineClient | null = null;
	#losses = 0;

	readonly library = new Library();
	readonly drafts = new Drafts();
	readonly lesson = $derived.by((): Lesson => {
		const lesson = this.library.of(this.lessonId);
		return { ...lesson, source: this.drafts.of(this.lessonId) ?? lesson.source };
	});
	readonly overrides = $derived(
		{ own: NO_OVERRIDES, tiny: this.lesson.tiny ?? NO_OVERRIDES, custom: this.custom }[this.size]
	);
	readonly lines = $derived(tokenize(this.lesson.source));
	readonly numbers = $derived(namedNumbers(this.lesson.source));
	/** What the lesson's sizes are chosen to be. */
	readonly sizes = $derived(namedSizes(this.numbers, this.overrides));
	/** What they are in the picture, which is the run before's until the engine has answered. */
	readonly dims = $derived(this.run?.borrowed?.sizes ?? this.sizes);
	/** What is on show: until the engine has answered, for the first choice, the preview. */
	readonly trace = $derived(this.run?.trace ?? (this.isFirstChoice ? this.#preview : null));
	/** The cell that is being explained, until the next step has something else to say. */
	readonly cell = $derived.by((): CellChoice | null => {
		const [chosen, trace] = [this.#chosen, this.trace];
		if (!chosen || isPreview(trace) || chosen.iteration !== trace?.iteration) return null;
		return chosen.step === this.player.step ? chosen : null;
	});

	readonly losses = $derived(this.run?.trace ? this.run.losses : LossRecord.of(this.trace));
	readonly total = $derived(
		this.run?.info?.total ?? (isPreview(this.trace) ? this.trace.total : null)
	);

	/** The node that the reader points at, wherever that is; a gradient is a node of its own. */
	get pointed(): number | null {
		return this.pointing.target?.node ?? null;
	}

	/**
	 * `start` is called with the first lesson, so that a page can render where there are no workers.
	 * `preview` is iteration 0 of the first choice, made before the page was.
	 */
	constructor(start: () => EngineClient = createEngine, preview: Preview | null = null) {
		this.#start = start;
		this.#preview = preview;
		this.player = new Player(() => this.run);
		if (preview) this.player.time = wayBack(preview);
	}

	/** True while the picture is not the engine's own: it has structure and colours, few numbers. */
	get isPreview(): boolean {
		return isPreview(this.trace);
	}

	get isFirstChoice(): boolean {
		const { lessonId, size, seed } = FIRST_CHOICE;
		const isAsItWas = this.drafts.of(lessonId) === null;
		return isAsItWas && this.lessonId === lessonId && this.size === size && this.seed === seed;
	}

	/** The first load: the clock stands where the loss is known and the way back is about to begin. */
	async open(choice: Choice = {}): Promise<void> {
		Object.assign(this, choice);
		if (!this.trace) this.player.time = 0;
		await this.#load();
		const { run, player } = this;
		if (run?.trace && player.time === 0 && !player.moving) player.time = wayBack(run.trace);
	}

	/**
	 * Changes choices and runs what follows from them from the start. `both` is lesson 1 with lesson 2
	 * beside it; what runs already runs on.
	 */
	choose(choice: Choice): void {
		const both = choice.both ?? (choice.lessonId === undefined && this.both);
		const lessonId = both ? 'manual' : (choice.lessonId ?? this.lessonId);
		const isOther = lessonId !== this.lessonId || choice.lessonId === 'opened';
		const keys = Object.keys(choice).filter((key) => key !== 'both' && key !== 'lessonId');
		const isOnlyView = !isOther && keys.length === 0 && both !== this.both;
		if (isOther) {
			this.toggled = new Set();
			this.selected = null;
			this.pointing.clear();
		}
		this.#chosen = null;
		const [drawn, dims] = [this.#drawn(), this.dims];
		Object.assign(this, choice, { both, lessonId });
		if (this.#drawn() !== drawn) this.edits = Edits.none;
		if (isOnlyView && this.run) this.#accompany(this.run.request);
		else this.#begin(!isOther, dims);
	}

	/** Starts the other lesson beside this one, or ends it, as `both` has it. */
	#accompany(request: LoadRequest): void {
		if (!this.both) {
			this.twin?.dispose();
			this.twin = null;
			return;
		}
		this.twin ??= new Twin(this.#start);
		this.twin.load(request);
	}

	/** The lesson from its beginning, in a fresh run. */
	reset(): void {
		this.#begin(true);
	}

	/**
	 * Puts `value` in a cell of a tensor that the lesson starts with, and runs it anew. Nothing where
	 * the iteration on show is not the first, or did not find `name`.
	 */
	edit(name: string, flat: number, value: number): void {
		const trace = this.run?.trace;
		const isStart = trace?.iteration === this.run?.first;
		const tensor = trace && isStart ? foundUnder(trace, name) : null;
		if (tensor) this.restate(this.edits.with(name, tensor, flat, value));
	}

	/** Runs anew from other numbers; the moment on show stays on show. */
	restate(edits: Edits): void {
		void this.#rerun(this.dims, edits, this.run?.trace?.iteration);
	}

	/** Runs the lesson as the reader has written it, or with null as it was; the op on show stays. */
	write(source: string | null): void {
		const { dims, player } = this;
		this.drafts.write(this.lessonId, source);
		// there may be fewer ops now
		void this.#rerun(dims, Edits.none).then(() => player.seek(player.time));
	}

	#rerun(sizes: Carry['sizes'], edits: Edits, k?: number): Promise<void> {
		const trace = this.run?.trace;
		this.player.pause();
		this.edits = edits;
		this.trouble = null;
		this.#losses = 0;
		return this.#load(trace ? { trace, sizes } : undefined, k);
	}

	/** What the random numbers of the lesson depend on. */
	#drawn(): string {
		// the two lessons about one net draw the same
		return JSON.stringify([this.seed, this.sizes, isSeed(this.lessonId) || this.lessonId]);
	}

	/** Plays or pauses; at the end of the lesson, plays it again. */
	playPause(): void {
		const { player, run } = this;
		if (player.playing || player.awaited !== null) return player.pause();
		const shown = run?.shown;
		if (shown && shown.iteration === run.last && player.time >= shown.steps) this.reset();
		player.play();
	}

	/** Explains a cell, which holds the clock; once more, or null, lets it go. */
	pick(cell: CellChoice | null): void {
		const isSame = cell?.node === this.cell?.node && cell?.flat === this.cell?.flat;
		const { trace, player } = this;
		if (cell === null || isSame || !trace) return void (this.#chosen = null);
		if (player.playing) player.pause();
		this.#chosen = { ...cell, iteration: trace.iteration, step: player.step };
	}

	/** Plays backwards, or pauses that. */
	playBack(): void {
		const { player } = this;
		if (player.playing && player.direction < 0) player.pause();
		else player.play(-1);
	}

	#begin(keepsPicture: boolean, dims = this.dims): void {
		this.player.rewind();
		this.trouble = null;
		this.#losses = 0;
		const opening = keepsPicture ? (this.run?.opening ?? this.run?.borrowed?.trace) : null;
		void this.#load(opening ? { trace: opening, sizes: dims } : undefined);
	}

	toggle(group: string): void {
		const toggled = new Set(this.toggled);
		if (!toggled.delete(group)) toggled.add(group);
		this.toggled = toggled;
	}

	/** Gives each matrix its own scale, or keeps the scales that are on show. */
	setRange(range: ScaleRange): void {
		const { run, trace, heatmaps } = this;
		if (range === 'kept' && run && trace) heatmaps.keep(run, trace);
		else heatmaps.free();
	}

	/** Ends the workers; nothing can be loaded afterwards. */
	dispose(): void {
		this.run?.close();
		this.twin?.dispose();
		this.#engine?.dispose();
	}

	#load(carry?: Carry, k?: number): Promise<void> {
		this.run?.close();
		const request = {
			source: this.lesson.source,
			seed: this.seed,
			overrides: { ...this.overrides },
			inputs: { ...this.lesson.held, ...this.edits.inputs },
			backend: this.backend
		};
		const run = new Run(
			request,
			(this.#engine ??= this.#start()),
			(error) => this.#recover(run, error),
			carry && { ...carry, report: this.run?.report },
			{ library: this.library, id: this.lessonId }
		);
		this.run = run;
		this.#accompany(request);
		return run.start(k);
	}

	/**
	 * A fresh worker, the same lesson, the same iteration; what is on the screen stays there.
	 * Without an `error` the engine only did not answer a stop, which counts for nothing; the run
	 * that was stopped may be closed by then, and its successor waits.
	 */
	#recover(from: Run, error: unknown): void {
		const lost = this.run;
		if (!lost || (lost !== from && error !== null)) return;
		if (error !== null) this.#losses++;
		if (this.#losses > ATTEMPTS) {
			lost.close();
			lost.status = 'failed';
			this.trouble = 'lost';
			return;
		}
		// once may be bad luck; then one backend down each time
		if (this.#losses > 1) this.backend = lost.info?.backend === 'webgpu' ? 'wasm' : 'reference';
		this.trouble = this.#losses > 1 ? 'fallen-back' : 'restarted';
		this.#engine?.restart();
		const { trace, losses } = lost;
		void this.#load(trace ? { trace, sizes: this.dims, losses } : undefined, trace?.iteration);
	}
}
