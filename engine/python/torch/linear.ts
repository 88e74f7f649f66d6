/** Products of vectors, matrices and stacks of matrices, as PyTorch dispatches them by rank. */
import { broadcastShapes, sameShape } from '../../shape.ts';
import { sizeOf, type Shape } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { PyTensor } from '../variable.ts';
import { asTensor } from './arguments.ts';
import type { TensorFunction } from './functions.ts';

/** Strictly 2-D, as torch.mm. */
export function mm(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	if (a.shape.length !== 2) throw new PythonError('RuntimeError', 'self must be a matrix', rt.at);
	if (b.shape.length !== 2) throw new PythonError('RuntimeError', 'mat2 must be a matrix', rt.at);
	return rt.apply('mm', [a, b]);
}

/** a @ b: a vector takes part as a row (left) or a column (right); stacks broadcast. */
export function matmul(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	const [rankA, rankB] = [a.shape.length, b.shape.length];
	if (rankA === 0 || rankB === 0) {
		throw new PythonError(
			'RuntimeError',
			`both arguments to matmul need to be at least 1D, but they are ${rankA}D and ${rankB}D`,
			rt.at
		);
	}
	if (rankA === 1 && rankB === 1) return dot(rt, a, b);
	if (rankA === 2 && rankB === 2) return mm(rt, a, b);
	if (rankA === 2 && rankB === 1) return mv(rt, a, b);
	const left = rankA === 1 ? rt.apply('reshape', [a], { shape: [1, a.shape[0]] }) : a;
	const right = rankB === 1 ? rt.apply('reshape', [b], { shape: [b.shape[0], 1] }) : b;
	if (rankA === 1 && rankB === 2) {
		return reshaped(rt, rt.apply('mm', [left, right]), [b.shape[1]], 'SqueezeBackward3');
	}
	const multiply = right.shape.length <= 2 ? folded : batched;
	const product = rt.builder.within('matmul', rt.at, () => multiply(rt, left, right));
	const { shape } = product;
	if (rankA > 1 && rankB > 1) return product;
	const kept = rankB === 1 ? shape.slice(0, -1) : [...shape.slice(0, -2), shape[shape.length - 1]];
	return reshaped(rt, product, kept, 'UnsafeViewBackward0');
}

/** A stack times one matrix: the rows of the whole stack in one product. */
function folded(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	const [inner] = a.shape.slice(-1);
	const rows = sizeOf(a.shape.slice(0, -1));
	const flat = rt.apply('reshape', [a], { shape: [rows, inner] });
	const product = rt.apply('mm', [flat, b]);
	return reshaped(rt, product, [...a.shape.slice(0, -1), b.shape[1]], 'UnsafeViewBackward0');
}

function batched(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	const stack = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
	const count = sizeOf(stack);
	const lined = (x: PyTensor) => {
		const matrix = x.shape.slice(-2);
		const wide = [...stack, ...matrix];
		const full = sameShape(x.shape, wide) ? x : rt.apply('expand', [x], { shape: wide });
		return stack.length === 1 ? full : rt.apply('reshape', [full], { shape: [count, ...matrix] });
	};
	const product = rt.apply('bmm', [lined(a), lined(b)]);
	const shape = [...stack, a.shape[a.shape.length - 2], b.shape[b.shape.length - 1]];
	return stack.length === 1
		? rt.named(product, 'UnsafeViewBackward0')
		: reshaped(rt, product, shape, 'UnsafeViewBackward0');
}

function reshaped(rt: Runtime, x: PyTensor, shape: Shape, gradFn: string): PyTensor {
	return rt.named(rt.apply('reshape', [x], { shape }), gradFn);
}

/** A matrix times a vector. */
function mv(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	const [rankA, rankB] = [a.shape.length, b.shape.length];
	if (rankA === 0) {
		const message = 'Dimension specified as 0 but tensor has no dimensions';
		throw new PythonError('IndexError', message, rt.at);
	}
	if (rankA !== 2 || rankB !== 1) {
		throw new PythonError(
			'RuntimeError',
			`vector + matrix @ vector expected, got 1, ${rankA}, ${rankB}`,
			rt.at
		);
	}
	if (a.shape[1] !== b.shape[0]) {
		throw new PythonError(
			'RuntimeError',
			`size mismatch, got ${a.shape[0]}, ${a.shape[0]}x${a.shape[1]},${b.shape[0]}`,
			rt.at,
			`the matrix has ${a.shape[1]} columns, the vector ${b.shape[0]} elements`
		);
	}
	const column = rt.apply('reshape', [b], { shape: [b.shape[0], 1] });
	return reshaped(rt, rt.apply('mm', [a, column]), [a.shape[0]], 'MvBackward0');
}

/** The inner product of two vectors. */
export function dot(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	const [rankA, rankB] = [a.shape.length, b.shape.length];
	if (rankA !== 1 || rankB !== 1) {
		throw new PythonError(
			'RuntimeError',
			`1D tensors expected, but got ${rankA}D and ${rankB}D tensors`,
			rt.at
		);
	}
	const [[n], [m]] = [a.shape, b.shape];
	if (n !== m) {
		throw new PythonError(
			'RuntimeError',
			`inconsistent tensor size, expected tensor [${n}] and src [${m}] to have the same number of elements, but got ${n} and ${m} elements respectively`,
			rt.at
		);
	}
	const row = rt.apply('reshape', [a], { shape: [1, n] });
	const column = rt.apply('reshape', [b], { shape: [n, 1] });
	return reshaped(rt, rt.apply('mm', [row, column]), [], 'DotBackward0');
}

/** Every entry of one vector times every entry of the other. */
function outer(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	for (const [name, { shape }] of [
		['self', a],
		['vec2', b]
	] as const) {
		if (shape.length === 1) continue;
		throw new PythonError(
			'RuntimeError',
			`outer: Expected 1-D argument ${name}, but got ${shape.length}-D`,
			rt.at
		);
	}
	const column = rt.apply('reshape', [a], { shape: [a.shape[0], 1] });
	return rt.apply('mul', [column, b]);
}

const product = (
	name: string,
	argument: string,
	run: (rt: Runtime, a: PyTensor, b: PyTensor) => PyTensor
): TensorFunction => ({
	parameters: [argument],
	run: (rt, x, bound) => run(rt, x, asTensor(bound[argument], name, argument))
});

export const productFunctions: Readonly<Record<string, TensorFunction>> = {
	mm: product('mm', 'mat2', mm),
	bmm: product('bmm', 'mat2', (rt, a, b) => rt.apply('bmm', [a, b])),
	matmul: product('matmul', 'other', matmul),
	dot: product('dot', 'tensor', dot),
	inner: product('inner', 'other', (rt, a, b) => {
		if (a.shape.length === 1 && b.shape.length === 1) return dot(rt, a, b);
		throw new PythonError('NotSupportedError', 'inner takes two vectors here', rt.at);
	}),
	mv: product('mv', 'vec', mv),
	outer: product('outer', 'vec2', outer),
	ger: product('ger', 'vec2', outer)
};
