/**
 * The Player: time within an iteration, and the way from one iteration to the next.
 * A plain clock: whoever has a frame calls `advance(seconds)`; nothing here waits or draws.
 */
import type { LossRecord } from './losses.ts';
import { Stops, type Stop } from './stops.svelte.ts';
import { approach, BACK_RATE, FULL_SPEED, STEP_RATE, stepAt } from './clock.ts';

/** What is played: iterations that can be shown one at a time. */
export interface Reel {
	/** The iteration on show, its number of steps, and how many until its loss is there. */
	readonly shown: {
		readonly iteration: number;
		readonly steps: number;
		readonly lossAt: number;
	} | null;
	readonly first: number;
	/** The last iteration; null while the end is not known. */
	readonly last: number | null;
	/** Shows iteration `k` at once and returns true, or sends for it and returns false. */
	show(k: number): boolean;
	/** Sends for iteration `k` before it is needed. */
	prepare(k: number): void;
	/** Losses so far, and iterations that have run. */
	readonly losses: LossRecord;
	readonly reached: number;
	/**
	 * Runs on at full speed until `halt`, the end, or a stop after iteration `from`, showing what
	 * it passes. False once at rest.
	 */
	race(from: number, stops: Stops): boolean;
	halt(): void;
	/** Nothing will come any more: a problem stands in the way. */
	readonly stuck: boolean;
}

interface Arrival {
	readonly iteration: number;
	/** Steps done on arrival; 'end' for all of them. */
	readonly time: number | 'end';
	/** Come to by playing on, not by choice: here a stop counts. */
	readonly isPassing?: boolean;
}

type Shown = NonNullable<Reel['shown']>;

export class Player {
	/** Steps done in the iteration on show, fractions while one is under way. */
	time = $state(0);
	playing = $state(false);
	/** Ops a second. */
	speed = $state(1.5);
	/** Which way the clock runs while playing. */
	direction = $state<1 | -1>(1);
	/** What it stopped at by itself; null again as soon as it moves. */
	stopped = $state.raw<Stop | null>(null);
	/** Where to stop. */
	readonly stops = new Stops();
	/** Something holds the clock, such as a finger on the curve: playing goes on after it. */
	held = false;
	#target = $state<number | null>(null);
	#arrival = $state.raw<Arrival | null>(null);
	/** Stops up to this iteration are behind. */
	#from = 0;
	/** A stop in the iteration on show, and the time of it. */
	#due: { readonly stop: Stop; readonly time: number } | null = null;
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
		else if (this.playing && !this.held && reel.shown) this.#play(reel, reel.shown, seconds);
	}

	/** Where nothing can be shown yet, it plays as soon as something can. */
	play(direction: 1 | -1 = 1): void {
		const reel = this.#reel();
		if (!reel) return;
		if (direction < 0) reel.halt();
		this.#target = null;
		this.#due = null;
		this.#from = reel.shown?.iteration ?? reel.first;
		this.stopped = null;
		this.direction = direction;
		this.playing = true;
	}

	/** Stops at once, whatever is under way. */
	pause(): void {
		this.playing = false;
		this.stopped = null;
		this.#target = null;
		this.#arrival = null;
		this.#due = null;
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
		this.stopped = null;
		this.#due = null;
		this.#from = iteration;
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
	#stand(act: (reel: Reel, shown: Shown) => void): void {
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

	#arrive(reel: Reel, { iteration, time, isPassing }: Arrival): boolean {
		const isBeyond = reel.last !== null && iteration > reel.last;
		if (reel.stuck || isBeyond) this.pause();
		if (reel.stuck || isBeyond || !reel.show(iteration) || !reel.shown) return false;
		this.#arrival = null;
		this.time = time === 'end' ? reel.shown.steps : Math.min(time, reel.shown.steps);
		if (isPassing) this.#meet(reel, reel.shown);
		return true;
	}

	/** Playing has come to an iteration: whatever stops in it is due. */
	#meet(reel: Reel, { iteration, steps, lossAt }: Shown): void {
		const stop = this.stops.at(iteration, reel.losses);
		if (!stop || (this.direction < 0 && stop.reason !== 'iteration')) return;
		const isWhole = this.speed === FULL_SPEED || this.direction < 0;
		const time = isWhole ? steps : stop.reason === 'iteration' ? 0 : lossAt;
		this.#due = { stop, time };
		this.#stopIfDue();
	}

	#stopIfDue(): void {
		const due = this.#due;
		if (!due || (this.time - due.time) * this.direction < 0) return;
		this.pause();
		this.time = due.time;
		this.stopped = due.stop;
	}

	#play(reel: Reel, shown: Shown, seconds: number): void {
		if (this.direction < 0) this.#playBack(reel, shown, seconds);
		else if (this.speed === FULL_SPEED) this.#race(reel, shown);
		else {
			reel.halt();
			this.time += seconds * this.speed;
			this.#stopIfDue();
			if (!this.playing) return;
			if (this.time > shown.steps / 2) reel.prepare(shown.iteration + 1);
			if (this.time >= shown.steps) this.#cross(reel, shown, this.time - shown.steps);
		}
	}

	/** The clock runs back, through the ops and through the iterations; at full speed by the latter. */
	#playBack(reel: Reel, shown: Shown, seconds: number): void {
		const isWhole = this.speed === FULL_SPEED;
		const isFirst = shown.iteration <= reel.first;
		const time = isWhole ? 0 : this.time - seconds * this.speed;
		if (!isFirst && time < shown.steps / 2) reel.prepare(shown.iteration - 1);
		this.time = isWhole && !isFirst ? shown.steps : Math.max(0, time);
		if (time > 0) return;
		if (isFirst) this.playing = false;
		else this.#pass(reel, shown.iteration - 1, 'end');
	}

	/** All the way at once; where everything has run already, one iteration a frame. */
	#race(reel: Reel, shown: Shown): void {
		const stop = this.stops.after(this.#from, reel.losses, reel.reached);
		const hasRun = reel.last !== null && reel.reached > reel.last;
		this.time = shown.steps;
		if (stop && (!hasRun || stop.iteration === shown.iteration)) {
			return this.#pass(reel, stop.iteration, 'end');
		}
		if (!hasRun) this.#from = Math.max(this.#from, reel.reached - 1);
		const isRacing = reel.race(this.#from, this.stops);
		this.time = reel.shown?.steps ?? 0;
		if (!isRacing) this.#cross(reel, reel.shown ?? shown, shown.steps);
	}

	/** From the end of an iteration, `over` steps into the next. */
	#cross(reel: Reel, shown: Shown, over: number): void {
		this.time = shown.steps;
		if (shown.iteration === reel.last || reel.stuck) this.playing = false;
		else this.#pass(reel, shown.iteration + 1, over);
	}

	/** On, or back, to iteration `k`. */
	#pass(reel: Reel, iteration: number, time: number | 'end'): void {
		this.#arrival = { iteration, time, isPassing: true };
		this.#arrive(reel, this.#arrival);
	}
}
