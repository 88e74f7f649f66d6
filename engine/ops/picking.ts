/** What the rows that pick by an index tensor share: checks, and bounds where the index is in doubt. */
import { ShapeError } from '../shape.ts';
import { isFloat, type Shape, type Tensor, type TensorType } from '../tensor.ts';
import type { Bounded } from './op.ts';

export function requireIndex(op: string, index: TensorType): void {
	if (index.dtype === 'int64') return;
	throw new ShapeError(
		`${op}(): Expected dtype int64 for index`,
		isFloat(index.dtype) ? 'an index is a whole number: .long() makes one of it' : undefined
	);
}

/** `index` within an extent; throws PyTorch's IndexError outside. */
export function within(index: number, dim: number, extent: number): number {
	if (index >= 0 && index < extent) return index;
	throw new ShapeError(
		`index ${index} is out of bounds for dimension ${dim} with size ${extent}`,
		extent > 0 ? `indices go from 0 to ${extent - 1}` : undefined,
		'IndexError'
	);
}

/** Extents before, of and after a dimension. */
export function around(shape: Shape, dim: number): [outer: number, extent: number, inner: number] {
	const size = (part: Shape) => part.reduce((n, extent) => n * extent, 1);
	if (shape.length === 0) return [1, 1, 1];
	return [size(shape.slice(0, dim)), shape[dim], size(shape.slice(dim + 1))];
}

/**
 * The bound of picked entries where the index may be off by its error (it is then an argmax of
 * values that rounding cannot tell apart): the farthest of the entries it may mean.
 * Null where every index is certain.
 */
export function pickedBound(
	[x, index]: readonly Bounded[],
	out: Tensor,
	dim: number,
	indexAt: (flat: number) => number,
	flatAt: (flat: number, index: number) => number
): Float64Array | null {
	if (!index.error.some((e) => e > 0)) return null;
	const extent = x.value.shape[dim] ?? 1;
	return Float64Array.from(out.data, (picked, flat) => {
		const at = indexAt(flat);
		const middle = index.value.data[at];
		const reach = index.error[at];
		let bound = 0;
		for (let i = Math.max(0, middle - reach); i <= Math.min(extent - 1, middle + reach); i++) {
			const source = flatAt(flat, i);
			bound = Math.max(bound, Math.abs(x.value.data[source] - picked) + x.error[source]);
		}
		return bound;
	});
}
