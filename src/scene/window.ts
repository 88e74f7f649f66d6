/** A part of a tensor that is small enough to read as a table. */
import type { Shape } from '#engine/tensor.ts';
import { gridOf } from './grid.ts';

export interface Corner {
	readonly top: number;
	readonly left: number;
}

export interface Window extends Corner {
	/** Indices of the rows and columns in it. */
	readonly rows: readonly number[];
	readonly columns: readonly number[];
	/** Rows and columns of the whole. */
	readonly whole: { readonly rows: number; readonly columns: number };
}

function clamp(start: number, size: number, whole: number): number {
	return Math.max(0, Math.min(Math.trunc(start) || 0, whole - size));
}

function range(start: number, size: number, whole: number): number[] {
	return Array.from({ length: Math.min(size, whole) }, (_, i) => start + i);
}

/** The window of `height`×`width` cells at `corner`, moved as little as keeps it inside. */
export function windowOf(shape: Shape, corner: Corner, height: number, width: number): Window {
	const whole = gridOf(shape);
	const top = clamp(corner.top, height, whole.rows);
	const left = clamp(corner.left, width, whole.columns);
	return {
		...{ top, left, whole },
		rows: range(top, height, whole.rows),
		columns: range(left, width, whole.columns)
	};
}

/** The corner that has cell (row, column) in the middle of the window. */
export function around(row: number, column: number, height: number, width: number): Corner {
	return { top: row - Math.floor((height - 1) / 2), left: column - Math.floor((width - 1) / 2) };
}
