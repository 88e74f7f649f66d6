/** cross_entropy and nll_loss: losses against classes, named by number or by probability. */
import { isFloat, sizeOf } from '../../tensor.ts';
import { PYTORCH_NAME } from '../../ops/dtypes.ts';
import { normalizeDim, sameShape } from '../../shape.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Bound } from '../signature.ts';
import { toIndex, toNumber, type Evaluation, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asTensor } from './arguments.ts';
import { composite, writer } from './composite.ts';
import type { TensorFunction } from './functions.ts';
import { hostOf } from './host.ts';
import { readReduction, reduced, type Reduce } from './losses.ts';
import { logSoftmax } from './softmax.ts';

interface Settings {
	readonly how: Reduce;
	readonly weight: PyTensor | null;
	/** A class whose examples do not count. */
	readonly ignored: number;
	readonly smoothing: number;
}

function readSettings(rt: Runtime, name: string, bound: Bound): Settings {
	const { weight, ignore_index, label_smoothing = 0 } = bound as Record<string, Value>;
	return {
		how: readReduction(rt, bound),
		weight: weight === null ? null : asTensor(weight, name, 'weight'),
		ignored: toIndex(ignore_index, 'ignore_index'),
		smoothing: toNumber(label_smoothing, 'label_smoothing')
	};
}

/** Classes are dimension 1 of a batch, the only one of a single example. */
const classAxis = (x: PyTensor) => (x.shape.length > 1 ? 1 : 0);

/** Whether some example has the class that does not count; an IndexError for a class that is not there. */
function* readTargets(
	rt: Runtime,
	target: PyTensor,
	classes: number,
	ignored: number
): Evaluation<boolean> {
	const { data } = yield* hostOf(rt, target);
	const odd = data.find((at) => at !== ignored && !(at >= 0 && at < classes));
	if (odd === undefined) return data.includes(ignored);
	throw new PythonError(
		'IndexError',
		`Target ${odd} is out of bounds.`,
		rt.at,
		`there are ${classes} classes, numbered from 0 to ${classes - 1}`
	);
}

function requireTargets(rt: Runtime, x: PyTensor, target: PyTensor): void {
	const axis = classAxis(x);
	const wanted = x.shape.filter((_, i) => i !== axis);
	if (target.dtype !== 'int64') {
		const message = `expected scalar type Long but found ${PYTORCH_NAME[target.dtype]}`;
		throw new PythonError('RuntimeError', message, rt.at, 'classes are named by whole numbers');
	}
	if (sameShape(target.shape, wanted)) return;
	const [n, m] = [x.shape[0], target.shape[0]];
	if (x.shape.length > 1 && target.shape.length > 0 && n !== m) {
		throw new PythonError(
			'ValueError',
			`Expected input batch_size (${n}) to match target batch_size (${m}).`,
			rt.at
		);
	}
	if (x.shape.length === 1 && target.shape.length === 1) {
		const message = `size mismatch (got input: [${n}], target: [${m}])`;
		throw new PythonError('RuntimeError', message, rt.at, 'one example has one class');
	}
	throw new PythonError(
		'RuntimeError',
		x.shape.length <= 2
			? '0D or 1D target tensor expected, multi-target not supported'
			: `Expected target size [${wanted.join(', ')}], got [${target.shape.join(', ')}]`,
		rt.at
	);
}

/** For every example −log p of its class, weighted; their mean is by the sum of the weights. */
function lossOf(
	rt: Runtime,
	logs: PyTensor,
	target: PyTensor,
	settings: Settings,
	ignores: boolean
): PyTensor {
	const w = writer(rt);
	const { how, ignored, smoothing } = settings;
	const axis = classAxis(logs);
	const isIgnored = ignores ? w.eq(target, ignored) : null;
	const safe = isIgnored ? w.fill(target, isIgnored, 0) : target;
	const index = rt.apply('reshape', [safe], { shape: safe.shape.toSpliced(axis, 0, 1) });
	const picked = rt.apply('gather', [logs, index], { dim: axis });
	const chosen = rt.apply('reshape', [w.neg(picked)], { shape: safe.shape });
	const weights = settings.weight && weightsOf(rt, settings.weight, safe);
	const count = (x: PyTensor) => (isIgnored ? w.fill(x, isIgnored, 0) : x);
	let loss = count(weights ? w.mul(chosen, weights) : chosen);
	if (smoothing > 0) {
		const all = settings.weight ? w.mul(logs, alongAxis(rt, settings.weight, logs, axis)) : logs;
		const even = count(w.neg(w.sum(all, { dim: [axis], keepdim: false })));
		const part = smoothing / logs.shape[axis];
		loss = w.add(w.mul(loss, 1 - smoothing), w.mul(even, part));
	}
	if (how !== 'mean' || !(weights || isIgnored)) return reduced(rt, loss, how);
	const ones = weights ?? rt.apply('ones_like', [chosen]);
	return w.div(reduced(rt, loss, 'sum'), reduced(rt, count(ones), 'sum'));
}

function weightsOf(rt: Runtime, weight: PyTensor, target: PyTensor): PyTensor {
	const line = rt.apply('reshape', [target], { shape: [sizeOf(target.shape)] });
	const picked = rt.apply('index_select', [weight, line], { dim: 0 });
	return rt.apply('reshape', [picked], { shape: target.shape });
}

/** One number per class, in a shape that meets `x` along its class dimension. */
function alongAxis(rt: Runtime, weight: PyTensor, x: PyTensor, axis: number): PyTensor {
	const shape = x.shape.map((extent, i) => (i === axis ? extent : 1));
	return rt.apply('reshape', [weight], { shape });
}

/** −Σ q·log p for target probabilities q, smoothed; their mean is by the number of examples. */
function softLoss(rt: Runtime, logs: PyTensor, target: PyTensor, settings: Settings): PyTensor {
	const w = writer(rt);
	const { how, weight, smoothing } = settings;
	const axis = classAxis(logs);
	const classes = logs.shape[axis];
	const goal = smoothing > 0 ? w.add(w.mul(target, 1 - smoothing), smoothing / classes) : target;
	const parts = w.mul(logs, goal);
	const scaled = weight ? w.mul(parts, alongAxis(rt, weight, logs, axis)) : parts;
	if (how === 'none') return w.neg(w.sum(scaled, { dim: [axis], keepdim: false }));
	const total = w.neg(w.sum(scaled, { dim: null, keepdim: false }));
	return how === 'sum' ? total : w.div(total, sizeOf(logs.shape) / classes);
}

function gradFnOf(x: PyTensor, { smoothing }: Settings): string {
	if (smoothing > 0) return 'AddBackward0';
	return x.shape.length > 2 ? 'NllLoss2DBackward0' : 'NllLossBackward0';
}

function* crossEntropy(rt: Runtime, x: PyTensor, bound: Bound): Evaluation<PyTensor> {
	const target = asTensor(bound.target, 'cross_entropy', 'target');
	const settings = readSettings(rt, 'cross_entropy_loss', bound);
	// a single number has no classes: PyTorch's error
	const axis = normalizeDim(x.shape.length === 1 ? 0 : 1, x.shape.length);
	if (sameShape(x.shape, target.shape) && isFloat(target.dtype)) {
		const gradFn = settings.how === 'mean' ? 'DivBackward1' : 'NegBackward0';
		return composite(rt, 'cross_entropy', gradFn, () =>
			softLoss(rt, logSoftmax(rt, x, axis), target, settings)
		);
	}
	requireTargets(rt, x, target);
	const ignores = yield* readTargets(rt, target, x.shape[axis], settings.ignored);
	return composite(rt, 'cross_entropy', gradFnOf(x, settings), () =>
		lossOf(rt, logSoftmax(rt, x, axis), target, settings, ignores)
	);
}

function* nllLoss(rt: Runtime, x: PyTensor, bound: Bound): Evaluation<PyTensor> {
	const target = asTensor(bound.target, 'nll_loss', 'target');
	const settings = readSettings(rt, 'nll_loss_nd', bound);
	requireTargets(rt, x, target);
	const ignores = yield* readTargets(rt, target, x.shape[classAxis(x)], settings.ignored);
	return composite(rt, 'nll_loss', gradFnOf(x, settings), () =>
		lossOf(rt, x, target, settings, ignores)
	);
}

const parameters: TensorFunction['parameters'] = [
	'target',
	['weight', null],
	['size_average', null],
	['ignore_index', -100n],
	['reduce', null],
	['reduction', 'mean']
];

export const classLossFunctions: Readonly<Record<string, TensorFunction>> = {
	cross_entropy: { parameters: [...parameters, ['label_smoothing', 0]], run: crossEntropy },
	nll_loss: { parameters, run: nllLoss }
};
