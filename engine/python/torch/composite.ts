/** Functions made of other functions: their nodes are marked as made within one call. */
import { isFloat } from '../../tensor.ts';
import type { Runtime } from '../runtime.ts';
import type { PyTensor } from '../variable.ts';

/** Runs `make`, whose nodes the picture may fold to one named `name`; PyTorch calls the result by `gradFn`. */
export function composite(
	rt: Runtime,
	name: string,
	gradFn: string,
	make: () => PyTensor
): PyTensor {
	return rt.named(rt.builder.within(name, rt.at, make), gradFn);
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
