/**
 * Tensors: a shape, a dtype and a flat row-major typed array.
 *
 * With this module you can make tensors (`tensor`, `zeros`, `full`), ask for their size,
 * and read one element. Values are immutable by convention: no function of the engine
 * writes into a tensor that it did not make itself.
 */

export type Shape = readonly number[];

/** PyTorch's names. `int64` is kept in float64 (exact to 2^53), `bool` as 0 and 1. */
export type DType = 'float32' | 'float64' | 'int64' | 'bool';
export type FloatType = 'float32' | 'float64';
export type Data = Float32Array | Float64Array | Uint8Array;

/** What is known of a value before it is computed. */
export interface TensorType {
	readonly shape: Shape;
	readonly dtype: DType;
}

export interface Tensor extends TensorType {
	readonly data: Data;
}

/** Number of elements; 1 for a scalar (shape []). */
export function sizeOf(shape: Shape): number {
	let size = 1;
	for (const extent of shape) size *= extent;
	return size;
}

export function isFloat(dtype: DType): dtype is FloatType {
	return dtype === 'float32' || dtype === 'float64';
}

/** An uninitialised (zeroed) array fit for `size` elements of `dtype`. */
export function allocate(dtype: DType, size: number): Data {
	if (dtype === 'float32') return new Float32Array(size);
	if (dtype === 'bool') return new Uint8Array(size);
	return new Float64Array(size);
}

/** Copies `values` (row-major) into a new tensor. Throws a RangeError where sizes differ. */
export function tensor(values: ArrayLike<number>, shape: Shape, dtype: DType): Tensor {
	const size = sizeOf(shape);
	if (values.length !== size) {
		throw new RangeError(`tensor: ${values.length} values do not fill shape [${shape.join(', ')}]`);
	}
	const data = allocate(dtype, size);
	data.set(values);
	return { shape, dtype, data };
}

export function full(shape: Shape, value: number, dtype: DType): Tensor {
	const data = allocate(dtype, sizeOf(shape));
	data.fill(value);
	return { shape, dtype, data };
}

/** The same values in another dtype; float32 rounds to nearest. Returns `t` itself if nothing changes. */
export function cast(t: Tensor, dtype: DType): Tensor {
	if (t.dtype === dtype) return t;
	const data = allocate(dtype, t.data.length);
	for (let i = 0; i < data.length; i++) {
		const value = t.data[i];
		data[i] = dtype === 'bool' ? Number(value !== 0) : dtype === 'int64' ? toInteger(value) : value;
	}
	return { shape: t.shape, dtype, data };
}

/** What an x86 processor makes of NaN and infinities, and so PyTorch. */
const NO_INTEGER = -(2 ** 63);

function toInteger(value: number): number {
	return Number.isFinite(value) ? Math.trunc(value) : NO_INTEGER;
}
