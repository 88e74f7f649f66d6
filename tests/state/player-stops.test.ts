import { beforeEach, describe, expect, it } from 'vitest';
import { FULL_SPEED } from '../../src/state/clock.ts';
import { LossRecord } from '../../src/state/losses.ts';
import { Player } from '../../src/state/player.svelte.ts';
import { FakeReel } from '../support/fake-reel.ts';

let reel: FakeReel;
let player: Player;
const place = () => [reel.shown.iteration, player.time];

beforeEach(() => {
	reel = new FakeReel();
	player = new Player(() => reel);
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
