/** The ramp for readers who see hues otherwise, or none: Machado, Oliveira and Fernandes 2009, severity 1. */
import { lab, rgb } from 'd3';
import { describe, expect, it } from 'vitest';
import { colourAt, type Theme } from '#scene/scale.ts';

type Matrix = readonly (readonly [number, number, number])[];

const SIGHTS: Readonly<Record<string, Matrix>> = {
	protanopia: [
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998]
	],
	deuteranopia: [
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881]
	]
};

const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const encoded = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

/** `colour` as it looks with this sight. */
function seen(colour: string, matrix: Matrix): string {
	const { r, g, b } = rgb(colour);
	const light = [r, g, b].map((c) => linear(c / 255));
	const [red, green, blue] = matrix.map((row) => {
		const sum = row.reduce((total, weight, i) => total + weight * light[i], 0);
		return 255 * encoded(Math.min(1, Math.max(0, sum)));
	});
	return rgb(red, green, blue).toString();
}

/** CIE76: about 2 is a difference that is just seen. */
function distance(a: string, b: string): number {
	const [p, q] = [lab(a), lab(b)];
	return Math.hypot(p.l - q.l, p.a - q.a, p.b - q.b);
}

describe.each<Theme>(['light', 'dark'])('the %s ramp', (theme) => {
	const at = (t: number) => colourAt(t, theme);
	const steps = [0.2, 0.35, 0.5, 0.75, 1];

	it('in greyscale says the magnitude, and nearly the same for both signs', () => {
		for (const t of steps) {
			const [minus, plus] = [lab(at(-t)).l, lab(at(t)).l];
			expect(Math.abs(minus - plus), `±${t}`).toBeLessThan(10);
		}
		const contrast = (t: number) => Math.abs(lab(at(t)).l - lab(at(0)).l);
		for (const sign of [-1, 1]) {
			const contrasts = steps.map((t) => contrast(sign * t));
			expect(contrasts).toEqual([...contrasts].sort((a, b) => a - b));
			expect(contrasts[0]).toBeGreaterThan(4);
		}
	});

	it.each(Object.keys(SIGHTS))('with %s tells the signs apart, and each from zero', (sight) => {
		const as = (t: number) => seen(at(t), SIGHTS[sight]);
		for (const t of steps) {
			expect(distance(as(t), as(-t)), `±${t}`).toBeGreaterThan(15);
			expect(distance(as(t), as(0)), `${t} and 0`).toBeGreaterThan(6);
			expect(distance(as(-t), as(0)), `${-t} and 0`).toBeGreaterThan(6);
		}
	});
});
