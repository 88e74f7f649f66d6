/**
 * The plan of a product in which one factor is turned over: before, the dimension that cancels
 * runs the same way in both factors; after, a row from the left meets a column from above in
 * the cell of the result. Plain lengths in, boxes out.
 */
import type { Box } from './blocks.ts';

export interface FoldPlan {
	readonly width: number;
	readonly height: number;
	readonly result: Box;
	/** The factor that stays. */
	readonly kept: Box;
	/** The factor that is turned, as it is and as its transpose. */
	readonly before: Box;
	readonly after: Box;
}

/** Room between the matrices, where their names stand. */
export const FOLD_GAP = 30;

/** The side on the plan of an axis of `extent` cells: by its logarithm, so that 10 and 1000 can stand together. */
export function foldSide(extent: number): number {
	return Math.round(34 + 30 * Math.log10(Math.max(1, extent)));
}

/**
 * `side: 'right'` is the gradient of the right factor, Aᵀ·G: the left factor turns. With 'left',
 * G·Bᵀ, the right one does. Lengths are those of the result's rows and columns and of what cancels.
 */
export function planFold(
	side: 'left' | 'right',
	lengths: { readonly rows: number; readonly columns: number; readonly inner: number }
): FoldPlan {
	const { rows, columns, inner } = lengths;
	if (side === 'right') {
		const x = Math.max(inner, rows) + FOLD_GAP;
		const y = inner + FOLD_GAP;
		return {
			width: x + columns,
			height: y + rows,
			result: { x, y, width: columns, height: rows },
			kept: { x, y: 0, width: columns, height: inner },
			before: { x: x - FOLD_GAP - rows, y: 0, width: rows, height: inner },
			after: { x: x - FOLD_GAP - inner, y, width: inner, height: rows }
		};
	}
	const x = inner + FOLD_GAP;
	const y = Math.max(inner, columns) + FOLD_GAP;
	return {
		width: x + columns,
		height: y + rows,
		result: { x, y, width: columns, height: rows },
		kept: { x: 0, y, width: inner, height: rows },
		before: { x: 0, y: y - FOLD_GAP - columns, width: inner, height: columns },
		after: { x, y: y - FOLD_GAP - inner, width: columns, height: inner }
	};
}

/** Where the corner of the turning factor is, and by how much it has turned over its diagonal. */
export function foldAt({ before, after }: FoldPlan, part: number) {
	return {
		x: before.x + (after.x - before.x) * part,
		y: before.y + (after.y - before.y) * part,
		degrees: 180 * part
	};
}
