/**
 * The Player: time within an iteration, and the way from one iteration to the next.
 * A plain clock: whoever has a frame calls `advance(seconds)`; nothing here waits or draws.
 */
import { approach, BACK_RATE, FULL_SPEED, STEP_RATE, stepAt } from './clock.ts';

/** What is played: iterations that can be shown one at a time. */
export interface Reel {
	/** The iteration on show and its number of steps; null while there is none. */
	readonly shown: { readonly iteration: number; readonly steps: number } | null;
	readonly first: number;
	/** The last iteration; null while the end is not known. */
	readonly last: number | null;
	/** Shows iteration `k` at once and returns true, or sends for it and returns false. */
	show(k: number): boolean;
	/** Sends for iteration `k` before it is needed. */
	prepare(k: number): void;
	/** Runs on at full speed until `halt` or the end, showing what it passes. False once at rest. */
	race(): boolean;
	halt(): void;
	/** Nothing will come any more: a problem stands in the way. */
	readonly stuck: boolean;
}

interface Arrival {
	readonly iteration: number;
	/** Steps done on arrival; 'end' for all of them. */
	readonly time: number | 'end';
}

export class Player {
	/** Steps done in the iteration on show, fractions while one is under way. */
	time = $state(0);
	playing = $state(false);
	/** Ops a second. */
	speed = $state(1.5);
	#target = $state<number | null>(null);
	#arrival = $state.raw<Arrival | null>(null);
	readonly #reel: () => Reel | null;

	constructor(reel: () => Reel | null) {
		this.#reel = reel;
	}

	/** True while `advance` has something to do. */
	get moving(): boolean {
		return this.playing || this.#target !== null || this.#arrival !== null;
	}

	/** The iteration that is being fetched. */
	get awaited(): number | null {
		return this.#arrival?.iteration ?? null;
	}

	/** The step on show, −1 before the first; a step that is about to play counts at once. */
	get step(): number {
		return stepAt(this.#target ?? this.time);
	}

	/** Moves the clock on by `seconds`. */
	advance(seconds: number): void {
		const reel = this.#reel();
		if (!reel) return;
		if (this.#arrival && !this.#arrive(reel, this.#arrival)) return;
		if (this.#target !== null) this.#glide(this.#target, seconds);
		else if (this.playing && reel.shown) this.#play(reel, reel.shown, seconds);
	}

	/** Where nothing can be shown yet, it plays as soon as something can. */
	play(): void {
		if (!this.#reel()) return;
		this.#target = null;
		this.playing = true;
	}

	/** Stops at once, whatever is under way. */
	pause(): void {
		this.playing = false;
		this.#target = null;
		this.#arrival = null;
		this.#reel()?.halt();
	}

	/** One op on; from the last op, to the start of the next iteration. */
	forward(): void {
		this.#stand((reel, { iteration, steps }) => {
			if (this.time < steps) this.#target = Math.floor(this.time) + 1;
			else if (reel.last === null || iteration < reel.last) this.open(iteration + 1, 0);
		});
	}

	/** One op back; from the start, to the end of the iteration before. */
	back(): void {
		this.#stand((reel, { iteration }) => {
			if (this.time > 0) this.#target = Math.ceil(this.time) - 1;
			else if (iteration > reel.first) this.open(iteration - 1, 'end');
		});
	}

	/** Puts the clock at `time` steps done. */
	seek(time: number): void {
		this.#stand((_, { steps }) => {
			this.time = Math.min(Math.max(time, 0), steps);
		});
	}

	/** Goes to iteration `k`, by default to the op on show. */
	open(k: number, time: number | 'end' = this.#target ?? this.time): void {
		const reel = this.#reel();
		if (!reel) return;
		const iteration = Math.max(reel.first, Math.min(k, reel.last ?? k));
		if (this.speed === FULL_SPEED) this.pause();
		this.#target = null;
		this.#arrival = { iteration, time };
		this.#arrive(reel, this.#arrival);
	}

	/** To the same op of the next iteration, or of the one before. */
	skip(way: 1 | -1): void {
		const reel = this.#reel();
		if (reel?.shown) this.open((this.awaited ?? reel.shown.iteration) + way);
	}

	/** Back to before the first op, at rest; the reel is put back by its owner. */
	rewind(): void {
		this.pause();
		this.time = 0;
	}

	/** Pauses, finishes a step under way, then does `act`. */
	#stand(act: (reel: Reel, shown: NonNullable<Reel['shown']>) => void): void {
		const target = this.#target;
		this.pause();
		if (target !== null) this.time = target;
		const reel = this.#reel();
		if (reel?.shown) act(reel, reel.shown);
	}

	#glide(target: number, seconds: number): void {
		const slowest = target < this.time ? BACK_RATE : STEP_RATE;
		const rate = Number.isFinite(this.speed) ? Math.max(slowest, this.speed) : slowest;
		this.time = approach(this.time, target, seconds * rate);
		if (this.time === target) this.#target = null;
	}

	#arrive(reel: Reel, { iteration, time }: Arrival): boolean {
		const isBeyond = reel.last !== null && iteration > reel.last;
		if (reel.stuck || isBeyond) this.pause();
		if (reel.stuck || isBeyond || !reel.show(iteration) || !reel.shown) return false;
		this.#arrival = null;
		this.time = time === 'end' ? reel.shown.steps : Math.min(time, reel.shown.steps);
		return true;
	}

	#play(reel: Reel, shown: NonNullable<Reel['shown']>, seconds: number): void {
		if (this.speed === FULL_SPEED) this.#race(reel);
		else {
			reel.halt();
			this.time += seconds * this.speed;
			if (this.time > shown.steps / 2) reel.prepare(shown.iteration + 1);
			if (this.time >= shown.steps) this.#cross(reel, shown, this.time - shown.steps);
		}
	}

	/** All the way at once; where everything has run already, one iteration a frame. */
	#race(reel: Reel): void {
		const isRacing = reel.race();
		const shown = reel.shown;
		if (!shown) return;
		this.time = shown.steps;
		if (!isRacing) this.#cross(reel, shown, shown.steps);
	}

	/** From the end of an iteration, `over` steps into the next. */
	#cross(reel: Reel, shown: NonNullable<Reel['shown']>, over: number): void {
		this.time = shown.steps;
		if (shown.iteration === reel.last || reel.stuck) this.playing = false;
		else {
			this.#arrival = { iteration: shown.iteration + 1, time: over };
			this.#arrive(reel, this.#arrival);
		}
	}
}
