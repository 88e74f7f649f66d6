/** Tensors as the Python that makes them again, bit for bit. */
import type { Tensor } from '../tensor.ts';
import { numberText } from './python-text.ts';

/** `torch.tensor([[0.5, 1.0],\n …])`, a row a line. */
export function tensorText({ shape, dtype, data }: Tensor, torch = 'torch'): string {
	const type = dtype === 'float32' ? '' : `, dtype=${torch}.${dtype}`;
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
