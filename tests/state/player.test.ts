import { beforeEach, describe, expect, it } from 'vitest';
import { FULL_SPEED } from '../../src/state/clock.ts';
import { LossRecord } from '../../src/state/losses.ts';
import { Player, type Reel } from '../../src/state/player.svelte.ts';

/** Iterations of 4 steps; those past `ready` come only when `ready` is moved. */
class FakeReel implements Reel {
	shown = { iteration: 0, steps: 4, lossAt: 2 };
	readonly first = 0;
	last: number | null = 3;
	stuck = false;
	ready = Infinity;
	asked: number[] = [];
	halts = 0;
	racesLeft = 0;
	losses = LossRecord.empty;
	reached = 0;

	show(k: number): boolean {
		this.asked.push(k);
		if (k > this.ready) return false;
		this.shown = { iteration: k, steps: 4, lossAt: 2 };
		return true;
	}
	prepare(): void {}
	race(): boolean {
		if (this.racesLeft === 0) return false;
		this.racesLeft--;
		this.shown = { ...this.shown, iteration: this.shown.iteration + 1 };
		return true;
	}
	halt(): void {
		this.halts++;
	}
}

let reel: FakeReel;
let player: Player;
const place = () => [reel.shown.iteration, player.time];
/** Lets a step under way finish. */
const settle = () => {
	for (let i = 0; i < 100 && player.moving; i++) player.advance(0.1);
};

beforeEach(() => {
	reel = new FakeReel();
	player = new Player(() => reel);
});

describe('playing', () => {
	it('advance(seconds) moves by seconds × speed', () => {
		player.speed = 2;
		player.play();
		player.advance(0.75);
		expect(place()).toEqual([0, 1.5]);
		expect(player.step).toBe(1);
	});

	it('crosses into the next iteration and keeps what is left of the frame', () => {
		player.speed = 2;
		player.seek(3.5);
		player.play();
		player.advance(0.5);
		expect(place()).toEqual([1, 0.5]);
		expect(player.playing).toBe(true);
	});

	it('waits at the end until the next iteration is there, without losing its place', () => {
		reel.ready = 0;
		player.speed = 10;
		player.play();
		player.advance(0.4);
		player.advance(1);
		expect(place()).toEqual([0, 4]);
		expect(player.awaited).toBe(1);
		reel.ready = 1;
		player.advance(0.1);
		expect(reel.shown.iteration).toBe(1);
		expect(player.awaited).toBeNull();
	});

	it('ends at the end of the last iteration', () => {
		player.open(3, 3.9);
		player.play();
		player.advance(1);
		expect(place()).toEqual([3, 4]);
		expect(player.playing).toBe(false);
	});

	it('stops where the lesson is stuck', () => {
		player.seek(3.9);
		player.play();
		reel.stuck = true;
		player.advance(1);
		expect(place()).toEqual([0, 4]);
		expect(player.moving).toBe(false);
	});

	it('stops when the iteration that was waited for turns out to be beyond the end', () => {
		reel.ready = 0;
		reel.last = null;
		player.seek(4);
		player.play();
		player.advance(0.1);
		reel.last = 0;
		player.advance(0.1);
		expect(player.moving).toBe(false);
	});

	it('pause() stops at once, a fetch included', () => {
		reel.ready = 0;
		player.seek(4);
		player.play();
		player.advance(0.1);
		player.pause();
		reel.ready = 9;
		player.advance(1);
		expect(place()).toEqual([0, 4]);
		expect(player.moving).toBe(false);
		expect(reel.halts).toBeGreaterThan(0);
	});
});

describe('stepping', () => {
	it('forward() shows the step at once and finishes it in its own time', () => {
		player.forward();
		expect(player.step).toBe(0);
		player.advance(0.1);
		expect(player.time).toBeGreaterThan(0);
		expect(player.time).toBeLessThan(1);
		settle();
		expect(place()).toEqual([0, 1]);
	});

	it('forward() twice in a row makes two steps, however fast', () => {
		player.forward();
		player.forward();
		expect(player.step).toBe(1);
		settle();
		expect(place()).toEqual([0, 2]);
	});

	it('back() undoes forward() at every step of an iteration and across its start', () => {
		const seen: number[][] = [];
		for (let i = 0; i < 7; i++) {
			seen.push(place());
			player.forward();
			settle();
		}
		expect(reel.shown.iteration).toBe(1);
		for (const was of seen.reverse()) {
			player.back();
			settle();
			expect(place()).toEqual(was);
		}
	});

	it('back() at the very start and forward() at the very end do nothing', () => {
		player.back();
		settle();
		expect(place()).toEqual([0, 0]);
		player.open(3, 'end');
		player.forward();
		settle();
		expect(place()).toEqual([3, 4]);
	});

	it('stops playing', () => {
		player.play();
		player.advance(0.1);
		player.forward();
		settle();
		expect(player.playing).toBe(false);
		expect(player.time).toBe(1);
	});
});

describe('going to an iteration', () => {
	it('open(k) keeps the op on show', () => {
		player.seek(2);
		player.open(3);
		expect(place()).toEqual([3, 2]);
	});

	it('open(k) stays within the lesson', () => {
		player.open(99);
		expect(reel.shown.iteration).toBe(3);
		player.open(-5);
		expect(reel.shown.iteration).toBe(0);
	});

	it('skip() counts from the iteration that is on its way', () => {
		reel.ready = 0;
		player.skip(1);
		player.skip(1);
		expect(player.awaited).toBe(2);
	});
});

describe('full speed', () => {
	it('lets the reel race and shows whole iterations', () => {
		player.speed = FULL_SPEED;
		reel.racesLeft = 2;
		player.play();
		player.advance(0.016);
		expect(place()).toEqual([1, 4]);
		expect(player.playing).toBe(true);
	});

	it('shows iteration after iteration where everything has run already', () => {
		player.speed = FULL_SPEED;
		player.play();
		for (let i = 0; i < 10; i++) player.advance(0.016);
		expect(place()).toEqual([3, 4]);
		expect(player.playing).toBe(false);
	});

	it('gives way to a slower speed without a break', () => {
		player.speed = FULL_SPEED;
		reel.racesLeft = 5;
		player.play();
		player.advance(0.016);
		player.speed = 2;
		player.advance(0.25);
		expect(reel.halts).toBeGreaterThan(0);
		expect(player.playing).toBe(true);
	});
});

describe('playing back', () => {
	it('runs the clock back over ops and into the iteration before', () => {
		player.speed = 2;
		player.open(2, 1);
		player.play(-1);
		player.advance(0.25);
		expect(place()).toEqual([2, 0.5]);
		player.advance(0.25);
		expect(place()).toEqual([1, 4]);
		player.advance(0.25);
		expect(place()).toEqual([1, 3.5]);
	});

	it('ends at the very start', () => {
		player.speed = 100;
		player.open(1, 2);
		player.play(-1);
		for (let i = 0; i < 20; i++) player.advance(0.1);
		expect(place()).toEqual([0, 0]);
		expect(player.playing).toBe(false);
	});

	it('at full speed goes back by whole iterations', () => {
		player.open(3, 'end');
		player.speed = FULL_SPEED;
		player.play(-1);
		player.advance(0.016);
		expect(place()).toEqual([2, 4]);
		for (let i = 0; i < 5; i++) player.advance(0.016);
		expect(place()).toEqual([0, 0]);
		expect(player.playing).toBe(false);
	});

	it('stops at the end of the iteration to stop at', () => {
		player.stops.iteration = 1;
		player.speed = 4;
		player.open(3, 0.5);
		player.play(-1);
		for (let i = 0; i < 100; i++) player.advance(0.1);
		expect(place()).toEqual([1, 4]);
		expect(player.stopped).toEqual({ iteration: 1, reason: 'iteration' });
	});
});

describe('stopping by itself', () => {
	const run = (frames = 100) => {
		for (let i = 0; i < frames; i++) player.advance(0.1);
	};

	it('at an iteration: where it begins', () => {
		player.stops.iteration = 2;
		player.speed = 3;
		player.play();
		run();
		expect(place()).toEqual([2, 0]);
		expect(player.stopped).toEqual({ iteration: 2, reason: 'iteration' });
	});

	it('for a loss: when the loss of that iteration is there; playing on leaves it behind', () => {
		reel.losses = LossRecord.empty.with(0, [9, 8, 3, 2]);
		player.stops.below = 5;
		player.speed = 3;
		player.play();
		run();
		expect(place()).toEqual([2, 2]);
		expect(player.stopped?.reason).toBe('below');
		player.play();
		expect(player.stopped).toBeNull();
		run();
		expect(place()).toEqual([3, 4]);
		expect(player.stopped).toBeNull();
	});

	it('at full speed: in the first iteration that meets the condition, whole', () => {
		reel.losses = LossRecord.empty.with(0, [9, 8, NaN, NaN]);
		reel.last = 9;
		reel.reached = 4;
		reel.racesLeft = 9;
		player.speed = FULL_SPEED;
		player.play();
		player.advance(0.016);
		expect(place()).toEqual([2, 4]);
		expect(player.playing).toBe(false);
		expect(player.stopped).toEqual({ iteration: 2, reason: 'notFinite' });
	});

	it('at full speed over what has run: iteration by iteration, up to the stop', () => {
		reel.reached = 4;
		player.stops.iteration = 2;
		player.speed = FULL_SPEED;
		player.play();
		player.advance(0.016);
		expect(place()).toEqual([1, 4]);
		run(5);
		expect(place()).toEqual([2, 4]);
		expect(player.stopped?.iteration).toBe(2);
	});

	it('not where somebody goes by choice', () => {
		player.stops.iteration = 2;
		player.speed = 3;
		player.play();
		player.open(2, 1);
		player.advance(0.1);
		expect(player.playing).toBe(true);
	});

	it('a step clears what it stopped at', () => {
		player.stops.iteration = 1;
		player.speed = 4;
		player.play();
		run();
		player.forward();
		expect(player.stopped).toBeNull();
	});
});

describe('holding', () => {
	it('keeps the clock where it is, and lets go on afterwards', () => {
		player.speed = 1;
		player.play();
		player.held = true;
		player.advance(1);
		expect(place()).toEqual([0, 0]);
		player.open(2);
		expect(reel.shown.iteration).toBe(2);
		player.held = false;
		player.advance(1);
		expect(place()).toEqual([2, 1]);
	});
});
