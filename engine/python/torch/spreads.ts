/** How entries scatter: var and std; how large a tensor is: norm; and layer_norm. */
import { PYTORCH_NAME } from '../../ops/dtypes.ts';
import { sameShape } from '../../shape.ts';
import { isFloat } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Bound, Signature } from '../signature.ts';
import { toNumber, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asDims, asFlag, asShape, asTensor, sequenceOf } from './arguments.ts';
import { composite, writer } from './composite.ts';
import type { TensorFunction } from './functions.ts';

interface Spread {
	readonly dim: readonly number[] | null;
	readonly keepdim: boolean;
	/** What is taken off the count: 1 for a sample, 0 for a whole population. */
	readonly correction: number;
}

/** Σ(x − mean x)² / (n − correction). */
function variance(rt: Runtime, x: PyTensor, { dim, keepdim, correction }: Spread): PyTensor {
	const w = writer(rt);
	const count = (dim ?? x.shape.map((_, i) => i)).reduce((n, d) => n * (x.shape[d] ?? 1), 1);
	const away = w.sub(x, w.mean(x, { dim, keepdim: true }));
	const total = w.sum(w.square(away), { dim, keepdim });
	return w.div(total, Math.max(count - correction, 0));
}

/** √x with slope 0 at 0, as PyTorch has it where the slope of a root would only meet 0·∞. */
function flatRoot(rt: Runtime, x: PyTensor): PyTensor {
	const w = writer(rt);
	const none = w.eq(x, 0);
	return w.fill(w.sqrt(w.fill(x, none, 1)), none, 0);
}

/** `x.var(False)` is about bias, `x.var(1)` about dimension 1. */
function readSpread(x: PyTensor, { dim, unbiased, keepdim, correction }: Bound): Spread {
	const isBias = typeof dim === 'boolean';
	const biased = isBias ? !dim : unbiased !== null && !asFlag(unbiased);
	const plain = biased ? 0 : 1;
	return {
		dim: isBias ? null : asDims(dim, x.shape.length),
		keepdim: asFlag(keepdim),
		correction: correction === null ? plain : toNumber(correction, 'correction')
	};
}

function spreadFunction(name: 'var' | 'std'): TensorFunction {
	const parameters: Signature = [
		['dim', null],
		['unbiased', null],
		['keepdim', false],
		['correction', null]
	];
	const run: TensorFunction['run'] = (rt, x, bound) => {
		if (!isFloat(x.dtype)) {
			const message = 'std and var only support floating point and complex dtypes';
			throw new PythonError('RuntimeError', message, rt.at);
		}
		const spread = readSpread(x, bound);
		if (name === 'var') return composite(rt, 'var', 'VarBackward0', () => variance(rt, x, spread));
		return composite(rt, 'std', 'StdBackward0', () => flatRoot(rt, variance(rt, x, spread)));
	};
	return { parameters, run };
}

/** (Σ|x|^p)^(1/p), and its limits: the largest size, the smallest, the count of what is not 0. */
function normOf(rt: Runtime, x: PyTensor, p: number, over: Omit<Spread, 'correction'>): PyTensor {
	const w = writer(rt);
	const size = () => w.abs(x);
	if (p === 2) return flatRoot(rt, w.sum(w.square(x), over));
	if (p === 1) return w.sum(size(), over);
	if (p === Infinity) return w.amax(size(), { ...over, ties: 'even' });
	if (p === -Infinity) return w.amin(size(), { ...over, ties: 'even' });
	if (p === 0) return w.sum(w.abs(w.sign(x)), over);
	if (p < 1) {
		throw new PythonError(
			'NotSupportedError',
			`norm(p=${p}) is not part of the language yet`,
			rt.at
		);
	}
	const total = w.sum(rt.apply('pow', [size()], { exponent: p }), over);
	const none = w.eq(total, 0);
	const root = rt.apply('pow', [w.fill(total, none, 1)], { exponent: 1 / p });
	return w.fill(root, none, 0);
}

function orderOf(rt: Runtime, p: Value): number {
	if (p === null || p === 'fro') return 2;
	if (typeof p !== 'string') return toNumber(p, 'p');
	throw new PythonError(
		'NotSupportedError',
		`norm(p='${p}') is not part of the language yet`,
		rt.at
	);
}

function requireFloatNorm(rt: Runtime, x: PyTensor): void {
	if (isFloat(x.dtype)) return;
	throw new PythonError(
		'RuntimeError',
		`norm(): input dtype should be either floating point or complex. Got ${PYTORCH_NAME[x.dtype]} instead.`,
		rt.at
	);
}

function norm(rt: Runtime, x: PyTensor, { p, dim, keepdim }: Bound): PyTensor {
	requireFloatNorm(rt, x);
	const over = { dim: asDims(dim, x.shape.length), keepdim: asFlag(keepdim) };
	return composite(rt, 'norm', 'NormBackward1', () => normOf(rt, x, orderOf(rt, p), over));
}

/** The norm of x − other. */
function distance(rt: Runtime, x: PyTensor, { other, p }: Bound): PyTensor {
	return composite(rt, 'dist', 'DistBackward0', () => {
		const away = rt.apply('sub', [x, asTensor(other, 'dist', 'other')]);
		requireFloatNorm(rt, away);
		return normOf(rt, away, orderOf(rt, p), { dim: null, keepdim: false });
	});
}

export const spreadFunctions: Readonly<Record<string, TensorFunction>> = {
	var: spreadFunction('var'),
	std: spreadFunction('std'),
	norm: {
		parameters: [
			['p', 2n],
			['dim', null],
			['keepdim', false]
		],
		run: norm
	},
	dist: { parameters: ['other', ['p', 2n]], run: distance }
};

/** (x − mean x)/√(var x + ε)·weight + bias over the last dimensions, the variance that of a population. */
function layerNorm(rt: Runtime, x: PyTensor, bound: Bound): PyTensor {
	const shape = normalizedShape(rt, x, bound.normalized_shape);
	const dim = shape.map((_, i) => x.shape.length - shape.length + i);
	const part = (name: 'weight' | 'bias') => affine(rt, name, bound[name], shape);
	const [weight, bias] = [part('weight'), part('bias')];
	const eps = toNumber(bound.eps, 'eps');
	return composite(rt, 'layer_norm', 'NativeLayerNormBackward0', () => {
		const w = writer(rt);
		const away = w.sub(x, w.mean(x, { dim, keepdim: true }));
		const scatter = w.mean(w.square(away), { dim, keepdim: true });
		const plain = w.div(away, w.sqrt(w.add(scatter, eps)));
		const scaled = weight ? w.mul(plain, weight) : plain;
		return bias ? w.add(scaled, bias) : scaled;
	});
}

function normalizedShape(rt: Runtime, x: PyTensor, given: Value): number[] {
	const items = sequenceOf(given);
	if (!items) {
		const message = `layer_norm(): argument 'normalized_shape' (position 2) must be tuple of ints`;
		throw new PythonError('TypeError', message, rt.at, 'write (n,) for one dimension');
	}
	const shape = asShape(items, 'layer_norm');
	if (shape.length > 0 && sameShape(x.shape.slice(-shape.length), shape)) return shape;
	throw new PythonError(
		'RuntimeError',
		`Given normalized_shape=[${shape.join(', ')}], expected input with shape [*, ${shape.join(', ')}], but got input of size[${x.shape.join(', ')}]`,
		rt.at
	);
}

function affine(
	rt: Runtime,
	name: 'weight' | 'bias',
	given: Value,
	shape: readonly number[]
): PyTensor | null {
	if (given === null) return null;
	const tensor = asTensor(given, 'layer_norm', name);
	if (sameShape(tensor.shape, shape)) return tensor;
	throw new PythonError(
		'RuntimeError',
		`Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape [${tensor.shape.join(', ')}] and normalized_shape = [${shape.join(', ')}]`,
		rt.at
	);
}

export const functionalNorms: Readonly<Record<string, TensorFunction>> = {
	layer_norm: {
		parameters: ['normalized_shape', ['weight', null], ['bias', null], ['eps', 1e-5]],
		run: layerNorm
	}
};
