/** Whole numbers as classes: argmax, one_hot, and rows looked up by them (embedding). */
import { normalizeDim } from '../../shape.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { toIndex, type Evaluation, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asFlag, asTensor } from './arguments.ts';
import type { TensorFunction } from './functions.ts';
import { hostOf } from './host.ts';
import { outOfRange, requireWithin } from './picking.ts';

const extreme = (op: 'argmax' | 'argmin'): TensorFunction => ({
	parameters: [
		['dim', null],
		['keepdim', false]
	],
	run: (rt, x, { dim, keepdim }) => {
		const at = dim === null ? null : normalizeDim(toIndex(dim, 'dim'), x.shape.length);
		return rt.apply(op, [x], { dim: at, keepdim: asFlag(keepdim) });
	}
});

export const classFunctions: Readonly<Record<string, TensorFunction>> = {
	argmax: extreme('argmax'),
	argmin: extreme('argmin')
};

function* oneHot(rt: Runtime, x: PyTensor, classes: Value): Evaluation<PyTensor> {
	if (x.dtype !== 'int64') {
		throw new PythonError('RuntimeError', 'one_hot is only applicable to index tensor.', rt.at);
	}
	const given = toIndex(classes, 'num_classes');
	const { data } = yield* hostOf(rt, x);
	const refuse = (message: string) => new PythonError('RuntimeError', message, rt.at);
	if (data.some((each) => each < 0)) throw refuse('Class values must be non-negative.');
	const most = Array.from(data).reduce((a, b) => Math.max(a, b), -1);
	if (given === -1 && data.length === 0) {
		throw refuse('Can not infer total number of classes from empty tensor.');
	}
	if (given !== -1 && given < 1) throw refuse('num_classes should be positive');
	if (given !== -1 && most >= given) throw refuse('Class values must be smaller than num_classes.');
	const count = given === -1 ? most + 1 : given;
	rt.refuseSize([...x.shape, count], 'one_hot');
	const names = Float64Array.from({ length: count }, (_, i) => i);
	const range = rt.fresh({ shape: [count], dtype: 'int64', data: names });
	const column = rt.apply('reshape', [x], { shape: [...x.shape, 1] });
	return rt.apply('cast', [rt.apply('eq', [column, range])], { dtype: 'int64' });
}

function* embedded(
	rt: Runtime,
	index: PyTensor,
	weight: PyTensor,
	padding: Value
): Evaluation<PyTensor> {
	if (index.dtype !== 'int64') {
		const names = { float32: 'Float', float64: 'Double', bool: 'Bool' };
		throw new PythonError(
			'RuntimeError',
			`Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.${names[index.dtype]}Tensor instead (while checking arguments for embedding)`,
			rt.at,
			'.long() makes whole numbers of it'
		);
	}
	if (weight.shape.length !== 2) {
		throw new PythonError('RuntimeError', "'weight' must be 2-D", rt.at);
	}
	const [rows] = weight.shape;
	yield* requireWithin(rt, index, rows, (at) => outOfRange(rt, at, rows));
	const picked = rt.apply('index_select', [weight, index], { dim: 0 });
	if (padding === null) return rt.named(picked, 'EmbeddingBackward0');
	// the row of the padding is looked up like the others, but learns nothing
	const row = toIndex(padding, 'padding_idx');
	const at = rt.constant(row < 0 ? row + rows : row, 'int64');
	const mask = rt.apply('reshape', [rt.apply('eq', [index, at])], { shape: [...index.shape, 1] });
	const still = rt.apply('detach', [picked]);
	return rt.named(rt.apply('where', [mask, still, picked]), 'EmbeddingBackward0');
}

export const lookups: Readonly<Record<string, TensorFunction>> = {
	one_hot: {
		parameters: [['num_classes', -1n]],
		run: (rt, x, { num_classes }) => oneHot(rt, x, num_classes)
	},
	embedding: {
		parameters: [
			'weight',
			['padding_idx', null],
			['max_norm', null],
			['norm_type', 2],
			['scale_grad_by_freq', false],
			['sparse', false]
		],
		run: (rt, x, bound) => {
			if (bound.max_norm !== null || asFlag(bound.scale_grad_by_freq) || asFlag(bound.sparse)) {
				throw new PythonError(
					'NotSupportedError',
					'max_norm, scale_grad_by_freq and sparse are not part of the language',
					rt.at
				);
			}
			return embedded(rt, x, asTensor(bound.weight, 'embedding', 'weight'), bound.padding_idx);
		}
	}
};
