/** How dtypes meet, and what PyTorch calls them in its messages. */
import { isFloat, type DType } from '../tensor.ts';

const WIDTH: readonly DType[] = ['bool', 'int64', 'float32', 'float64'];

export const PYTORCH_NAME: Readonly<Record<DType, string>> = {
	bool: 'Bool',
	int64: 'Long',
	float32: 'Float',
	float64: 'Double'
};

/** The dtype two operands meet in: bool < int64 < float32 < float64. */
export function promote(a: DType, b: DType): DType {
	return WIDTH[Math.max(WIDTH.indexOf(a), WIDTH.indexOf(b))];
}

/** A float dtype stays; int64 and bool become PyTorch's default, float32. */
export function toFloat(dtype: DType): DType {
	return isFloat(dtype) ? dtype : 'float32';
}

/** What a tensor of `dtype` keeps of a Python number. */
export function storable(value: number, dtype: DType): number {
	if (dtype === 'float32') return Math.fround(value);
	if (dtype === 'int64') return Math.trunc(value);
	return dtype === 'bool' ? Number(value !== 0) : value;
}
