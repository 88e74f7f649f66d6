import { beforeEach, describe, expect, it } from 'vitest';
import { FULL_SPEED } from '../../src/state/clock.ts';
import { Player } from '../../src/state/player.svelte.ts';
import { FakeReel } from '../support/fake-reel.ts';

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
