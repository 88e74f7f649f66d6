/** mm and matmul as PyTorch dispatches them by rank. */
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
	const left = rankA === 1 ? rt.apply('reshape', [a], { shape: [1, a.shape[0]] }) : a;
	const right = rankB === 1 ? rt.apply('reshape', [b], { shape: [b.shape[0], 1] }) : b;
	const product = rt.apply('mm', [left, right]);
	const shape = [...(rankA === 2 ? [a.shape[0]] : []), ...(rankB === 2 ? [b.shape[1]] : [])];
	return shape.length === 2 ? product : rt.apply('reshape', [product], { shape });
}
