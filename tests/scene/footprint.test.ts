/** Where entries lie in their matrix. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { footprintOf } from '#scene/footprint.ts';
import { indexLetters } from '#scene/letters.ts';

const box = { x: 10, y: 20, width: 100, height: 80 };

describe('footprintOf(shape, flats, box, least)', () => {
	test('a row, a column, a cell and the whole are told apart', () => {
		const shape = [4, 5];
		expect(footprintOf(shape, [5, 6, 7, 8, 9], box, 1)).toEqual({
			kind: 'row',
			box: { x: 10, y: 40, width: 100, height: 20 },
			thin: false
		});
		expect(footprintOf(shape, [2, 7, 12, 17], box, 1)).toEqual({
			kind: 'column',
			box: { x: 50, y: 20, width: 20, height: 80 },
			thin: false
		});
		expect(footprintOf(shape, [7], box, 1).kind).toBe('cell');
		expect(footprintOf(shape, [0, 6, 19], box, 1)).toEqual({ kind: 'all', box, thin: false });
	});

	test('a thin band is widened about its middle and stays inside', () => {
		const { kind, box: band, thin } = footprintOf([64, 1000], [3, 1003, 2003], box, 2.5);
		expect([kind, thin]).toEqual(['column', true]);
		expect(band.width).toBe(2.5);
		expect(band.x).toBe(10);
		fc.assert(
			fc.property(fc.nat(63_999), (flat) => {
				const cell = footprintOf([64, 1000], [flat], box, 2.5).box;
				expect(cell.width).toBe(2.5);
				expect(cell.height).toBe(2.5);
				expect(cell.x).toBeGreaterThanOrEqual(box.x);
				expect(cell.x + cell.width).toBeLessThanOrEqual(box.x + box.width + 1e-9);
				expect(Math.abs(cell.x - box.x - ((flat % 1000) + 0.5) / 10 + 1.25)).toBeLessThan(1.3);
			})
		);
	});

	test('a scalar and a vector have one row', () => {
		expect(footprintOf([], [0], box, 1)).toEqual({ kind: 'cell', box, thin: false });
		expect(footprintOf([5], [0, 1], box, 1).kind).toBe('row');
	});
});

test('indexLetters(dims) gives N its n and the others letters of their own', () => {
	const names = (list: string[]) => indexLetters(list.map((name) => ({ name })));
	expect(names(['N', 'D_in', 'H', 'D_out'])).toEqual(['n', 'i', 'j', 'k']);
	expect(names(['64', 'P', '10'])).toEqual(['i', 'p', 'j']);
});
