import { describe, expect, it } from 'vitest';
import { curveOf } from '../../src/state/curve.ts';
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

	it('asks for one at a time where an iteration takes a second', () => {
		const pace = new Pace();
		pace.took(10, 10_000);
		expect(pace.batch).toBe(1);
	});
});

describe('curveOf', () => {
	it('puts the largest power of ten at the top and the least at the bottom', () => {
		const curve = curveOf([1e4, 1e2, 1], 500, 499, 80);
		expect(curve.y(1e4)).toBeCloseTo(0);
		expect(curve.y(1)).toBeCloseTo(80);
		expect(curve.x(499)).toBe(499);
	});

	it('breaks where the loss is not a positive number', () => {
		expect(curveOf([4, NaN, 2, 1], 10, 90, 50).path.match(/M/g)).toHaveLength(2);
		expect(curveOf([4, Infinity, 0, 1], 10, 90, 50).path).not.toContain('NaN');
	});

	it('at(x) finds the iteration and stays within the run', () => {
		const curve = curveOf([3], 500, 499, 50);
		expect([curve.at(-9), curve.at(12.4), curve.at(9999)]).toEqual([0, 12, 499]);
	});

	it('gives at most four labels, whatever the range', () => {
		expect(curveOf([1e30, 1e-30], 2, 10, 50).decades.length).toBeLessThanOrEqual(4);
	});
});
