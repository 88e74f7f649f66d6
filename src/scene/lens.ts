/** The lens over cells too small to read: which of them it shows, and where it lies on the stage. */
import type { Grid } from './grid.ts';
import type { Box } from './layout.ts';

/** Cells of one matrix: from where, and how many. */
export interface LensCells {
	readonly row: number;
	readonly column: number;
	readonly rows: number;
	readonly columns: number;
}

/** A cell of the lens is square, as in the matrix itself: every number has the same room. */
export const LENS_CELL = 46;
/** Room for the indices of rows and columns. */
export const LENS_EDGE = { left: 38, top: 22 };
const GAP = 14;
/** A number needs this much of the screen to be read in its cell. */
const READABLE_CELL = { width: 36, height: 16 };

/** Up to `across` × `down` cells around one, moved inwards where the matrix ends. */
export function lensCells(
	grid: Grid,
	row: number,
	column: number,
	across: number,
	down: number
): LensCells {
	const span = (at: number, count: number, total: number) => {
		const size = Math.min(count, total);
		return { size, from: Math.max(0, Math.min(at - Math.floor(size / 2), total - size)) };
	};
	const [r, c] = [span(row, down, grid.rows), span(column, across, grid.columns)];
	return { row: r.from, column: c.from, rows: r.size, columns: c.size };
}

export function lensSize({ rows, columns }: LensCells): { width: number; height: number } {
	return {
		width: LENS_EDGE.left + columns * LENS_CELL,
		height: LENS_EDGE.top + rows * LENS_CELL
	};
}

/** Whether the cells of a matrix drawn in `box`, seen at scale `k`, are too small for numbers. */
export function isTooSmall(grid: Grid, box: Box, k: number): boolean {
	const width = (box.width / grid.columns) * k;
	const height = (box.height / grid.rows) * k;
	return width < READABLE_CELL.width || height < READABLE_CELL.height;
}

/** The cell at (row, column) of a matrix drawn in `box`. */
export function cellBox(grid: Grid, box: Box, row: number, column: number): Box {
	const [width, height] = [box.width / grid.columns, box.height / grid.rows];
	return { x: box.x + column * width, y: box.y + row * height, width, height };
}

/** What the lens may cover. */
export interface LensRoom {
	readonly width: number;
	readonly top: number;
	readonly bottom: number;
}

/**
 * Top left corner of a lens of `size`: beside `cell` (in screen coordinates), to the right if there
 * is room, else to the left, else above or below; always within `room`, and off the cell as long
 * as there is room for both.
 */
export function placeLens(
	cell: Box,
	size: { readonly width: number; readonly height: number },
	room: LensRoom
): { x: number; y: number } {
	const within = (at: number, extent: number, from: number, to: number) =>
		Math.max(from, Math.min(at, to - extent));
	const across = (at: number) => within(at, size.width, 0, room.width);
	const down = (at: number) => within(at, size.height, room.top, room.bottom);
	const y = down(cell.y + (cell.height - size.height) / 2);
	const right = cell.x + cell.width + GAP;
	if (right + size.width <= room.width) return { x: across(right), y };
	const left = cell.x - GAP - size.width;
	if (left >= 0) return { x: across(left), y };
	const above = cell.y - GAP - size.height;
	return {
		x: across(cell.x + (cell.width - size.width) / 2),
		y: down(above >= room.top ? above : cell.y + cell.height + GAP)
	};
}
