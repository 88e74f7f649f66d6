import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tensor } from '#engine/tensor.ts';
import { shutGates } from '#scene/coats.ts';
import {
	colourAt,
	createPalette,
	paint,
	position,
	scaleOf,
	ticksOf,
	type Theme
} from '#scene/scale.ts';

const kinds = ['linear', 'log'] as const;
const themes: Theme[] = ['light', 'dark'];
const row = (values: number[]) => tensor(values, [1, values.length], 'float64');

function pixels(
	values: number[],
	theme: Theme = 'light',
	kind: (typeof kinds)[number] = 'linear'
): number[][] {
	const matrix = row(values);
	const bytes = paint(matrix, scaleOf(matrix, kind), createPalette(theme));
	return values.map((_, i) => [...bytes.slice(4 * i, 4 * i + 4)]);
}

/** CIE-like lightness is enough to order: relative luminance of an opaque pixel. */
function luminance([r, g, b]: number[]): number {
	const lin = (c: number) =>
		c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4;
	return 0.2126 * lin(r) + 0.7152 * lin(g) + 0.0722 * lin(b);
}

describe('scaleOf(tensor, kind)', () => {
	it('reaches to the largest magnitude, or to three times the rms where one outlier would bleach the rest', () => {
		expect(scaleOf(row([-2, 1, 2]), 'linear')).toEqual({
			kind: 'linear',
			limit: 2,
			clipped: false
		});
		const outlier = scaleOf(row([...new Array<number>(99).fill(1), 100]), 'linear');
		expect(outlier.clipped).toBe(true);
		expect(outlier.limit).toBeCloseTo(3 * Math.sqrt((99 + 10_000) / 100), 10);
		expect(scaleOf(row([1, 100]), 'log').limit).toBe(100);
	});

	it('is usable for zeros and for values that are not finite', () => {
		expect(scaleOf(row([0, 0]), 'linear').limit).toBe(1);
		expect(scaleOf(row([NaN, Infinity, -3]), 'linear').limit).toBe(3);
	});
});

describe.each(kinds)('position on the %s scale', (kind) => {
	it('is odd, rises with the value and stays within −1 … 1', () => {
		const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
		fc.assert(
			fc.property(value, value, (a, b) => {
				const scale = { kind, limit: 1e4, clipped: false };
				expect(position(scale, -a)).toBeCloseTo(-position(scale, a), 12);
				expect(Math.abs(position(scale, a))).toBeLessThanOrEqual(1);
				expect(position(scale, Math.max(a, b))).toBeGreaterThanOrEqual(
					position(scale, Math.min(a, b))
				);
			})
		);
	});

	it('has ticks at both ends and at zero', () => {
		const ticks = ticksOf({ kind, limit: 5, clipped: false });
		expect(ticks.map((tick) => tick.at)).toEqual(expect.arrayContaining([0, 0.5, 1]));
		expect(ticks.map((tick) => Math.abs(tick.value))).toEqual(
			[...ticks].reverse().map((tick) => Math.abs(tick.value))
		);
	});
});

describe.each(themes)('paint in the %s theme', (theme) => {
	it('shows magnitude by lightness, also in greyscale', () => {
		for (const sign of [-1, 1]) {
			const lights = pixels(
				[0, 0.25, 0.5, 0.75, 1].map((t) => t * sign),
				theme
			).map(luminance);
			const steps = lights
				.slice(1)
				.map((light, i) => (theme === 'light' ? lights[i] - light : light - lights[i]));
			for (const step of steps) expect(step).toBeGreaterThan(0);
		}
	});

	it('gives opaque pixels of the ramp', () => {
		const [low, zero, high] = pixels([-1, 0, 1], theme);
		const hex = (rgba: number[]) => `rgb(${rgba.slice(0, 3).join(', ')})`;
		expect([hex(low), hex(zero), hex(high)]).toEqual([-1, 0, 1].map((t) => colourAt(t, theme)));
		expect([low[3], zero[3], high[3]]).toEqual([255, 255, 255]);
	});

	it('gives NaN, infinity and shut gates looks that no number has', () => {
		const numbers = new Set(
			pixels(
				Array.from({ length: 511 }, (_, i) => i - 255),
				theme
			).map(String)
		);
		const nan = pixels([NaN, NaN], theme).map(String);
		expect(new Set(nan).size).toBe(2);
		expect(nan.filter((pixel) => numbers.has(pixel))).toEqual([]);
		const [, odd] = pixels([Infinity, Infinity], theme).map(String);
		expect(numbers.has(odd)).toBe(false);
		const matrix = row([0, 0]);
		const [open, shut] = [0, 1].map((i) => {
			const bytes = paint(
				matrix,
				scaleOf(matrix, 'linear'),
				createPalette(theme),
				new Uint8Array([0, 1])
			);
			return String([...bytes.slice(4 * i, 4 * i + 4)]);
		});
		expect(numbers.has(open)).toBe(true);
		expect(numbers.has(shut)).toBe(false);
	});
});

describe('paint on the log scale', () => {
	it('is within one level of the exact position', () => {
		const values = Array.from({ length: 400 }, (_, i) => 10 ** (i / 50 - 8));
		const matrix = row(values);
		const scale = scaleOf(matrix, 'log');
		const ramp = createPalette('light').subarray(0, 511);
		const words = new Uint32Array(paint(matrix, scale, createPalette('light')).buffer);
		values.forEach((value, i) => {
			const exact = Math.round(255 + 255 * position(scale, value));
			const near = [exact - 1, exact, exact + 1].map((level) => ramp[Math.min(510, level)]);
			expect(near).toContain(words[i]);
		});
	});
});

describe('shutGates(x, op, attrs)', () => {
	it('shuts clamp(min=0) below zero only, and relu at zero too', () => {
		const x = row([-1, 0, 2]);
		expect([...shutGates(x, 'clamp', { min: 0, max: null })]).toEqual([1, 0, 0]);
		expect([...shutGates(x, 'clamp', { min: null, max: 1 })]).toEqual([0, 0, 1]);
		expect([...shutGates(x, 'relu', {})]).toEqual([1, 1, 0]);
	});
});
