/** Tensors as the Python that makes them again, bit for bit. */
import type { DType, Tensor } from '../tensor.ts';
import { float32Text, floatText } from './python-text.ts';

const NAMES: Readonly<Record<DType, string>> = {
	float32: 'float32',
	float64: 'float64',
	int64: 'int64',
	bool: 'bool'
};

export function numberText(value: number, dtype: DType): string {
	if (dtype === 'bool') return value ? 'True' : 'False';
	if (dtype === 'int64') return String(value);
	return dtype === 'float32' || !Number.isFinite(value) ? float32Text(value) : floatText(value);
}

/** `torch.tensor([[0.5, 1.0],\n …])`, a row a line. */
export function tensorText({ shape, dtype, data }: Tensor, torch = 'torch'): string {
	const type = dtype === 'float32' ? '' : `, dtype=${torch}.${NAMES[dtype]}`;
	if (data.length === 0) return `${torch}.zeros(${shape.join(', ')}${type})`;
	const numbers = Array.from(data, (value) => numberText(value, dtype));
	return `${torch}.tensor(${nested(numbers, shape, 1)}${type})`;
}

function nested(numbers: readonly string[], shape: readonly number[], depth: number): string {
	if (shape.length === 0) return numbers[0];
	if (shape.length === 1) return `[${numbers.join(', ')}]`;
	const [rows, ...rest] = shape;
	const size = numbers.length / rows;
	const parts = Array.from({ length: rows }, (_, i) =>
		nested(numbers.slice(i * size, (i + 1) * size), rest, depth + 1)
	);
	return `[${parts.join(`,\n${' '.repeat(4 * depth)}`)}]`;
}
