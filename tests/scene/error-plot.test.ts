import { describe, expect, it } from 'vitest';
import type { Secant, SlopeLab, SlopeStep } from '#engine';
import { errorPlot, namePlaces, stepText } from '#scene/error-plot.ts';

const secant = (error: number | null, grain = 1): Secant => ({
	...{ plus: 1, minus: 1, taken: 1, slope: error, rounding: 1 },
	...{ error, grain }
});

function labOf(errors: readonly (readonly [number | null, number])[], gradient = 100): SlopeLab {
	const steps = errors.map(([single, wide], i): SlopeStep => ({
		step: Number(`1e${i - 4}`),
		float32: secant(single),
		float64: secant(wide, 1e9),
		truncation: null,
		limit: null,
		flips: 0
	}));
	const at = { float32: 0, float64: 0 };
	return { at, loss: at, gradient, gradientError: 0, steps, kink: null };
}

const lab = labOf([
	[null, 1e-2],
	[50, 1e-3],
	[5, 0],
	[0.5, 2e-6],
	[7, 3]
]);

describe('errorPlot(lab, width, height)', () => {
	const plot = errorPlot(lab, 400, 200);

	it('goes by powers of ten, from the smallest error to the gradient', () => {
		expect(plot.x(1e-4)).toBeCloseTo(0);
		expect(plot.x(1e-2)).toBeCloseTo(200);
		expect(plot.x(1)).toBeCloseTo(400);
		expect(plot.y(1e2)).toBeCloseTo(0);
		expect(plot.y(1e-6)).toBeCloseTo(200);
		expect(plot.y(0)).toBeCloseTo(200);
		expect(plot.powers.x).toEqual([0, -1, -2, -3, -4]);
		expect(plot.powers.y).toEqual([2, 0, -2, -4, -6]);
	});

	it('starts a line where there is something to draw', () => {
		const points = (d: string) => d.match(/[ML]/g)?.length ?? 0;
		expect(points(plot.errors.float32)).toBe(4);
		expect(points(plot.errors.float64)).toBe(5);
		expect(points(plot.truncation)).toBe(0);
		// above the picture
		expect(points(plot.grains.float64)).toBe(0);
		expect(points(plot.grains.float32)).toBe(5);
	});

	it('finds the rung under a finger, and stays on the ladder', () => {
		expect([-50, 49, 51, 390, 900].map(plot.at)).toEqual([0, 0, 1, 4, 4]);
	});

	it('has an axis where nothing is off', () => {
		const flat = errorPlot(
			labOf(
				[
					[0, 0],
					[0, 0]
				],
				0
			),
			400,
			200
		);
		expect(flat.y(0)).toBe(200);
		expect(flat.powers.y.length).toBeGreaterThan(1);
	});
});

describe('namePlaces(lab, plot)', () => {
	const plot = errorPlot(lab, 400, 200);
	const names = namePlaces(lab, plot);

	it('puts float32 over the beginning of its curve, float64 under all of its own that is near', () => {
		expect(names.float32!.x).toBeCloseTo(plot.x(1e-3));
		expect(names.float32!.y).toBeLessThan(plot.y(50));
		expect(names.float64!.x).toBeLessThan(plot.x(1e-3));
		expect(names.float64!.y).toBeGreaterThan(plot.y(1e-3));
	});

	it('names no line that is not there', () => {
		expect(names.truncation).toBeNull();
		const bent = { ...lab, steps: lab.steps.with(3, { ...lab.steps[3], truncation: 2e-6 }) };
		expect(namePlaces(bent, plot).truncation!.x).toBeCloseTo(plot.x(1e-1));
	});
});

describe('stepText(step)', () => {
	it.each([
		[1e-5, '10⁻⁵'],
		[1, '10⁰'],
		[10 ** -4.75, '1.78×10⁻⁵'],
		[0.8932823839472607, '8.93×10⁻¹']
	])('%s', (step, text) => {
		expect(stepText(step)).toBe(text);
	});
});
