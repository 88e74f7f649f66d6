/** A lesson with a bug in it and without, from the same numbers, side by side: their check and their training. */
import type { CheckRow } from '#engine';
import { relativeDistance } from '#engine/check/distance.ts';
import { withBug, type Bug } from '#engine/lessons/bugs.ts';
import { outcomeOf, type TrainingOutcome } from '#engine/lessons/training.ts';
import type { LoadRequest } from '#worker/api.ts';
import type { EngineClient } from '#worker/client.ts';
import { Trial } from './trial.svelte.ts';

/** preparing: the programs are loaded and checked, so that it can begin. over: to the end, or to a problem. */
export type Stage = 'preparing' | 'ready' | 'running' | 'stopped' | 'over';

export class Experiment {
	readonly right: Trial;
	readonly bugged: Trial;
	#stage = $state<Stage>('preparing');
	readonly #ready: Promise<unknown>;

	/** `request` is for the right program. */
	constructor(
		readonly bug: Bug,
		readonly request: LoadRequest,
		[one, other]: readonly [EngineClient, EngineClient]
	) {
		const source = withBug(request.source, bug) ?? request.source;
		this.right = new Trial(one, request);
		this.bugged = new Trial(other, { ...request, source });
		this.#ready = this.#prepare(one);
	}

	async #prepare(checker: EngineClient): Promise<void> {
		const { right, bugged, iteration } = this;
		await Promise.all([right, bugged].map((trial) => trial.prepare(iteration)));
		if (this.#stage === 'preparing') this.#stage = 'ready';
		// by one checker, one after the other: there are few cores
		void right.check(checker).then(() => bugged.check(checker));
	}

	get stage(): Stage {
		return this.#stage;
	}

	/** The iteration whose gradients are checked. */
	get iteration(): number {
		// what accumulates does not show in the first
		const wanted = this.bug.accumulates ? 1 : 0;
		return Math.max(0, this.right.trace?.iteration ?? wanted);
	}

	/** Nothing is trained in a lesson without a loop, which is one iteration. */
	get trains(): boolean {
		return this.total !== 1;
	}

	/** Iterations of the lesson, null where they are not known beforehand. */
	get total(): number | null {
		return this.right.info?.total ?? null;
	}

	/** Iterations that both have completed. */
	get reached(): number {
		const { right, bugged } = this;
		const lengths = [right.losses.length];
		if (bugged.overflow === null && !bugged.failed) lengths.push(bugged.losses.length);
		return Math.min(...lengths);
	}

	/** Both checks are there, or cannot be had. */
	get checked(): boolean {
		return [this.right, this.bugged].every(({ report, failed }) => report !== null || failed);
	}

	/** The gradients that the right program claims, once it has been opened. */
	get names(): readonly string[] | null {
		const { trace } = this.right;
		return trace && [...new Set(trace.claims.map(({ name }) => name))];
	}

	/** Of the whole run; null before its end, and where nothing can be compared. */
	readonly outcome = $derived.by((): TrainingOutcome | null => {
		const { right, bugged } = this;
		if (this.#stage !== 'over' || right.failed || bugged.failed) return null;
		return outcomeOf(right.losses.values, bugged.losses.values);
	});

	/** Rows of the bugged program's check that are wrong by formula or slope. */
	readonly wrong = $derived.by((): readonly CheckRow[] =>
		(this.bugged.report?.rows ?? []).filter(({ formula, slope }) =>
			[formula, slope].some(({ verdict }) => verdict === 'fail')
		)
	);

	/** How far the gradient `name` is off, as a share of the right one's size. */
	offBy(name: string): number | null {
		const [one, other] = [this.bugged, this.right].map(({ trace }) => {
			const claim = trace?.claims.find((each) => each.name === name);
			return claim && trace ? trace.values[claim.node] : null;
		});
		return one && other ? relativeDistance(one, other) : null;
	}

	async run(): Promise<void> {
		await this.#ready;
		if (this.#stage !== 'ready') return;
		this.#stage = 'running';
		await Promise.all([this.right, this.bugged].map((trial) => trial.train()));
		if (this.stage === 'running') this.#stage = 'over';
	}

	/** What has run stays. */
	stop(): void {
		if (this.#stage === 'over') return;
		this.#stage = 'stopped';
		this.close();
	}

	close(): void {
		this.right.close();
		this.bugged.close();
	}

	/** Makes way for another experiment on the same engines. */
	leave(): void {
		this.right.leave();
		this.bugged.leave();
	}
}
