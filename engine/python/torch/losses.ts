/** Loss functions of torch.nn.functional that compare entry by entry. */
import { sameShape } from '../../shape.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Bound, Signature } from '../signature.ts';
import { toNumber, type Evaluation, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asTensor } from './arguments.ts';
import { composite, requireFloat, writer, type Writer } from './composite.ts';
import type { TensorFunction } from './functions.ts';
import { hostOf } from './host.ts';

export type Reduce = 'none' | 'mean' | 'sum';

/** The arguments that PyTorch itself has given up. */
export const LEGACY: Signature = [
	['size_average', null],
	['reduce', null]
];

export function readReduction(rt: Runtime, { reduction, size_average, reduce }: Bound): Reduce {
	if ((size_average ?? null) !== null || (reduce ?? null) !== null) {
		const message = 'size_average and reduce are not part of the language';
		throw new PythonError('NotSupportedError', message, rt.at, "write reduction='sum' or 'mean'");
	}
	if (reduction === 'none' || reduction === 'mean' || reduction === 'sum') return reduction;
	const shown = typeof reduction === 'string' ? reduction : String(reduction);
	throw new PythonError('ValueError', `${shown} is not a valid value for reduction`, rt.at);
}

export function reduced(rt: Runtime, loss: PyTensor, how: Reduce): PyTensor {
	return how === 'none' ? loss : rt.apply(how, [loss], { dim: null, keepdim: false });
}

interface Comparison {
	/** Null where PyTorch's loss is itself made of plain functions. */
	readonly gradFn: string | null;
	readonly parameters: Signature;
	prepare?(rt: Runtime, x: PyTensor, target: PyTensor, bound: Bound): void | Evaluation<void>;
	make(w: Writer, x: PyTensor, target: PyTensor, bound: Bound): PyTensor;
}

function comparing(
	name: string,
	{ gradFn, parameters, prepare, make }: Comparison
): TensorFunction {
	return {
		parameters: ['target', ...parameters],
		*run(rt, x, bound) {
			const target = asTensor(bound.target, name, 'target');
			const how = readReduction(rt, bound);
			yield* prepare?.(rt, x, target, bound) ?? [];
			return composite(rt, name, gradFn, () => {
				return reduced(rt, make(writer(rt), x, target, bound), how);
			});
		}
	};
}

const plain: Signature = [...LEGACY, ['reduction', 'mean']];

/** ½d²/β where |d| < β, else |d| − ½β. */
function smoothL1(w: Writer, x: PyTensor, target: PyTensor, beta: number): PyTensor {
	const d = w.sub(x, target);
	const size = w.abs(d);
	if (beta === 0) return size;
	const isFar = w.ge(size, beta);
	// the branch not taken gets 0 for d, so that an infinite d cannot reach the gradient as 0·∞
	const near = w.div(w.mul(w.square(w.fill(d, isFar, 0)), 0.5), beta);
	return w.where(isFar, w.sub(size, 0.5 * beta), near);
}

/** ½d² where |d| ≤ δ, else δ·(|d| − ½δ). */
function huber(w: Writer, x: PyTensor, target: PyTensor, delta: number): PyTensor {
	const d = w.sub(x, target);
	const size = w.abs(d);
	const isFar = w.gt(size, delta);
	const near = w.mul(w.square(w.fill(d, isFar, 0)), 0.5);
	return w.where(isFar, w.mul(w.sub(size, 0.5 * delta), delta), near);
}

/** (1 − t)·x + m + log(e^(−m) + e^(−x−m)) with m = max(−x, 0), so that nothing overflows. */
function withLogits(w: Writer, x: PyTensor, target: PyTensor, positive: Value): PyTensor {
	const most = w.clamp(w.neg(x), { min: 0, max: null });
	const powers = w.add(w.exp(w.neg(most)), w.exp(w.sub(w.neg(x), most)));
	const soft = w.add(w.log(powers), most);
	const part = w.mul(w.sub(1, target), x);
	if (positive === null) return w.add(part, soft);
	const heavy = asTensor(positive, 'binary_cross_entropy_with_logits', 'pos_weight');
	return w.add(part, w.mul(w.add(w.mul(w.sub(heavy, 1), target), 1), soft));
}

function weighted(w: Writer, loss: PyTensor, weight: Value): PyTensor {
	return weight === null ? loss : w.mul(loss, asTensor(weight, 'loss', 'weight'));
}

function requireShapes(rt: Runtime, x: PyTensor, target: PyTensor, logits: boolean): void {
	if (sameShape(x.shape, target.shape)) return;
	const [a, b] = [target, x].map(({ shape }) => `torch.Size([${shape.join(', ')}])`);
	const message = logits
		? `Target size (${a}) must be the same as input size (${b})`
		: `Using a target size (${a}) that is different to the input size (${b}) is deprecated. Please ensure they have the same size.`;
	throw new PythonError('ValueError', message, rt.at);
}

function requirePositive(rt: Runtime, isRight: boolean, message: string): void {
	if (!isRight) throw new PythonError('RuntimeError', message, rt.at);
}

/** Probabilities alone have a cross-entropy. What a sigmoid made is one, and need not be looked at. */
function* requireProbabilities(rt: Runtime, x: PyTensor): Evaluation<void> {
	if (rt.present(x).op === 'sigmoid') return;
	const { data } = yield* hostOf(rt, x);
	const odd = data.find((each) => !(each >= 0 && each <= 1));
	if (odd === undefined) return;
	throw new PythonError(
		'RuntimeError',
		'all elements of input should be between 0 and 1',
		rt.at,
		`there is ${odd}: apply torch.sigmoid first, or use binary_cross_entropy_with_logits`
	);
}

export const lossFunctions: Readonly<Record<string, TensorFunction>> = {
	mse_loss: comparing('mse_loss', {
		gradFn: 'MseLossBackward0',
		parameters: plain,
		prepare: (rt, x) => requireFloat(rt, x, 'mse_cpu'),
		make: (w, x, target) => w.square(w.sub(x, target))
	}),
	l1_loss: comparing('l1_loss', {
		gradFn: null,
		parameters: plain,
		make: (w, x, target) => w.abs(w.sub(x, target))
	}),
	smooth_l1_loss: comparing('smooth_l1_loss', {
		gradFn: 'SmoothL1LossBackward0',
		parameters: [...plain, ['beta', 1]],
		prepare: (rt, _x, _target, { beta }) =>
			requirePositive(
				rt,
				toNumber(beta, 'beta') >= 0,
				'smooth_l1_loss does not support negative values for beta.'
			),
		make: (w, x, target, { beta }) => smoothL1(w, x, target, toNumber(beta, 'beta'))
	}),
	huber_loss: comparing('huber_loss', {
		gradFn: 'HuberLossBackward0',
		parameters: [
			['reduction', 'mean'],
			['delta', 1]
		],
		prepare: (rt, _x, _target, { delta }) =>
			requirePositive(
				rt,
				toNumber(delta, 'delta') > 0,
				'huber_loss does not support non-positive values for delta.'
			),
		make: (w, x, target, { delta }) => huber(w, x, target, toNumber(delta, 'delta'))
	}),
	binary_cross_entropy: comparing('binary_cross_entropy', {
		gradFn: 'BinaryCrossEntropyBackward0',
		parameters: [['weight', null], ...plain],
		*prepare(rt, x, target) {
			requireShapes(rt, x, target, false);
			yield* requireProbabilities(rt, x);
		},
		make: (w, x, target, { weight }) => weighted(w, w.entropy(x, target), weight)
	}),
	binary_cross_entropy_with_logits: comparing('binary_cross_entropy_with_logits', {
		gradFn: 'BinaryCrossEntropyWithLogitsBackward0',
		parameters: [['weight', null], ...plain, ['pos_weight', null]],
		prepare: (rt, x, target) => requireShapes(rt, x, target, true),
		make: (w, x, target, { weight, pos_weight }) =>
			weighted(w, withLogits(w, x, target, pos_weight), weight)
	})
};
