/**
 * What elementwise rows share: how operands meet and stretch to the result's shape,
 * and the loops over elements.
 */
import { broadcastIndex, broadcastShapes } from '../shape.ts';
import {
	allocate,
	sizeOf,
	type Data,
	type Shape,
	type Tensor,
	type TensorType
} from '../tensor.ts';
import { promote } from './dtypes.ts';

/** Common shape and dtype of two operands. Throws PyTorch's ShapeError where extents clash. */
export function meet(a: TensorType, b: TensorType): TensorType {
	return { shape: broadcastShapes(a.shape, b.shape), dtype: promote(a.dtype, b.dtype) };
}

/** `data` of shape `from`, repeated to shape `to`. Returns `data` itself where nothing stretches. */
export function stretch(data: Data, from: Shape, to: Shape): Data {
	if (data.length === 1)
		return sizeOf(to) === 1 ? data : new Float64Array(sizeOf(to)).fill(data[0]);
	const index = broadcastIndex(from, to);
	if (index === null) return data;
	const out = new Float64Array(index.length);
	for (let i = 0; i < out.length; i++) out[i] = data[index[i]];
	return out;
}

/** `f` of each element, stored in the dtype of `out` (float32 rounds once, here). */
export function map(x: Tensor, out: TensorType, f: (x: number) => number): Tensor {
	const data = allocate(out.dtype, x.data.length);
	for (let i = 0; i < data.length; i++) data[i] = f(x.data[i]);
	return { ...out, data };
}

/** `f` of each pair of elements under broadcasting; a bool result holds 0 and 1 only. */
export function zip(
	a: Tensor,
	b: Tensor,
	out: TensorType,
	f: (x: number, y: number) => number
): Tensor {
	const data = allocate(out.dtype, sizeOf(out.shape));
	const x = a.data;
	const y = b.data;
	const stepX = x.length === 1 ? 0 : 1;
	const stepY = y.length === 1 ? 0 : 1;
	const indexX = stepX === 0 ? null : broadcastIndex(a.shape, out.shape);
	const indexY = stepY === 0 ? null : broadcastIndex(b.shape, out.shape);
	for (let i = 0; i < data.length; i++) {
		const value = f(x[indexX ? indexX[i] : i * stepX], y[indexY ? indexY[i] : i * stepY]);
		data[i] = out.dtype === 'bool' ? Number(value !== 0) : value;
	}
	return { ...out, data };
}

/**
 * Walks a broadcast result in float64: `f(x, d, i)` sees in `x[k]` the element of operand k and
 * in `d[k]` that of its companion, a tangent or an error bound of the operand's shape (null: 0).
 */
export function walk(
	shape: Shape,
	operands: readonly Tensor[],
	companions: readonly (Data | null)[],
	f: (x: readonly number[], d: readonly number[], i: number) => number
): Float64Array {
	const values = operands.map((t) => stretch(t.data, t.shape, shape));
	const others = operands.map((t, k) => {
		const companion = companions[k];
		return companion && stretch(companion, t.shape, shape);
	});
	const x = operands.map(() => 0);
	const d = operands.map(() => 0);
	const result = new Float64Array(sizeOf(shape));
	for (let i = 0; i < result.length; i++) {
		for (let k = 0; k < x.length; k++) {
			x[k] = values[k][i];
			const other = others[k];
			d[k] = other ? other[i] : 0;
		}
		result[i] = f(x, d, i);
	}
	return result;
}

/** The tangent of an elementwise op from its total differential `f(x, dx)`. */
export function differential(
	operands: readonly Tensor[],
	tangents: readonly (Tensor | null)[],
	shape: Shape,
	f: (x: readonly number[], dx: readonly number[]) => number
): Tensor {
	const companions = tangents.map((t) => t && t.data);
	return { shape, dtype: 'float64', data: walk(shape, operands, companions, f) };
}
