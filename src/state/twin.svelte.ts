/**
 * The other lesson, run beside the one on the stage and kept at the same iteration, so that the two
 * can be compared. It has an engine of its own: the lesson on the stage never waits for it.
 */
import { lessons } from '#engine/lessons/lessons.ts';
import type { LoadRequest } from '#worker/api.ts';
import type { EngineClient } from '#worker/client.ts';
import { Run } from './run.svelte.ts';
import { namedNumbers, tokenize } from './source.ts';

/** Losses of its engine after which no more is tried. */
const ATTEMPTS = 2;

export class Twin {
	readonly lesson = lessons.autograd;
	readonly lines = tokenize(this.lesson.source);
	readonly numbers = namedNumbers(this.lesson.source);
	run = $state.raw<Run | null>(null);
	/** Its engine was lost too often. */
	lost = $state(false);
	#losses = 0;
	readonly #engine: EngineClient;

	constructor(start: () => EngineClient) {
		this.#engine = start();
	}

	/** Runs it from its start, as `request` runs the other; whatever was shown before is no longer there. */
	load(request: LoadRequest): void {
		this.#losses = 0;
		this.lost = false;
		this.#begin({ ...request, source: this.lesson.source });
	}

	/** Goes to iteration `k`, once there is something to go on from. */
	follow(k: number): void {
		const { run } = this;
		if (run?.status === 'ready' && run.trace?.iteration !== k) run.show(k);
	}

	dispose(): void {
		this.run?.close();
		this.#engine.dispose();
	}

	#begin(request: LoadRequest): void {
		this.run?.close();
		const run = new Run(request, this.#engine, (error) => this.#recover(run, error));
		this.run = run;
		void run.start();
	}

	#recover(from: Run, error: unknown): void {
		const { run } = this;
		if (!run || (run !== from && error !== null)) return;
		if (error !== null) this.#losses++;
		this.#engine.restart();
		if (this.#losses <= ATTEMPTS) return this.#begin(run.request);
		run.close();
		this.lost = true;
	}
}
