import { describe, expect, it } from 'vitest';
import type { Secant, SlopeLab, SlopeStep } from '#engine';
import { bestStep, judgeSecant, settledSlope } from '#state/secant-verdict.ts';

const GRADIENT = 1000;

function secant(given: Partial<Secant>): Secant {
	const slope = GRADIENT + (given.error ?? 0);
	return { plus: 2, minus: 1, taken: 1, slope, error: 0, rounding: 10, grain: 1, ...given };
}

function step(given: Partial<SlopeStep>): SlopeStep {
	const exact = secant({});
	return {
		step: 1,
		float32: exact,
		float64: exact,
		truncation: null,
		limit: 20,
		flips: 0,
		...given
	};
}

function labOf(steps: readonly SlopeStep[]): SlopeLab {
	const at = { float32: 0, float64: 0 };
	return { at, loss: at, gradient: GRADIENT, gradientError: 0.5, steps, kink: null };
}

const lab = labOf([]);
const verdict = (given: Partial<SlopeStep>, precision: 'float32' | 'float64' = 'float64') =>
	judgeSecant(lab, step(given), precision);

describe('judgeSecant(lab, step, precision)', () => {
	it('knows a weight that does not move from losses that do not', () => {
		const still = secant({ slope: null, error: null, taken: 0 });
		expect(verdict({ float32: still }, 'float32')).toEqual({ spoiler: 'stuck', digits: 0 });
		const same = secant({ plus: 1, minus: 1, slope: 0, error: GRADIENT });
		expect(verdict({ float32: same }, 'float32')).toEqual({ spoiler: 'same', digits: 0 });
	});

	it('counts the digits that are right', () => {
		expect(verdict({})).toEqual({ spoiler: 'exact', digits: Infinity });
		expect(verdict({ float64: secant({ error: 0.9 }) })).toEqual({
			spoiler: 'rounding',
			digits: 3
		});
		expect(verdict({ float64: secant({ error: 5000, rounding: 1e6 }) }).digits).toBe(0);
		expect(verdict({ float64: secant({ error: NaN }) }).spoiler).toBe('not-finite');
	});

	it('blames rounding only within its bound, the gradient’s own included', () => {
		expect(verdict({ float64: secant({ error: 20.5 }) }).spoiler).toBe('rounding');
		expect(verdict({ float64: secant({ error: 20.6 }) }).spoiler).toBe('wrong');
		expect(verdict({ float64: secant({ error: 20.6 }), limit: null }).spoiler).toBe('rounding');
	});

	it('blames a kink, or a bend, where there is one', () => {
		const float64 = secant({ error: 200 });
		expect(verdict({ float64, flips: 2 })).toEqual({ spoiler: 'kink', digits: 0 });
		expect(verdict({ float64, truncation: 190, limit: 210 }).spoiler).toBe('bend');
		expect(verdict({ float64, truncation: 99, limit: 110 }).spoiler).toBe('wrong');
	});

	it('blames for float32 what float64 shows, where that is more than the last digit', () => {
		const float64 = secant({ error: 200 });
		const coarse = secant({ error: 210, grain: 20 });
		expect(verdict({ float64, float32: coarse, flips: 1 }, 'float32').spoiler).toBe('kink');
		const coarser = secant({ error: 900, grain: 800 });
		expect(verdict({ float64, float32: coarser, flips: 1 }, 'float32').spoiler).toBe('rounding');
	});
});

describe('bestStep(lab, precision)', () => {
	it('is the step with the smallest error, if it gives a digit', () => {
		const steps = [900, 3, 40].map((error, i) =>
			step({ step: i, float64: secant({ error }), float32: secant({ error: 5000 + error }) })
		);
		expect(bestStep(labOf(steps), 'float64')).toEqual({ step: 1, digits: 2 });
		expect(bestStep(labOf(steps), 'float32')).toBeNull();
		expect(bestStep(labOf([]), 'float64')).toBeNull();
	});
});

describe('settledSlope(lab)', () => {
	it('is that of the step with the least rounding among those that speak against the claim', () => {
		const steps = [
			step({ float64: secant({ error: 50, rounding: 40 }) }),
			step({ float64: secant({ error: 51, rounding: 2 }) }),
			step({ float64: secant({ error: 52, rounding: 20 }) }),
			step({ float64: secant({ error: 300, rounding: 1 }), flips: 1 })
		];
		expect(settledSlope(labOf(steps))).toBe(GRADIENT + 51);
	});

	it('is null of a claim that holds', () => {
		expect(settledSlope(labOf([step({}), step({ float64: secant({ error: 9 }) })]))).toBeNull();
	});
});
