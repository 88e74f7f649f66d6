/** Functions made of other functions: their nodes are marked as made within one call. */
import { PYTORCH_NAME } from '../../ops/dtypes.ts';
import type { Attrs, OpName } from '../../ops/op.ts';
import { isFloat } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { PyTensor } from '../variable.ts';

/**
 * Runs `make`, whose nodes the picture may fold to one named `name`. PyTorch calls the result
 * by `gradFn`, or by its last op where that is null.
 */
export function composite(
	rt: Runtime,
	name: string,
	gradFn: string | null,
	make: () => PyTensor
): PyTensor {
	const result = rt.builder.within(name, rt.at, make);
	return gradFn === null ? result : rt.named(result, gradFn);
}

/** For kernels that PyTorch has for floats only. */
export function requireFloat(rt: Runtime, x: PyTensor, kernel: string): void {
	if (isFloat(x.dtype)) return;
	throw new PythonError(
		'RuntimeError',
		`"${kernel}" not implemented for '${PYTORCH_NAME[x.dtype]}'`,
		rt.at,
		'make it a float tensor first: x.float()'
	);
}

/** The tensor itself, or its values as floats of the lesson's precision. */
export function asFloat(rt: Runtime, x: PyTensor): PyTensor {
	return isFloat(x.dtype) ? x : rt.apply('cast', [x], { dtype: rt.dtype });
}

/** A Python number beside `x`. */
export function beside(rt: Runtime, x: PyTensor, value: number): PyTensor {
	return rt.constant(value, x.dtype);
}

/** The values of x outside autograd: what only shifts or chooses has no gradient. */
export function held(rt: Runtime, x: PyTensor): PyTensor {
	return rt.apply('detach', [x]);
}

/** What composites are written in: ops with numbers beside tensors. */
export function writer(rt: Runtime) {
	const operand = (x: PyTensor | number, like: PyTensor) =>
		typeof x === 'number' ? rt.constant(x, like.dtype) : x;
	const two = (op: OpName) => (a: PyTensor | number, b: PyTensor | number) => {
		const like = typeof a === 'number' ? (b as PyTensor) : a;
		return rt.apply(op, [operand(a, like), operand(b, like)]);
	};
	const one =
		(op: OpName) =>
		(x: PyTensor, attrs: Attrs = {}) =>
			rt.apply(op, [x], attrs);
	return {
		...{ add: two('add'), sub: two('sub'), mul: two('mul'), div: two('div') },
		...{ gt: two('gt'), ge: two('ge'), lt: two('lt'), le: two('le'), eq: two('eq') },
		...{ exp: one('exp'), log: one('log'), sqrt: one('sqrt'), abs: one('abs'), neg: one('neg') },
		...{ expm1: one('expm1'), log1p: one('log1p'), tanh: one('tanh'), erf: one('erf') },
		...{ sigmoid: one('sigmoid'), clamp: one('clamp'), sum: one('sum'), mean: one('mean') },
		entropy: two('binary_cross_entropy'),
		...{ amax: one('amax'), amin: one('amin'), sign: one('sign') },
		square: (x: PyTensor) => rt.apply('pow', [x], { exponent: 2 }),
		/** x with `value` where the mask is true. */
		fill: (x: PyTensor, mask: PyTensor, value: number) =>
			rt.apply('masked_fill', [x, mask], { value }),
		where: (mask: PyTensor, a: PyTensor, b: PyTensor | number) =>
			rt.apply('where', [mask, a, operand(b, a)])
	};
}

export type Writer = ReturnType<typeof writer>;
