/** Activation functions of torch.nn.functional, made of the op table's functions. */
import type { Runtime } from '../runtime.ts';
import type { Signature } from '../signature.ts';
import { PythonError } from '../errors.ts';
import { remade } from '../in-place.ts';
import { toNumber, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asFlag } from './arguments.ts';
import { composite, requireFloat, writer, type Writer } from './composite.ts';
import type { TensorFunction } from './functions.ts';

type Make = (
	w: Writer,
	x: PyTensor,
	bound: Readonly<Record<string, Value>>,
	rt: Runtime
) => PyTensor;

interface Activation {
	readonly gradFn: string;
	/** PyTorch's name of the function in place, where that is another. */
	readonly changing?: string;
	readonly kernel: string;
	readonly parameters?: Signature;
	readonly make: Make;
}

function activation(name: string, { gradFn, changing = gradFn, ...rest }: Activation) {
	const { kernel, parameters = [], make } = rest;
	const run: TensorFunction['run'] = (rt, x, bound) => {
		requireFloat(rt, x, kernel);
		const made = (from: PyTensor, as: string) =>
			composite(rt, name, as, () => make(writer(rt), from, bound, rt));
		if (!asFlag(bound.inplace ?? null)) return made(x, gradFn);
		return remade(rt, x, (copy) => made(copy, changing));
	};
	return { parameters, run } satisfies TensorFunction;
}

const inplace = ['inplace', false] as const;

/** x where x > 0, else x·slope; so the slope itself at 0. */
const leakyRelu: Make = (w, x, { negative_slope }) =>
	w.where(w.gt(x, 0), x, w.mul(x, toNumber(negative_slope, 'negative_slope')));

/**
 * α·(eˣ − 1) where x ≤ 0, by the exponential as in PyTorch. The branch not taken gets 0 for x, so
 * that its overflow cannot reach the gradient as 0·∞.
 */
const elu: Make = (w, x, { alpha }) => {
	const isBelow = w.le(x, 0);
	const below = w.sub(w.exp(w.where(isBelow, x, 0)), 1);
	return w.where(isBelow, w.mul(below, toNumber(alpha, 'alpha')), x);
};

/** ½x·(1 + erf(x/√2)), or Hendrycks and Gimpel's ½x·(1 + tanh(√(2/π)·(x + 0.044715·x³))). */
const gelu: Make = (w, x, { approximate }, rt) => {
	const half = w.mul(x, 0.5);
	if (approximate === 'none') return w.mul(half, w.add(w.erf(w.mul(x, Math.SQRT1_2)), 1));
	if (approximate !== 'tanh') {
		const message = 'approximate argument must be either none or tanh.';
		throw new PythonError('RuntimeError', message, rt.at);
	}
	const cube = rt.apply('pow', [x], { exponent: 3 });
	const inner = w.mul(w.add(x, w.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI));
	return w.mul(half, w.add(w.tanh(inner), 1));
};

/** log(1 + e^(βx))/β, and x itself where βx exceeds the threshold. */
const softplus: Make = (w, x, bound) => {
	const beta = toNumber(bound.beta, 'beta');
	const scaled = beta === 1 ? x : w.mul(x, beta);
	const isLarge = w.gt(scaled, toNumber(bound.threshold, 'threshold'));
	const soft = w.log1p(w.exp(w.fill(scaled, isLarge, 0)));
	return w.where(isLarge, x, beta === 1 ? soft : w.div(soft, beta));
};

/** Cut to [min, max]; unlike clamp it has slope 0 at the bounds themselves. */
function cut(w: Writer, x: PyTensor, min: number, max: number): PyTensor {
	return w.fill(w.fill(x, w.le(x, min), min), w.ge(x, max), max);
}

export const activationFunctions: Readonly<Record<string, TensorFunction>> = {
	leaky_relu: activation('leaky_relu', {
		gradFn: 'LeakyReluBackward0',
		changing: 'LeakyReluBackward1',
		kernel: 'leaky_relu_cpu',
		parameters: [['negative_slope', 0.01], inplace],
		make: leakyRelu
	}),
	elu: activation('elu', {
		gradFn: 'EluBackward0',
		changing: 'EluBackward1',
		kernel: 'elu_cpu',
		parameters: [['alpha', 1], inplace],
		make: elu
	}),
	gelu: activation('gelu', {
		gradFn: 'GeluBackward0',
		kernel: 'GeluKernelImpl',
		parameters: [['approximate', 'none']],
		make: gelu
	}),
	silu: activation('silu', {
		gradFn: 'SiluBackward0',
		kernel: 'silu_cpu',
		parameters: [inplace],
		make: (w, x) => w.mul(x, w.sigmoid(x))
	}),
	softplus: activation('softplus', {
		gradFn: 'SoftplusBackward0',
		kernel: 'softplus_cpu',
		parameters: [
			['beta', 1n],
			['threshold', 20n]
		],
		make: softplus
	}),
	hardtanh: activation('hardtanh', {
		gradFn: 'HardtanhBackward0',
		kernel: 'hardtanh_cpu',
		parameters: [['min_val', -1], ['max_val', 1], inplace],
		make: (w, x, { min_val, max_val }) =>
			cut(w, x, toNumber(min_val, 'min_val'), toNumber(max_val, 'max_val'))
	}),
	relu6: activation('relu6', {
		gradFn: 'HardtanhBackward0',
		kernel: 'hardtanh_cpu',
		parameters: [inplace],
		make: (w, x) => cut(w, x, 0, 6)
	})
};
