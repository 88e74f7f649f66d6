import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tensor } from '#engine/tensor.ts';
import { isMarkable, negativeMarks } from '#scene/hatch.ts';
import { cellBox, isTooSmall, lensCells, lensSize, placeLens } from '#scene/lens.ts';

describe('lensCells(grid, row, column, across, down)', () => {
	it('is centred on the cell, moved inwards at the edges, and never larger than the matrix', () => {
		const grid = { rows: 64, columns: 1000 };
		expect(lensCells(grid, 30, 500, 7, 5)).toEqual({ row: 28, column: 497, rows: 5, columns: 7 });
		expect(lensCells(grid, 0, 999, 7, 5)).toEqual({ row: 0, column: 993, rows: 5, columns: 7 });
		expect(lensCells({ rows: 1, columns: 3 }, 0, 2, 7, 5)).toEqual({
			...{ row: 0, column: 0, rows: 1, columns: 3 }
		});
	});

	it('always holds the cell', () => {
		const size = fc.integer({ min: 1, max: 200 });
		fc.assert(
			fc.property(size, size, fc.nat(), fc.nat(), (rows, columns, r, c) => {
				const [row, column] = [r % rows, c % columns];
				const cells = lensCells({ rows, columns }, row, column, 7, 5);
				expect(row).toBeGreaterThanOrEqual(cells.row);
				expect(row).toBeLessThan(cells.row + cells.rows);
				expect(column).toBeGreaterThanOrEqual(cells.column);
				expect(column).toBeLessThan(cells.column + cells.columns);
				expect(cells.row + cells.rows).toBeLessThanOrEqual(rows);
				expect(cells.column + cells.columns).toBeLessThanOrEqual(columns);
			})
		);
	});
});

describe('placeLens(cell, size, room)', () => {
	it('stays within the room and off the cell', () => {
		const room = { width: 1000, top: 46, bottom: 560 };
		const size = lensSize({ row: 0, column: 0, rows: 5, columns: 7 });
		fc.assert(
			fc.property(
				fc.double({ min: 0, max: 990, noNaN: true }),
				fc.integer({ min: 46, max: 555 }),
				(x, y) => {
					const cell = { x, y, width: 2, height: 2 };
					const at = placeLens(cell, size, room);
					expect(at.x).toBeGreaterThanOrEqual(0);
					expect(at.x + size.width).toBeLessThanOrEqual(room.width);
					expect(at.y).toBeGreaterThanOrEqual(room.top);
					expect(at.y + size.height).toBeLessThanOrEqual(room.bottom);
					const isBeside = at.x >= cell.x + cell.width || at.x + size.width <= cell.x;
					expect(isBeside).toBe(true);
				}
			)
		);
	});

	it('on a narrow stage goes above the cell, or below where there is no room above', () => {
		const [room, size] = [
			{ width: 390, top: 42, bottom: 700 },
			{ width: 280, height: 250 }
		];
		const low = { x: 190, y: 500, width: 2, height: 2 };
		expect(placeLens(low, size, room).y + size.height).toBeLessThan(low.y);
		const high = { ...low, y: 100 };
		expect(placeLens(high, size, room).y).toBeGreaterThan(high.y);
	});
});

describe('cells on the screen', () => {
	const [grid, box] = [
		{ rows: 2, columns: 4 },
		{ x: 10, y: 20, width: 80, height: 40 }
	];

	it('cellBox(…) is where the cell is, isTooSmall(…) whether a number fits', () => {
		expect(cellBox(grid, box, 1, 3)).toEqual({ x: 70, y: 40, width: 20, height: 20 });
		expect(isTooSmall(grid, box, 1)).toBe(true);
		expect(isTooSmall(grid, box, 2)).toBe(false);
	});

	it('negativeMarks(…) marks negative cells alone: not zero, not NaN', () => {
		const values = tensor([-1, 0, 2, NaN, -0, -Infinity, 3, 4], [2, 4], 'float64');
		const marks = negativeMarks(values, grid, box);
		expect(marks.match(/M/g)).toHaveLength(2);
		expect(marks).toMatch(/^M11\.6,/);
		expect(negativeMarks(values, grid, box, (i) => i > 0).match(/M/g)).toHaveLength(1);
	});

	it('isMarkable(…) asks for cells large enough', () => {
		expect(isMarkable(grid, box, 1)).toBe(true);
		expect(isMarkable(grid, box, 0.1)).toBe(false);
		expect(isMarkable({ rows: 1000, columns: 100 }, box, 1000)).toBe(false);
	});
});
