import { describe, expect, it } from 'vitest';
import { curveOf } from '../../src/scene/curve.ts';

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
