/** What the rows' `onnx` columns share: casts and constants of a static shape. */
import { sizeOf, type DType, type TensorType } from '../tensor.ts';
import type { Lowering } from './op.ts';

/** TensorProto.DataType of ONNX. */
const ONNX_TYPE: Readonly<Record<DType, number>> = { float32: 1, int64: 7, bool: 9, float64: 11 };

/** Value `name` of type `from` in dtype `to`; ONNX does not promote by itself. */
export function castTo(l: Lowering, name: string, from: DType, to: DType): string {
	return from === to ? name : l.node('Cast', [name], { to: { int: ONNX_TYPE[to] } });
}

/** A tensor full of `value`: one element in the model, expanded on the device. */
export function filled(l: Lowering, value: number, type: TensorType): string {
	const one = l.constant([value], type.shape.length === 0 ? [] : [1], type.dtype);
	if (sizeOf(type.shape) === 1 && type.shape.length <= 1) return one;
	return l.node('Expand', [one, l.constant(type.shape, [type.shape.length], 'int64')]);
}

/** An elementwise op of two operands that meet in `dtype`. */
export function lowerBinary(
	l: Lowering,
	opType: string,
	names: readonly string[],
	types: readonly TensorType[],
	dtype: DType
): string {
	return l.node(
		opType,
		names.map((name, i) => castTo(l, name, types[i].dtype, dtype))
	);
}

/** a or b of truth values, by And and Not: WebGPU lacks ONNX's Or and Xor. */
export function either(l: Lowering, a: string, b: string): string {
	return l.node('Not', [l.node('And', [l.node('Not', [a]), l.node('Not', [b])])]);
}

/** a or b, but not both. */
export function oneOf(l: Lowering, a: string, b: string): string {
	return l.node('And', [either(l, a, b), l.node('Not', [l.node('And', [a, b])])]);
}
