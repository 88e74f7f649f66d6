/** conv1d and conv2d: one op for the windows, and a bias beside it. */
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { toIndex, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asTensor, sequenceOf } from './arguments.ts';
import type { TensorFunction } from './functions.ts';
import type { Bound } from '../signature.ts';
import { padded } from './padding.ts';

/** One number for every spatial dimension, or one for all. */
export function perDimension(rt: Runtime, value: Value, count: number, name: string): number[] {
	const list = sequenceOf(value);
	const numbers = (list ?? [value]).map((each) => toIndex(each, name));
	if (numbers.length === 1) return Array.from({ length: count }, () => numbers[0]);
	if (numbers.length === count) return numbers;
	throw new PythonError(
		'RuntimeError',
		`expected ${name} to be a single integer value or a list of ${count} values to match the convolution dimensions, but got ${name}=[${numbers.join(', ')}]`,
		rt.at
	);
}

function convolved(rt: Runtime, given: PyTensor, bound: Bound, count: number): PyTensor {
	const name = `conv${count}d`;
	const weight = asTensor(bound.weight, name, 'weight');
	const x = batched(rt, given, count);
	requireKernel(rt, weight, count);
	const stride = perDimension(rt, bound.stride, count, 'stride');
	const dilation = perDimension(rt, bound.dilation, count, 'dilation');
	const groups = toIndex(bound.groups, 'groups');
	refuseWindow(rt, stride, dilation, groups);
	const kernel = weight.shape.slice(2);
	const own = paddingOf(rt, bound.padding, kernel, stride, dilation);
	const zeros = x.shape.map(() => 0);
	const extra = own.extra.some((width) => width > 0);
	const source = extra ? padded(rt, x, zeros, [0, 0, ...own.extra], 0) : x;
	const window = { stride, padding: own.padding, dilation, groups };
	const result = rt.apply('conv', [source, weight], window);
	const biased = bound.bias === null ? result : withBias(rt, result, weight, bound.bias, name);
	const shaped = x === given ? biased : dropBatch(rt, biased);
	return rt.named(shaped, x === given ? 'ConvolutionBackward0' : 'SqueezeBackward1');
}

function batched(rt: Runtime, x: PyTensor, count: number): PyTensor {
	if (x.shape.length === count + 2) return x;
	if (x.shape.length === count + 1) return rt.apply('reshape', [x], { shape: [1, ...x.shape] });
	throw new PythonError(
		'RuntimeError',
		`Expected ${count + 1}D (unbatched) or ${count + 2}D (batched) input to conv${count}d, but got input of size: [${x.shape.join(', ')}]`,
		rt.at,
		`the sizes are batch, channels and ${count === 1 ? 'length' : 'height and width'}: unsqueeze adds what is missing`
	);
}

function dropBatch(rt: Runtime, x: PyTensor): PyTensor {
	return rt.apply('reshape', [x], { shape: x.shape.slice(1) });
}

function requireKernel(rt: Runtime, { shape }: PyTensor, count: number): void {
	if (shape.length === count + 2) return;
	throw new PythonError(
		'RuntimeError',
		shape.length < 3
			? 'weight should have at least three dimensions'
			: `expected weight to have ${count + 2} dimensions, but got weight of size [${shape.join(', ')}]`,
		rt.at,
		`the sizes are channels out, channels in and ${count === 1 ? 'kernel length' : 'kernel height and width'}`
	);
}

function refuseWindow(
	rt: Runtime,
	stride: readonly number[],
	dilation: readonly number[],
	groups: number
): void {
	const wrong =
		groups < 1
			? 'non-positive groups is not supported'
			: stride.some((step) => step < 1)
				? 'non-positive stride is not supported'
				: dilation.some((step) => step < 1)
					? 'dilation should be greater than zero'
					: null;
	if (wrong) throw new PythonError('RuntimeError', wrong, rt.at);
}

/** Widths on both sides, and what `'same'` puts on the far side only. */
function paddingOf(
	rt: Runtime,
	value: Value,
	kernel: readonly number[],
	stride: readonly number[],
	dilation: readonly number[]
): { padding: number[]; extra: number[] } {
	const none = kernel.map(() => 0);
	if (value === 'valid') return { padding: none, extra: none };
	if (value === 'same') {
		if (stride.some((step) => step !== 1)) {
			throw new PythonError(
				'RuntimeError',
				"padding='same' is not supported for strided convolutions",
				rt.at
			);
		}
		const total = kernel.map((extent, d) => dilation[d] * (extent - 1));
		return {
			padding: total.map((width) => Math.floor(width / 2)),
			extra: total.map((width) => width % 2)
		};
	}
	const padding = perDimension(rt, value, kernel.length, 'padding');
	if (padding.some((width) => width < 0)) {
		throw new PythonError('RuntimeError', 'negative padding is not supported', rt.at);
	}
	return { padding, extra: none };
}

function withBias(
	rt: Runtime,
	result: PyTensor,
	weight: PyTensor,
	value: Value,
	name: string
): PyTensor {
	const bias = asTensor(value, name, 'bias');
	const [channels] = weight.shape;
	if (bias.shape.length !== 1 || bias.shape[0] !== channels) {
		throw new PythonError(
			'RuntimeError',
			`Given weight of size [${weight.shape.join(', ')}], expected bias to be 1-dimensional with ${channels} elements, but got bias of size [${bias.shape.join(', ')}] instead`,
			rt.at
		);
	}
	const shape = [channels, ...weight.shape.slice(2).map(() => 1)];
	return rt.apply('add', [result, rt.apply('reshape', [bias], { shape })]);
}

const convolution = (count: number): TensorFunction => ({
	parameters: [
		'weight',
		['bias', null],
		['stride', 1n],
		['padding', 0n],
		['dilation', 1n],
		['groups', 1n]
	],
	run: (rt, x, bound) =>
		rt.builder.within(`conv${count}d`, rt.at, () => convolved(rt, x, bound, count))
});

export const convolutions: Readonly<Record<string, TensorFunction>> = {
	conv1d: convolution(1),
	conv2d: convolution(2)
};
