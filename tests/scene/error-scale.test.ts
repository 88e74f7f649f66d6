import { describe, expect, it } from 'vitest';
import { errorScale } from '#scene/error-scale.ts';

const WIDTH = 544;
const entry = (got: number, expected: number, bound: number) => ({
	index: [0],
	got,
	expected,
	bound
});

describe('errorScale(worst, width)', () => {
	it('puts what is off by more than rounding explains to the right of what it explains', () => {
		const { difference, bound, powers, from } = errorScale(entry(0, 1e4, 1e-6), WIDTH);
		expect(difference).toEqual({ value: 1e4, x: WIDTH });
		expect(bound.x).toBe(from);
		expect(powers.map(({ power }) => power)).toEqual([-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4]);
		const steps = powers.slice(1).map(({ x }, i) => x - powers[i].x);
		for (const step of steps) expect(step).toBeCloseTo(50);
	});

	it('puts no difference before the scale, and NaN and infinity at its end', () => {
		expect(errorScale(entry(3, 3, 1e-9), WIDTH).difference).toEqual({ value: 0, x: 0 });
		expect(errorScale(entry(Infinity, Infinity, 1), WIDTH).difference.x).toBe(0);
		expect(errorScale(entry(NaN, 3, 1e-9), WIDTH).difference.x).toBe(WIDTH);
		expect(errorScale(entry(1, 1.5, Infinity), WIDTH).bound.x).toBe(WIDTH);
		expect(errorScale(entry(0, 0, 0), WIDTH).bound.x).toBe(0);
	});

	it('names fewer powers where there is less room, none of them beyond the end', () => {
		const { powers } = errorScale(entry(1e12, 0, 1e-12), 200);
		for (const [i, { x }] of powers.entries()) {
			expect(x).toBeLessThanOrEqual(200);
			if (i > 0) expect(x - powers[i - 1].x).toBeGreaterThanOrEqual(40);
		}
	});
});
