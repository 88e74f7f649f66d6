/**
 * How sums are added up: pairwise in float64. Its error grows with log n instead of n and it
 * is what PyTorch does too, so losses agree to the last digits; compensated summation would
 * be more exact than the PyTorch it stands for. A float32 sum is rounded once, at the end.
 */
import { stridesOf } from '../shape.ts';
import { sizeOf, type Data, type Shape } from '../tensor.ts';

const LEAF = 32;

/** Σ values[from…to), halves first. */
export function pairwise(values: Data, from: number, to: number): number {
	if (to - from <= LEAF) {
		let sum = 0;
		for (let i = from; i < to; i++) sum += values[i];
		return sum;
	}
	const middle = from + ((to - from) >> 1);
	return pairwise(values, from, middle) + pairwise(values, middle, to);
}

/** How far from the first the elements lie that differ from it only in `axes`, row-major. */
export function offsetsOf(shape: Shape, axes: readonly number[]): number[] {
	const strides = stridesOf(shape);
	let list = [0];
	for (const d of axes) {
		list = list.flatMap((o) => Array.from({ length: shape[d] }, (_, i) => o + i * strides[d]));
	}
	return list;
}

/**
 * The elements of `data` in an order where those that differ only in `dims` stand together:
 * runs of `length`, one per element of the reduced shape, in its row-major order.
 */
export function rows(
	data: Data,
	shape: Shape,
	dims: readonly number[]
): { values: Data; length: number } {
	const length = dims.reduce((n, d) => n * shape[d], 1);
	const isLast = dims.every((d, i) => d === shape.length - dims.length + i);
	if (isLast) return { values: data, length };
	const kept = shape.map((_, i) => i).filter((i) => !dims.includes(i));
	const inner = offsetsOf(shape, dims);
	const values = new Float64Array(sizeOf(shape));
	let at = 0;
	for (const start of offsetsOf(shape, kept)) for (const o of inner) values[at++] = data[start + o];
	return { values, length };
}
