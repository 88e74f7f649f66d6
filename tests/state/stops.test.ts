import { describe, expect, it } from 'vitest';
import { LossRecord } from '../../src/state/losses.ts';
import { Stops } from '../../src/state/stops.svelte.ts';

const record = (...losses: number[]) => LossRecord.empty.with(0, losses);

describe('Stops', () => {
	it('after(k) finds the iteration asked for, once it has run and is not behind', () => {
		const stops = new Stops();
		stops.iteration = 2;
		const losses = record(9, 8, 7, 6);
		expect(stops.after(0, losses, 4)).toEqual({ iteration: 2, reason: 'iteration' });
		expect(stops.after(0, losses, 2)).toBeNull();
		expect(stops.after(2, losses, 4)).toBeNull();
	});

	it('after(k) finds the first loss below the value, and not those that stay below it', () => {
		const stops = new Stops();
		stops.below = 7;
		const losses = record(9, 8, 6, 5, 8, 6.5);
		expect(stops.after(0, losses, 6)).toEqual({ iteration: 2, reason: 'below' });
		expect(stops.after(2, losses, 6)).toEqual({ iteration: 5, reason: 'below' });
	});

	it('a loss that is just the value has not passed it', () => {
		const stops = new Stops();
		stops.below = 7;
		expect(stops.after(0, record(9, 7), 2)).toBeNull();
	});

	it.each([NaN, Infinity])('by default stops where the loss turns into %s, once', (loss) => {
		const stops = new Stops();
		const losses = record(9, 8, loss, NaN);
		expect(stops.after(0, losses, 4)).toEqual({ iteration: 2, reason: 'notFinite' });
		expect(stops.after(2, losses, 4)).toBeNull();
		stops.notFinite = false;
		expect(stops.after(0, losses, 4)).toBeNull();
	});

	it('never stops for the loss of a lesson that has none', () => {
		const stops = new Stops();
		stops.below = 7;
		expect(stops.after(-1, LossRecord.empty, 30)).toBeNull();
	});
});
