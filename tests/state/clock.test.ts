import { describe, expect, it } from 'vitest';
import { approach, SPEEDS, speedIndex, stepAt } from '../../src/state/clock.ts';

describe('stepAt', () => {
	it('shows nothing at 0, and step i in (i, i + 1]', () => {
		expect([0, 0.01, 1, 1.01, 2].map(stepAt)).toEqual([-1, 0, 0, 1, 1]);
	});
});

describe('speedIndex', () => {
	it('finds every offered speed', () => {
		expect(SPEEDS.map((speed) => speedIndex(speed))).toEqual([...SPEEDS.keys()]);
	});

	it('takes the next slower speed where one is not offered', () => {
		expect(SPEEDS[speedIndex(4)]).toBe(3);
		expect(SPEEDS[speedIndex(0.1)]).toBe(1);
	});
});

describe('approach', () => {
	it('moves towards the goal from both sides and stops there', () => {
		expect(approach(1, 2, 0.25)).toBe(1.25);
		expect(approach(2, 1, 0.25)).toBe(1.75);
		expect(approach(1.9, 2, 0.25)).toBe(2);
		expect(approach(1.1, 1, 0.25)).toBe(1);
	});
});
