/** Sketches: what the stage would paint, from fewer cells, a little coarser. */
import { describe, expect, it } from 'vitest';
import { tensor } from '#engine/tensor.ts';
import { createPalette, paint, scaleOf } from '#scene/scale.ts';
import { sample, sketch } from '#scene/sketch.ts';
import { decodePng } from '../support/png.ts';

const grid = (rows: number, columns: number) =>
	tensor(
		Array.from({ length: rows * columns }, (_, i) => 3 * Math.sin(i * 1.7)),
		[rows, columns],
		'float32'
	);

describe('sample(tensor, side)', () => {
	it('keeps a matrix that is small enough', () => {
		const small = grid(3, 5);
		expect(sample(small, 5)).toEqual(small);
	});

	it('takes cells at even distances, from the middle of what each stands for', () => {
		const rows = tensor([...Array(9).keys()], [9, 1], 'float32');
		expect([...sample(rows, 3).data]).toEqual([1, 4, 7]);
	});

	it('gives a vector one row and a scalar one cell', () => {
		expect(sample(tensor([1, 2], [2], 'float32'), 9).shape).toEqual([1, 2]);
		expect(sample(tensor([1], [], 'float32'), 9).shape).toEqual([1, 1]);
	});
});

describe.each(['light', 'dark'] as const)('sketch(tensor, scale, %s)', (theme) => {
	it('has one pixel per cell, in the colour of the nearest of 32 shades a side', async () => {
		const values = grid(20, 30);
		const scale = scaleOf(values, 'linear');
		const { width, height, pixels } = decodePng(await sketch(values, scale, theme));
		expect([width, height]).toEqual([30, 20]);
		const nearest = values.data.map((value) => {
			const shade = Math.round((32 * Math.min(Math.abs(value), scale.limit)) / scale.limit);
			return (Math.sign(value) * shade * scale.limit) / 32;
		});
		const painted = paint({ ...values, data: nearest }, scale, createPalette(theme));
		expect(pixels).toEqual([...painted]);
		expect(pixels).not.toEqual([...paint(values, scale, createPalette(theme))]);
	});

	it('shows what is not finite as the stage does', async () => {
		const values = tensor([NaN, Infinity, -Infinity, 1], [2, 2], 'float32');
		const scale = scaleOf(values, 'linear');
		const { pixels } = decodePng(await sketch(values, scale, theme));
		expect(pixels).toEqual([...paint(values, scale, createPalette(theme))]);
	});

	it('is at most 160 cells wide and high', async () => {
		const values = grid(64, 1000);
		const { width, height } = decodePng(await sketch(values, scaleOf(values, 'linear'), theme));
		expect([width, height]).toEqual([160, 64]);
	});
});
