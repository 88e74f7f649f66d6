import { describe, expect, it } from 'vitest';
import { around, windowOf } from '#scene/window.ts';

describe('windowOf(shape, corner, height, width)', () => {
	it('is all of a small matrix', () => {
		const window = windowOf([3, 4], { top: 0, left: 0 }, 8, 8);
		expect([window.rows, window.columns]).toEqual([
			[0, 1, 2],
			[0, 1, 2, 3]
		]);
	});

	it('is moved back inside as a whole', () => {
		const window = windowOf([64, 1000], { top: 60, left: 2000 }, 8, 5);
		expect([window.top, window.left]).toEqual([56, 995]);
		expect(window.rows.at(-1)).toBe(63);
		expect(window.columns).toEqual([995, 996, 997, 998, 999]);
		expect(windowOf([64, 1000], { top: -3, left: NaN }, 8, 5)).toMatchObject({ top: 0, left: 0 });
	});

	it('takes a vector as a row, a scalar as one cell, higher ranks as many rows', () => {
		expect(windowOf([5], { top: 0, left: 0 }, 8, 8).whole).toEqual({ rows: 1, columns: 5 });
		expect(windowOf([], { top: 0, left: 0 }, 8, 8).whole).toEqual({ rows: 1, columns: 1 });
		expect(windowOf([2, 3, 4], { top: 0, left: 0 }, 8, 8).whole).toEqual({ rows: 6, columns: 4 });
	});
});

describe('around(row, column, height, width)', () => {
	it('has the cell in the middle, or as near as the edge allows', () => {
		for (const [row, column] of [
			[0, 0],
			[30, 500],
			[63, 999]
		]) {
			const { rows, columns } = windowOf([64, 1000], around(row, column, 8, 5), 8, 5);
			expect(rows).toContain(row);
			expect(columns).toContain(column);
		}
		expect(windowOf([64, 1000], around(30, 500, 8, 5), 8, 5)).toMatchObject({ top: 27, left: 498 });
	});
});
