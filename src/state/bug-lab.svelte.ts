/**
 * The bug lab: a bug is chosen, the reader says what will become of it, and it is run beside the lesson
 * as it should be. Both programs have engines of their own: the page's runs on with its lesson.
 */
import { withBug, type Bug } from '#engine/lessons/bugs.ts';
import { AS_WELL, HARDLY } from '#engine/lessons/training.ts';
import type { Lesson } from '#engine/lessons/lesson.ts';
import type { LoadRequest } from '#worker/api.ts';
import { createEngine, type EngineClient } from '#worker/client.ts';
import { changedLines, type ChangedLine } from './changed-lines.ts';
import { Experiment } from './experiment.svelte.ts';
import type { Explorer } from './explorer.svelte.ts';
import { NOTHING_SAID, type Forecast, type Prediction } from './prediction.ts';
import { knownBugs, ownLists, type KnownBugs, type OwnList } from './known-bugs.svelte.ts';

export { AS_WELL, HARDLY };

export type Sheet = 'choose' | 'predict' | 'run';

export class BugLab {
	experiment = $state.raw<Experiment | null>(null);
	prediction = $state.raw<Prediction>(NOTHING_SAID);
	#asked = $state(false);
	#engines: [EngineClient, EngineClient] | null = null;
	/** What the engines ran last. */
	#last: Experiment | null = null;
	/** As the page runs when the lab is opened. */
	readonly #request: LoadRequest;

	/** `lesson` as it comes, whatever the reader has made of it. */
	constructor(
		readonly explorer: Explorer,
		readonly lesson: Lesson,
		readonly start: () => EngineClient = createEngine
	) {
		const { run, seed, overrides, edits, backend } = explorer;
		const served = run?.download ? null : run?.info?.backend;
		this.#request = {
			source: lesson.source,
			seed,
			overrides: { ...overrides },
			inputs: { ...lesson.held, ...edits.inputs },
			backend: served ?? backend
		};
	}

	get sheet(): Sheet {
		if (!this.experiment) return 'choose';
		return ['preparing', 'ready'].includes(this.experiment.stage) && !this.#asked
			? 'predict'
			: 'run';
	}

	/** Reads what the reader's list is, so that whoever shows it follows. */
	get known(): Promise<KnownBugs> {
		return knownBugs(this.explorer.library, this.lesson.id);
	}

	get ownList(): OwnList | null {
		return ownLists(this.explorer.library).of(this.lesson.id);
	}

	removeOwnList(): void {
		ownLists(this.explorer.library).write(this.lesson.id, null);
	}

	/** The reader has a version of the lesson, which plays no part here. */
	get hasDraft(): boolean {
		return this.explorer.drafts.of(this.lesson.id) !== null;
	}

	changesOf(bug: Bug): readonly ChangedLine[] {
		const { source } = this.lesson;
		return changedLines(source, withBug(source, bug) ?? source);
	}

	/** The gradients that can be wrong, once the right program has been opened. */
	get names(): readonly string[] | null {
		return this.experiment?.names ?? null;
	}

	get predicted(): boolean {
		const { wrong, training } = this.prediction;
		return wrong !== null && (training !== null || this.experiment?.trains === false);
	}

	/** Both programs are loaded at once, while the reader thinks. */
	choose(bug: Bug | null): void {
		this.experiment?.close();
		this.prediction = NOTHING_SAID;
		this.#asked = false;
		this.experiment = bug && this.#experimentWith(bug);
	}

	#experimentWith(bug: Bug): Experiment {
		this.#last?.leave();
		this.#engines ??= [this.start(), this.start()];
		const { overrides, inputs } = this.#request;
		const request = {
			...this.#request,
			overrides: { ...overrides, ...bug.sizes },
			// numbers that the reader has changed are of the page's sizes
			inputs: bug.sizes ? this.lesson.held : inputs
		};
		return (this.#last = new Experiment(bug, request, this.#engines));
	}

	/** What is wrong changes: `name` is in it, or is not any more; null: none of them is. */
	toggle(name: string | null): void {
		const { wrong, training } = this.prediction;
		const next = new Set(name === null ? [] : wrong);
		if (name !== null && !next.delete(name)) next.add(name);
		const isUnsaid = next.size === 0 && (name !== null || wrong?.size === 0);
		this.prediction = { wrong: isUnsaid ? null : next, training };
	}

	forecast(training: Forecast): void {
		this.prediction = { ...this.prediction, training };
	}

	run(): void {
		this.#asked = true;
		void this.experiment?.run();
	}

	/** Runs it with nothing said. */
	skip(): void {
		this.prediction = NOTHING_SAID;
		this.run();
	}

	/** Once more from the start, by the same prediction. */
	again(): void {
		const { experiment } = this;
		if (!experiment) return;
		this.experiment = this.#experimentWith(experiment.bug);
		void this.experiment.run();
	}

	/** The reader's version of the code with the bug in it; null where that does not read as the bug expects. */
	get draft(): string | null {
		const { experiment, explorer } = this;
		return experiment && withBug(explorer.lesson.source, experiment.bug);
	}

	/** Makes the draft the reader's version, at sizes at which it runs. */
	put(): void {
		const { draft, experiment, explorer, lesson } = this;
		if (draft === null || !experiment) return;
		const { sizes } = experiment.bug;
		if (!sizes) return explorer.write(draft);
		explorer.drafts.write(lesson.id, draft);
		explorer.choose({ size: 'custom', custom: { ...explorer.overrides, ...sizes } });
	}

	dispose(): void {
		this.experiment?.close();
		this.#engines?.forEach((engine) => engine.dispose());
	}
}
