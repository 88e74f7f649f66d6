/** Functions that give x another shape or order: transpose, squeeze, flatten, repeat, flip and their kin. */
import { normalizeDim } from '../../shape.ts';
import { sizeOf, type Shape } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { toIndex, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asShape, asTensor, sequenceOf } from './arguments.ts';
import type { TensorFunction } from './functions.ts';
import { expanded, reshaped, stridesOf, viewed } from './views.ts';

const dimOf = (x: PyTensor, value: Value, name = 'dim') =>
	normalizeDim(toIndex(value, name), x.shape.length);

/** A dimension of x with one more, which a new one may stand before. */
const placeOf = (x: PyTensor, value: Value) =>
	normalizeDim(toIndex(value, 'dim'), x.shape.length + 1);

export function permuted(rt: Runtime, x: PyTensor, dims: readonly number[]): PyTensor {
	const order = dims.map((dim) => normalizeDim(dim, x.shape.length));
	if (order.length === x.shape.length && new Set(order).size < order.length) {
		throw new PythonError('RuntimeError', 'permute(): duplicate dims are not allowed.', rt.at);
	}
	const strides = stridesOf(x);
	const { length } = x.shape;
	// a wrong count is the op's to refuse
	const isMatrix = length === 2 && order.length === 2;
	if (isMatrix && order[0] === 1)
		return rt.named(rt.look(x, 't', {}, [strides[1], strides[0]]), 'PermuteBackward0');
	return rt.look(
		x,
		'permute',
		{ dims: order },
		order.map((dim) => strides[dim])
	);
}

export function transposed(rt: Runtime, x: PyTensor, a: Value, b: Value): PyTensor {
	const order = x.shape.map((_, dim) => dim);
	const [i, j] = [dimOf(x, a, 'dim0'), dimOf(x, b, 'dim1')];
	if (order.length > 0) [order[i], order[j]] = [j, i];
	return rt.named(permuted(rt, x, order), 'TransposeBackward0');
}

/** x in a shape that memory always allows: dimensions of one element more or less. */
function relabelled(rt: Runtime, x: PyTensor, shape: Shape, gradFn: string): PyTensor {
	return rt.named(viewed(rt, x, shape), gradFn);
}

function squeezed(rt: Runtime, x: PyTensor, dim: Value): PyTensor {
	if (dim === null) {
		return relabelled(
			rt,
			x,
			x.shape.filter((extent) => extent !== 1),
			'SqueezeBackward0'
		);
	}
	const at = dimOf(x, dim);
	const shape = x.shape.filter((extent, d) => d !== at || extent !== 1);
	return relabelled(rt, x, shape, 'SqueezeBackward1');
}

export function unsqueezed(rt: Runtime, x: PyTensor, dim: Value): PyTensor {
	const at = placeOf(x, dim);
	const shape = [...x.shape.slice(0, at), 1, ...x.shape.slice(at)];
	return relabelled(rt, x, shape, 'UnsqueezeBackward0');
}

function flattened(rt: Runtime, x: PyTensor, start: Value, end: Value): PyTensor {
	const [from, to] = [dimOf(x, start, 'start_dim'), dimOf(x, end, 'end_dim')];
	if (x.shape.length === 0) return reshaped(rt, x, [1]);
	if (from > to) {
		throw new PythonError(
			'RuntimeError',
			'flatten() has invalid args: start_dim cannot come after end_dim',
			rt.at
		);
	}
	if (from === to) return x;
	const middle = sizeOf(x.shape.slice(from, to + 1));
	return reshaped(rt, x, [...x.shape.slice(0, from), middle, ...x.shape.slice(to + 1)]);
}

/** x copied side by side: each dimension beside a new one that stretches, folded into one. */
function repeated(rt: Runtime, x: PyTensor, times: readonly number[]): PyTensor {
	const lead = times.length - x.shape.length;
	if (lead < 0) {
		throw new PythonError(
			'RuntimeError',
			'Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor',
			rt.at
		);
	}
	const odd = times.find((count) => count < 0);
	if (odd !== undefined) {
		throw new PythonError(
			'RuntimeError',
			`Trying to create tensor with negative dimension ${odd}`,
			rt.at
		);
	}
	const own = [...Array.from({ length: lead }, () => 1), ...x.shape];
	const apart = own.flatMap((extent) => [1, extent]);
	const wide = own.flatMap((extent, d) => [times[d], extent]);
	const shape = own.map((extent, d) => extent * times[d]);
	const lined = rt.apply('reshape', [x], { shape: apart });
	const copies = rt.apply('expand', [lined], { shape: wide });
	return rt.named(rt.apply('reshape', [copies], { shape }), 'RepeatBackward0');
}

function moved(rt: Runtime, x: PyTensor, source: Value, destination: Value): PyTensor {
	const list = (value: Value) => (sequenceOf(value) ?? [value]).map((dim) => dimOf(x, dim));
	const [from, to] = [list(source), list(destination)];
	if (from.length !== to.length) {
		throw new PythonError(
			'RuntimeError',
			`movedim: Invalid source or destination dims: source (${from.join(', ')} dims) should contain the same number of dims as destination (${to.join(', ')} dims)`,
			rt.at
		);
	}
	const rest = x.shape.map((_, dim) => dim).filter((dim) => !from.includes(dim));
	const order = x.shape.map((_, dim) => (to.includes(dim) ? from[to.indexOf(dim)] : rest.shift()!));
	return permuted(rt, x, order);
}

/** A whole-number leaf that Python has made up. */
function indexOf(rt: Runtime, values: readonly number[]): PyTensor {
	return rt.fresh({ shape: [values.length], dtype: 'int64', data: Float64Array.from(values) });
}

function flipped(rt: Runtime, x: PyTensor, dims: readonly number[]): PyTensor {
	const axes = dims.map((dim) => normalizeDim(dim, x.shape.length));
	let result = x;
	// a single number has nothing to turn around
	for (const dim of x.shape.length === 0 ? [] : axes) {
		const { [dim]: extent } = x.shape;
		const order = Array.from({ length: extent }, (_, i) => extent - 1 - i);
		result = rt.apply('index_select', [result, indexOf(rt, order)], { dim });
	}
	return rt.named(result === x ? rt.apply('clone', [x]) : result, 'FlipBackward0');
}

function rolled(rt: Runtime, x: PyTensor, shifts: Value, dims: Value): PyTensor {
	const list = (value: Value, name: string) =>
		(sequenceOf(value) ?? [value]).map((each) => toIndex(each, name));
	const steps = list(shifts, 'shifts');
	const axes = dims === null ? [] : list(dims, 'dims');
	if (axes.length === 0 && steps.length === 1) {
		const flat = rt.apply('reshape', [x], { shape: [-1] });
		const turned = rolledAlong(rt, flat, steps[0], 0);
		return rt.named(rt.apply('reshape', [turned], { shape: x.shape }), 'RollBackward0');
	}
	if (axes.length !== steps.length) {
		throw new PythonError(
			'RuntimeError',
			`shifts and dimensions must align. shifts: ${steps.length}, dims:${axes.length}`,
			rt.at
		);
	}
	let result = x;
	steps.forEach((step, i) => {
		result = rolledAlong(rt, result, step, normalizeDim(axes[i], x.shape.length));
	});
	return rt.named(result, 'RollBackward0');
}

function rolledAlong(rt: Runtime, x: PyTensor, step: number, dim: number): PyTensor {
	if (x.shape.length === 0) return rt.apply('clone', [x]);
	const extent = x.shape[dim];
	const wrap = (i: number) => (((i - step) % extent) + extent) % extent;
	const order = Array.from({ length: extent }, (_, i) => wrap(i));
	return rt.apply('index_select', [x, indexOf(rt, order)], { dim });
}

/** The lower (or upper) triangle, zeros elsewhere, whatever stood there. */
function triangle(rt: Runtime, x: PyTensor, diagonal: Value, upper: boolean): PyTensor {
	const shift = toIndex(diagonal, 'diagonal');
	// a vector has no second dimension to count from the end: PyTorch's error
	const rows = x.shape[normalizeDim(-2, x.shape.length)];
	const columns = x.shape[x.shape.length - 1];
	const data = new Uint8Array(rows * columns);
	for (let i = 0; i < rows; i++) {
		for (let j = 0; j < columns; j++) {
			data[i * columns + j] = Number(upper ? j - i < shift : j - i > shift);
		}
	}
	const mask = rt.fresh({ shape: [rows, columns], dtype: 'bool', data });
	const kept = rt.apply('masked_fill', [x, mask], { value: 0 });
	return rt.named(kept, upper ? 'TriuBackward0' : 'TrilBackward0');
}

function matrixTranspose(rt: Runtime, x: PyTensor): PyTensor {
	if (x.shape.length < 2) {
		throw new PythonError(
			'RuntimeError',
			`tensor.mT is only supported on matrices or batches of matrices. Got ${x.shape.length}-D tensor.`,
			rt.at
		);
	}
	return transposed(rt, x, -2n, -1n);
}

/** `.T` and `.mT`. */
export const shapeAttributes: Readonly<Record<string, (rt: Runtime, x: PyTensor) => Value>> = {
	T: (rt, x) => rt.named(permuted(rt, x, x.shape.map((_, d) => d).reverse()), 'PermuteBackward0'),
	mT: matrixTranspose
};

const swap: TensorFunction = {
	parameters: ['dim0', 'dim1'],
	run: (rt, x, { dim0, dim1 }) => transposed(rt, x, dim0, dim1)
};
const swapAxes: TensorFunction = {
	parameters: ['axis0', 'axis1'],
	run: (rt, x, { axis0, axis1 }) => transposed(rt, x, axis0, axis1)
};
const move: TensorFunction = {
	parameters: ['source', 'destination'],
	run: (rt, x, { source, destination }) => moved(rt, x, source, destination)
};
const triangular = (upper: boolean): TensorFunction => ({
	parameters: [['diagonal', 0n]],
	run: (rt, x, { diagonal }) => triangle(rt, x, diagonal, upper)
});

export const shapeFunctions: Readonly<Record<string, TensorFunction>> = {
	transpose: swap,
	swapdims: swap,
	swapaxes: swapAxes,
	permute: {
		parameters: ['*dims'],
		run: (rt, x, _, rest) => permuted(rt, x, asShape(rest, 'permute'))
	},
	movedim: move,
	moveaxis: move,
	squeeze: { parameters: [['dim', null]], run: (rt, x, { dim }) => squeezed(rt, x, dim) },
	unsqueeze: { parameters: ['dim'], run: (rt, x, { dim }) => unsqueezed(rt, x, dim) },
	flatten: {
		parameters: [
			['start_dim', 0n],
			['end_dim', -1n]
		],
		run: (rt, x, { start_dim, end_dim }) => flattened(rt, x, start_dim, end_dim)
	},
	ravel: { parameters: [], run: (rt, x) => rt.named(reshaped(rt, x, [-1]), 'ViewBackward0') },
	unflatten: {
		parameters: ['dim', 'sizes'],
		run: (rt, x, { dim, sizes }) => {
			const at = dimOf(x, dim);
			const parts = asShape([sizes], 'unflatten');
			return viewed(rt, x, [...x.shape.slice(0, at), ...parts, ...x.shape.slice(at + 1)]);
		}
	},
	view_as: {
		parameters: ['other'],
		run: (rt, x, { other }) => viewed(rt, x, asTensor(other, 'view_as', 'other').shape)
	},
	reshape_as: {
		parameters: ['other'],
		run: (rt, x, { other }) => reshaped(rt, x, asTensor(other, 'reshape_as', 'other').shape)
	},
	expand_as: {
		parameters: ['other'],
		run: (rt, x, { other }) => expanded(rt, x, asTensor(other, 'expand_as', 'other').shape)
	},
	broadcast_to: {
		parameters: ['*size'],
		run: (rt, x, _, rest) => expanded(rt, x, asShape(rest, 'broadcast_to'))
	},
	repeat: {
		parameters: ['*sizes'],
		run: (rt, x, _, rest) => {
			const times = asShape(rest, 'repeat');
			return rt.builder.within('repeat', rt.at, () => repeated(rt, x, times));
		}
	},
	tile: {
		parameters: ['*dims'],
		run: (rt, x, _, rest) => {
			const times = asShape(rest, 'tile');
			const lead = Math.max(0, x.shape.length - times.length);
			return repeated(rt, x, [...Array.from({ length: lead }, () => 1), ...times]);
		}
	},
	flip: { parameters: ['*dims'], run: (rt, x, _, rest) => flipped(rt, x, asShape(rest, 'flip')) },
	roll: {
		parameters: ['shifts', ['dims', null]],
		run: (rt, x, { shifts, dims }) => rolled(rt, x, shifts, dims)
	},
	tril: triangular(false),
	triu: triangular(true)
};
