/** First values of weights: PyTorch's distributions, drawn from the lesson's generator as PyTorch does. */
import {
	allocate,
	full,
	sizeOf,
	type FloatType,
	type Shape,
	type Tensor
} from '../../../tensor.ts';
import type { Runtime } from '../../runtime.ts';

/** PyTorch draws fewer normal values than this one by one, in float64. */
const BLOCK = 16;

/**
 * Uniform in [low, high): the bits of `tensor.uniform_(low, high)`. PyTorch rounds the product and
 * the sum together (a fused multiply-add), as float64 does for factors of float32.
 */
export function uniform(rt: Runtime, shape: Shape, low: number, high: number): Tensor {
	const { dtype } = rt;
	const round = roundingOf(dtype);
	const [from, to] = [round(low), round(high)];
	const span = round(to - from);
	rt.drawn();
	const data = allocate(dtype, sizeOf(shape));
	for (let i = 0; i < data.length; i++) data[i] = rt.random.uniform(dtype) * span + from;
	return { shape, dtype, data };
}

/** `tensor.normal_(mean, std)`, rounded in the same way. */
export function normal(rt: Runtime, shape: Shape, mean: number, std: number): Tensor {
	const { dtype } = rt;
	rt.drawn();
	const few = sizeOf(shape) < BLOCK;
	const round = few ? (x: number) => x : roundingOf(dtype);
	const drawn = rt.random.randn(shape, few ? 'float64' : dtype);
	const data = allocate(dtype, drawn.data.length);
	for (let i = 0; i < data.length; i++) data[i] = drawn.data[i] * round(std) + round(mean);
	return { shape, dtype, data };
}

function roundingOf(dtype: FloatType): (x: number) => number {
	return dtype === 'float32' ? Math.fround : (x) => x;
}

export function filled(rt: Runtime, shape: Shape, value: number): Tensor {
	return full(shape, value, rt.dtype);
}

/** How many inputs, and outputs, one weight of this shape connects to. */
export function fans(shape: Shape): { fanIn: number; fanOut: number } {
	const field = sizeOf(shape.slice(2));
	return { fanIn: (shape[1] ?? 1) * field, fanOut: shape[0] * field };
}

/** What nn.Linear and nn.Conv2d start from: kaiming_uniform_(a=√5), and a bias as wide. */
export function linearWeight(rt: Runtime, shape: Shape): Tensor {
	const bound = Math.sqrt(3) * (Math.sqrt(2 / (1 + 5)) / Math.sqrt(fans(shape).fanIn));
	return uniform(rt, shape, -bound, bound);
}

export function linearBias(rt: Runtime, weight: Shape): Tensor {
	const { fanIn } = fans(weight);
	const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
	return uniform(rt, [weight[0]], -bound, bound);
}
