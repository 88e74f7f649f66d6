/** Functions that pick by whole numbers or masks: gather, index_select, masked_select, take. */
import { normalizeDim } from '../../shape.ts';
import { sizeOf } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { toIndex, type Evaluation, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asFlag, asTensor } from './arguments.ts';
import type { TensorFunction } from './functions.ts';
import { hostOf } from './host.ts';
import { indexed } from './indexing.ts';

const dimOf = (x: PyTensor, value: Value) => normalizeDim(toIndex(value, 'dim'), x.shape.length);

/** Throws `error` unless every index lies within the extent. */
export function* requireWithin(
	rt: Runtime,
	index: PyTensor,
	extent: number,
	error: (at: number) => PythonError
): Evaluation<void> {
	const { data } = yield* hostOf(rt, index);
	const odd = data.find((at) => !(at >= 0 && at < extent));
	if (odd !== undefined) throw error(odd);
}

export function outOfRange(rt: Runtime, at: number, extent: number): PythonError {
	return new PythonError(
		'IndexError',
		'index out of range in self',
		rt.at,
		`${at} does not lie between 0 and ${extent - 1}`
	);
}

function* selectRows(rt: Runtime, x: PyTensor, dim: Value, index: PyTensor): Evaluation<PyTensor> {
	const at = dimOf(x, dim);
	if (index.shape.length > 1) {
		throw new PythonError('IndexError', 'index_select(): Index is supposed to be a vector', rt.at);
	}
	if (index.dtype !== 'int64') {
		throw new PythonError(
			'RuntimeError',
			'index_select(): Expected dtype int32 or int64 for index',
			rt.at
		);
	}
	const extent = x.shape[at] ?? 1;
	yield* requireWithin(rt, index, extent, (i) => outOfRange(rt, i, extent));
	if (x.shape.length === 0) return rt.apply('clone', [x]);
	const line = index.shape.length === 1 ? index : rt.apply('reshape', [index], { shape: [1] });
	return rt.apply('index_select', [x, line], { dim: at });
}

/** Refuses an index that `x` does not have along dimension `at`, once its numbers are known. */
function* requireAlong(rt: Runtime, x: PyTensor, at: number, index: PyTensor): Evaluation<void> {
	const extent = x.shape[at] ?? 1;
	const text = (i: number) => `index ${i} is out of bounds for dimension ${at} with size ${extent}`;
	yield* requireWithin(rt, index, extent, (i) => new PythonError('RuntimeError', text(i), rt.at));
}

/** A single number is taken for a line of one. */
const asLine = (rt: Runtime, x: PyTensor) =>
	x.shape.length === 0 ? rt.apply('reshape', [x], { shape: [1] }) : x;

function* gathered(rt: Runtime, x: PyTensor, dim: Value, index: PyTensor): Evaluation<PyTensor> {
	if (x.shape.length + index.shape.length === 1) {
		const line = yield* gathered(rt, asLine(rt, x), dim, asLine(rt, index));
		const { shape } = index;
		return shape.length === 1
			? line
			: rt.named(rt.apply('reshape', [line], { shape }), 'GatherBackward0');
	}
	const at = dimOf(x, dim);
	const result = rt.apply('gather', [x, index], { dim: at });
	yield* requireAlong(rt, x, at, index);
	return result;
}

/** zeros_like(x) with src added at the index, plus x. */
function* scattered(
	rt: Runtime,
	x: PyTensor,
	dim: Value,
	index: PyTensor,
	source: PyTensor
): Evaluation<PyTensor> {
	const at = dimOf(x, dim);
	const fits = source.shape.join() === index.shape.join();
	if (!fits) {
		throw new PythonError(
			'NotSupportedError',
			'scatter_add takes a source of the shape of its index here',
			rt.at
		);
	}
	const added = rt.apply('scatter_add', [source, index], { dim: at, shape: x.shape });
	yield* requireAlong(rt, x, at, index);
	return rt.named(rt.apply('add', [x, added]), 'ScatterAddBackward0');
}

export const pickingFunctions: Readonly<Record<string, TensorFunction>> = {
	index_select: {
		parameters: ['dim', 'index'],
		run: (rt, x, { dim, index }) => selectRows(rt, x, dim, asTensor(index, 'index_select', 'index'))
	},
	gather: {
		parameters: ['dim', 'index', ['sparse_grad', false]],
		run: (rt, x, { dim, index, sparse_grad }) => {
			if (asFlag(sparse_grad)) {
				throw new PythonError(
					'NotSupportedError',
					'sparse gradients are not part of the language',
					rt.at
				);
			}
			return gathered(rt, x, dim, asTensor(index, 'gather', 'index'));
		}
	},
	scatter_add: {
		parameters: ['dim', 'index', 'src'],
		run: (rt, x, { dim, index, src }) =>
			scattered(
				rt,
				x,
				dim,
				asTensor(index, 'scatter_add', 'index'),
				asTensor(src, 'scatter_add', 'src')
			)
	},
	masked_select: {
		parameters: ['mask'],
		run: function* (rt, x, { mask }) {
			const picked = yield* indexed(rt, x, wide(rt, x, asTensor(mask, 'masked_select', 'mask')));
			return rt.named(picked, 'MaskedSelectBackward0');
		}
	},
	take: {
		parameters: ['index'],
		run: function* (rt, x, { index }) {
			const flat = rt.apply('reshape', [x], { shape: [sizeOf(x.shape)] });
			const picked = yield* indexed(rt, flat, asTensor(index, 'take', 'index'));
			return rt.named(picked, 'TakeBackward0');
		}
	}
};

function wide(rt: Runtime, x: PyTensor, mask: PyTensor): PyTensor {
	if (mask.dtype !== 'bool') {
		throw new PythonError('RuntimeError', 'masked_select: expected BoolTensor for mask', rt.at);
	}
	const { shape } = x;
	return mask.shape.join() === shape.join() ? mask : rt.apply('expand', [mask], { shape });
}
