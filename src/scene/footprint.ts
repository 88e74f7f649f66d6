/** Where the entries that made a cell lie in the matrix that holds them: as a row, a column, a cell, or all over. */
import type { Shape } from '#engine/tensor.ts';
import { gridOf } from './grid.ts';
import type { Box } from './blocks.ts';

export interface Footprint {
	readonly kind: 'cell' | 'row' | 'column' | 'all';
	/** Widened about its middle to `least`, so that a band of a cell a pixel thin can be seen. */
	readonly box: Box;
	/** Whether it had to be widened: then it covers its neighbours, and is a pointer rather than a frame. */
	readonly thin: boolean;
}

/** A stretch of `extent` cells out of `count` over `length`, at least `least` long and inside. */
function span(from: number, extent: number, count: number, length: number, least: number) {
	const exact = { start: (from / count) * length, size: (extent / count) * length };
	if (exact.size >= least) return { ...exact, thin: false };
	const size = Math.min(least, length);
	const start = exact.start + exact.size / 2 - size / 2;
	return { start: Math.min(length - size, Math.max(0, start)), size, thin: exact.size < size };
}

/** The footprint of entries `flats` of a value of `shape` drawn in `box`. */
export function footprintOf(
	shape: Shape,
	flats: ArrayLike<number>,
	box: Box,
	least: number
): Footprint {
	const { rows, columns } = gridOf(shape);
	let [top, bottom, left, right] = [rows, -1, columns, -1];
	for (let i = 0; i < flats.length; i++) {
		const row = Math.floor(flats[i] / columns);
		const column = flats[i] % columns;
		[top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
		[left, right] = [Math.min(left, column), Math.max(right, column)];
	}
	const [tall, wide] = [bottom - top + 1, right - left + 1];
	const kind = tall > 1 ? (wide > 1 ? 'all' : 'column') : wide > 1 ? 'row' : 'cell';
	const x = span(left, wide, columns, box.width, least);
	const y = span(top, tall, rows, box.height, least);
	return {
		kind,
		box: { x: box.x + x.start, y: box.y + y.start, width: x.size, height: y.size },
		thin: x.thin || y.thin
	};
}
