/** Walking an index space whose steps in memory are given: what slices, permutations and windows are. */
import type { Shape } from '../tensor.ts';

/** Calls `visit(flat, at)` for every index of `shape` in row-major order; `at` = from + Σ index·step. */
export function walkStrides(
	shape: Shape,
	steps: readonly number[],
	from: number,
	visit: (flat: number, at: number) => void
): void {
	const size = shape.reduce((n, extent) => n * extent, 1);
	const index = new Array<number>(shape.length).fill(0);
	let at = from;
	for (let flat = 0; flat < size; flat++) {
		visit(flat, at);
		for (let d = shape.length - 1; d >= 0; d--) {
			at += steps[d];
			if (++index[d] < shape[d]) break;
			at -= steps[d] * shape[d];
			index[d] = 0;
		}
	}
}
