/** A tensor of any rank as the matrix that is drawn for it, and back from a cell to an index. */
import { sizeOf, type Shape } from '#engine/tensor.ts';

export interface Grid {
	readonly rows: number;
	readonly columns: number;
}

/** A scalar is 1×1, a vector a row; from rank 3 on all but the last axis become rows. */
export function gridOf(shape: Shape): Grid {
	const columns = shape.at(-1) ?? 1;
	return { rows: sizeOf(shape.slice(0, -1)), columns };
}

/** The element at `index`, one number per axis. */
export function flatOf(shape: Shape, index: readonly number[]): number {
	return index.reduce((sum, each, axis) => sum * shape[axis] + each, 0);
}

/** The index, one number per axis, of element `flat`. */
export function indexOf(shape: Shape, flat: number): number[] {
	const index = new Array<number>(shape.length);
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		index[axis] = flat % shape[axis];
		flat = Math.floor(flat / shape[axis]);
	}
	return index;
}
