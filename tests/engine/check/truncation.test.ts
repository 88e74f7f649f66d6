import { describe, expect, it } from 'vitest';
import { truncations } from '../../../engine/check/truncation.ts';

const STEPS = [1e-3, 2e-3, 4e-3, 8e-3];

/** Central differences of a function of slope 5, off by `bend`·ε² and less than `rounding`. */
const quotients = (bend: number, rounding: number) =>
	STEPS.map((step) => ({ step, slope: 5 + bend * step ** 2, rounding }));

describe('truncations(rungs, apart)', () => {
	it('finds what is off by the square of the step, and nothing below the first comparison', () => {
		const found = truncations(quotients(7, 1e-9), 2);
		expect(found.slice(0, 2)).toEqual([
			{ truncation: null, limit: null },
			{ truncation: null, limit: null }
		]);
		for (const [i, { truncation, limit }] of found.entries()) {
			if (i < 2) continue;
			expect(truncation! / (7 * STEPS[i] ** 2)).toBeCloseTo(1, 9);
			expect(limit).toBeGreaterThan(7 * STEPS[i] ** 2);
			expect(limit).toBeLessThan(7 * STEPS[i] ** 2 + 5e-9);
		}
	});

	it('shows none that rounding can have made, but allows for it', () => {
		const [, , { truncation, limit }] = truncations(quotients(0.1, 1e-6), 2);
		expect(truncation).toBeNull();
		const hidden = 2e-6 + 0.1 * (STEPS[2] ** 2 - STEPS[0] ** 2);
		expect(limit! / (1e-6 + hidden / (1 - (STEPS[0] / STEPS[2]) ** 2))).toBeCloseTo(1, 9);
	});

	it('is not deceived by two large steps that agree by accident', () => {
		const rungs = quotients(7, 1e-9);
		const last = { ...rungs[3], slope: rungs[1].slope };
		const { truncation, limit } = truncations([...rungs.slice(0, 3), last], 2)[3];
		expect(truncation).toBeNull();
		expect(limit! / (7 * STEPS[3] ** 2)).toBeCloseTo(1, 3);
	});

	it('says nothing across a branch', () => {
		const rungs = quotients(7, 1e-9).with(3, { step: 8e-3, slope: null as never, rounding: 1e-9 });
		expect(truncations(rungs, 2)[3]).toEqual({ truncation: null, limit: null });
	});
});
