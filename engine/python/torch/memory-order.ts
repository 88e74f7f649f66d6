/** In which order PyTorch fills a tensor like another: as that one lies in memory, transposed or not. */
import { stridesOf as rowMajor } from '../../shape.ts';
import type { Shape } from '../../tensor.ts';
import type { PyTensor } from '../variable.ts';
import { stridesOf } from './views.ts';

/** Where the k-th number of memory stands, row-major; null where that is in order already. */
export function memoryOrder(x: PyTensor): Uint32Array | null {
	const strides = stridesOf(x);
	const order = x.shape.map((_, dim) => dim).sort((a, b) => strides[b] - strides[a]);
	if (order.every((dim, i) => dim === i) || !isDense(x.shape, strides, order)) return null;
	const own = rowMajor(x.shape);
	let places = [0];
	for (const dim of order) {
		places = places.flatMap((at) =>
			Array.from({ length: x.shape[dim] }, (_, i) => at + i * own[dim])
		);
	}
	return Uint32Array.from(places);
}

/** Every place of memory has one entry: what is stretched or has gaps is made anew, in order. */
function isDense(shape: Shape, strides: readonly number[], order: readonly number[]): boolean {
	let expected = 1;
	for (const dim of [...order].reverse()) {
		if (shape[dim] !== 1 && strides[dim] !== expected) return false;
		expected *= shape[dim];
	}
	return true;
}
