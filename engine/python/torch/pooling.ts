/** max_pool and avg_pool: the entries of every window side by side, then the first largest, or the mean. */
import { sizeOf, type Shape } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Bound } from '../signature.ts';
import { toIndex } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asFlag } from './arguments.ts';
import { perDimension } from './convolve.ts';
import type { TensorFunction } from './functions.ts';
import { padded } from './padding.ts';

interface Pool {
	readonly kernel: readonly number[];
	readonly stride: readonly number[];
	readonly padding: readonly number[];
	readonly dilation: readonly number[];
}

function poolOf(rt: Runtime, x: PyTensor, bound: Bound, count: number): Pool {
	if (asFlag(bound.ceil_mode) || asFlag(bound.return_indices ?? false)) {
		throw new PythonError(
			'NotSupportedError',
			'ceil_mode and return_indices are not part of the language yet',
			rt.at
		);
	}
	const kernel = perDimension(rt, bound.kernel_size, count, 'kernel_size');
	const stride = bound.stride === null ? kernel : perDimension(rt, bound.stride, count, 'stride');
	const padding = perDimension(rt, bound.padding, count, 'padding');
	const dilation = perDimension(rt, bound.dilation ?? 1n, count, 'dilation');
	if (stride.some((step) => step < 1)) {
		throw new PythonError('RuntimeError', 'stride should not be zero', rt.at);
	}
	const odd = padding.findIndex((width, d) => width > kernel[d] / 2);
	if (odd >= 0) {
		throw new PythonError(
			'RuntimeError',
			`pad should be at most half of kernel size, but got pad=${padding[odd]} and kernel_size=${kernel[odd]}`,
			rt.at
		);
	}
	requireRank(rt, x, count);
	return { kernel, stride, padding, dilation };
}

function requireRank(rt: Runtime, { shape }: PyTensor, count: number): void {
	if (shape.length === count + 1 || shape.length === count + 2) return;
	throw new PythonError(
		'RuntimeError',
		`pooling takes ${count + 1} dimensions (channels and ${count === 1 ? 'length' : 'height, width'}) or ${count + 2} (a batch of these), but got input of size: [${shape.join(', ')}]`,
		rt.at
	);
}

/** How often a window fits along each dimension. */
function placesOf(
	rt: Runtime,
	shape: Shape,
	{ kernel, stride, padding, dilation }: Pool
): number[] {
	const spatial = shape.slice(-kernel.length);
	const places = spatial.map((extent, d) => {
		const reach = dilation[d] * (kernel[d] - 1) + 1;
		return Math.floor((extent + 2 * padding[d] - reach) / stride[d]) + 1;
	});
	if (places.every((count) => count > 0)) return places;
	// PyTorch speaks of planes, height and width, also of a line
	const wide = (list: Shape) => (list.length === 1 ? [1, ...list] : list).join('x');
	const channels = shape[shape.length - kernel.length - 1];
	throw new PythonError(
		'RuntimeError',
		`Given input size: (${channels}x${wide(spatial)}). Calculated output size: (${channels}x${wide(places)}). Output size is too small`,
		rt.at
	);
}

/** [..., places, window]: the entries of x, padded with `fill`, that each window sees. */
function windows(rt: Runtime, x: PyTensor, pool: Pool, fill: number): PyTensor {
	const { kernel, stride, padding, dilation } = pool;
	const places = placesOf(rt, x.shape, pool);
	const lead = x.shape.slice(0, -kernel.length);
	const widths = [...lead.map(() => 0), ...padding];
	const wide = padding.some((width) => width > 0) ? padded(rt, x, widths, widths, fill) : x;
	const spatial = wide.shape.slice(lead.length);
	let starts = [0];
	let within = [0];
	spatial.forEach((extent, d) => {
		const step = (list: readonly number[], count: number, pace: number) =>
			list.flatMap((at) => Array.from({ length: count }, (_, i) => at * extent + i * pace));
		starts = step(starts, places[d], stride[d]);
		within = step(within, kernel[d], dilation[d]);
	});
	const data = Float64Array.from(starts.flatMap((start) => within.map((at) => start + at)));
	const index = rt.fresh({ shape: [...places, within.length], dtype: 'int64', data });
	const flat = rt.apply('reshape', [wide], { shape: [...lead, sizeOf(spatial)] });
	return rt.apply('index_select', [flat, index], { dim: lead.length });
}

function maxPool(rt: Runtime, x: PyTensor, bound: Bound, count: number): PyTensor {
	const seen = windows(rt, x, poolOf(rt, x, bound, count), -Infinity);
	const dim = seen.shape.length - 1;
	const largest = rt.apply('argmax', [seen], { dim, keepdim: true });
	const values = rt.apply('gather', [seen, largest], { dim });
	const result = rt.apply('reshape', [values], { shape: seen.shape.slice(0, -1) });
	return rt.named(result, count === 1 ? 'SqueezeBackward1' : 'MaxPool2DWithIndicesBackward0');
}

function avgPool(rt: Runtime, x: PyTensor, bound: Bound, count: number): PyTensor {
	const pool = poolOf(rt, x, bound, count);
	const over = bound.divisor_override ?? null;
	const seen = windows(rt, x, pool, 0);
	const dim = [seen.shape.length - 1];
	const counted = asFlag(bound.count_include_pad) || pool.padding.every((width) => width === 0);
	const name = count === 1 ? 'SqueezeBackward1' : 'AvgPool2DBackward0';
	if (counted && over === null) {
		return rt.named(rt.apply('mean', [seen], { dim, keepdim: false }), name);
	}
	const total = rt.apply('sum', [seen], { dim, keepdim: false });
	const divisor =
		over === null ? inside(rt, x, pool) : rt.constant(toIndex(over, 'divisor_override'), x.dtype);
	return rt.named(rt.apply('div', [total, divisor]), name);
}

/** How many entries of x itself each window sees. */
function inside(rt: Runtime, x: PyTensor, pool: Pool): PyTensor {
	const ones = rt.apply('detach', [rt.apply('ones_like', [x])]);
	return rt.apply('sum', [windows(rt, ones, pool, 0)], { dim: [-1], keepdim: false });
}

const maximum = (count: number): TensorFunction => ({
	parameters: [
		'kernel_size',
		['stride', null],
		['padding', 0n],
		['dilation', 1n],
		['ceil_mode', false],
		['return_indices', false]
	],
	run: (rt, x, bound) =>
		rt.builder.within(`max_pool${count}d`, rt.at, () => maxPool(rt, x, bound, count))
});

const average = (count: number): TensorFunction => ({
	parameters: [
		'kernel_size',
		['stride', null],
		['padding', 0n],
		['ceil_mode', false],
		['count_include_pad', true],
		['divisor_override', null]
	],
	run: (rt, x, bound) =>
		rt.builder.within(`avg_pool${count}d`, rt.at, () => avgPool(rt, x, bound, count))
});

export const pools: Readonly<Record<string, TensorFunction>> = {
	max_pool1d: maximum(1),
	max_pool2d: maximum(2),
	avg_pool1d: average(1),
	avg_pool2d: average(2)
};
