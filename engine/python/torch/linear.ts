/** mm and matmul as PyTorch dispatches them by rank. */
import { sizeOf } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { PyTensor } from '../variable.ts';

/** Strictly 2-D, as torch.mm. */
export function mm(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	if (a.shape.length !== 2) throw new PythonError('RuntimeError', 'self must be a matrix', rt.at);
	if (b.shape.length !== 2) throw new PythonError('RuntimeError', 'mat2 must be a matrix', rt.at);
	return rt.apply('mm', [a, b]);
}

/** a @ b for matrices and vectors; a vector takes part as a row (left) or a column (right). */
export function matmul(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	const [rankA, rankB] = [a.shape.length, b.shape.length];
	if (rankA === 0 || rankB === 0) {
		throw new PythonError(
			'RuntimeError',
			`both arguments to matmul need to be at least 1D, but they are ${rankA}D and ${rankB}D`,
			rt.at
		);
	}
	if (rankA > 2 || rankB > 2) {
		throw new PythonError(
			'NotSupportedError',
			'batched matmul is not part of the language yet',
			rt.at
		);
	}
	if (rankA === 1 && rankB === 1) return dot(rt, a, b);
	if (rankB === 1 && a.shape[1] !== b.shape[0]) {
		throw new PythonError(
			'RuntimeError',
			`size mismatch, got ${a.shape[0]}, ${a.shape[0]}x${a.shape[1]},${b.shape[0]}`,
			rt.at,
			`the matrix has ${a.shape[1]} columns, the vector ${b.shape[0]} elements`
		);
	}
	const left = rankA === 1 ? rt.apply('reshape', [a], { shape: [1, a.shape[0]] }) : a;
	const right = rankB === 1 ? rt.apply('reshape', [b], { shape: [b.shape[0], 1] }) : b;
	const product = rt.apply('mm', [left, right]);
	if (rankA === 2 && rankB === 2) return product;
	const shape = rankA === 2 ? [a.shape[0]] : [b.shape[1]];
	const vector = rt.apply('reshape', [product], { shape });
	return rt.named(vector, rankA === 2 ? 'MvBackward0' : 'SqueezeBackward3');
}

/** The inner product of two vectors. */
export function dot(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	const [n, m] = [sizeOf(a.shape), sizeOf(b.shape)];
	if (n !== m) {
		throw new PythonError(
			'RuntimeError',
			`inconsistent tensor size, expected tensor [${n}] and src [${m}] to have the same number of elements, but got ${n} and ${m} elements respectively`,
			rt.at
		);
	}
	const row = rt.apply('reshape', [a], { shape: [1, n] });
	const column = rt.apply('reshape', [b], { shape: [n, 1] });
	const product = rt.apply('mm', [row, column]);
	return rt.named(rt.apply('reshape', [product], { shape: [] }), 'DotBackward0');
}
