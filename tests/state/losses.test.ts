import { describe, expect, it } from 'vitest';
import { LossRecord } from '../../src/state/losses.ts';
import { Pace } from '../../src/state/pace.ts';

describe('LossRecord', () => {
	it('with(from, losses) fills gaps with NaN and leaves the old record alone', () => {
		const one = LossRecord.empty.with(2, [5, 4]);
		expect(one.values).toEqual([NaN, NaN, 5, 4]);
		expect(one.with(0, [9]).values).toEqual([9, NaN, 5, 4]);
		expect(one.values[0]).toBeNaN();
	});

	it('with(from, losses) is the same record where nothing is new', () => {
		const one = LossRecord.empty.with(0, [3, NaN]);
		expect(one.with(1, [NaN])).toBe(one);
		expect(one.with(-1, [7])).toBe(one);
	});
});

describe('Pace', () => {
	it('asks for whole tens, at most fifty, where iterations are quick', () => {
		const pace = new Pace();
		pace.took(10, 30);
		expect(pace.batch).toBe(20);
		pace.took(10, 0);
		expect(pace.batch).toBe(50);
	});

	it('looks at the newest iteration for a tenth of the time at most', () => {
		expect(Pace.viewGap(1)).toBe(300);
		expect(Pace.viewGap(500) / 500).toBeGreaterThanOrEqual(9);
	});

	it('asks for one at a time where an iteration takes a second', () => {
		const pace = new Pace();
		pace.took(10, 10_000);
		expect(pace.batch).toBe(1);
	});
});
