/** Random tensors: PyTorch's own numbers for the same seed. */
import { storable } from '../../ops/dtypes.ts';
import {
	cast,
	full,
	sizeOf,
	tensor,
	type DType,
	type FloatType,
	type Tensor
} from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { builtin, type Bound } from '../signature.ts';
import { toIndex, toNumber, type Evaluation, type PyBuiltin, type Value } from '../values.ts';
import { PyTensor } from '../variable.ts';
import { asFlag, asNewShape } from './arguments.ts';
import { asFloatType, made, OPTIONS } from './factories.ts';
import type { TensorFunction } from './functions.ts';
import { hostOf } from './host.ts';
import { memoryOrder } from './memory-order.ts';

const KERNELS = { randn: 'normal_kernel_cpu', rand: 'check_uniform_bounds' } as const;

function drawn(
	rt: Runtime,
	kind: 'randn' | 'rand',
	shape: readonly number[],
	bound: Bound,
	own: DType
): PyTensor {
	rt.drawn();
	return made(
		rt,
		bound,
		(dtype) => rt.random[kind](shape, asFloatType(rt, KERNELS[kind], dtype)),
		own
	);
}

function integers(rt: Runtime, { low, high, size, ...bound }: Bound): PyTensor {
	// randint(high, size) leaves low out
	const short = size === null;
	const [from, to] = short ? [0n, low] : [low, high];
	const shape = asNewShape(rt, [short ? high : size], 'randint');
	const limits = [toIndex(from, 'low'), toIndex(to, 'high')] as const;
	rt.drawn();
	return made(rt, bound, (dtype) => cast(rt.random.randint(...limits, shape), dtype), 'int64');
}

function permutation(rt: Runtime, bound: Bound): PyTensor {
	const n = toIndex(bound.n, 'n');
	if (n < 0) throw new PythonError('RuntimeError', 'n must be non-negative, got' + n, rt.at);
	asNewShape(rt, [BigInt(n)], 'randperm');
	rt.drawn();
	return made(rt, bound, (dtype) => cast(rt.random.randperm(n), dtype), 'int64');
}

/** One draw for each probability; they are numbers that Python must know. */
function* bernoulli(rt: Runtime, x: PyTensor, p: Value): Evaluation<PyTensor> {
	if (p !== null) return rt.fresh(coins(rt, x, toNumber(p, 'p')));
	const type = asFloatType(rt, 'bernoulli_tensor_cpu_self_', x.dtype);
	const host = yield* hostOf(rt, x);
	if (!host.data.every((each) => each >= 0 && each <= 1)) {
		throw new PythonError(
			'RuntimeError',
			'Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)',
			rt.at,
			'a probability lies between 0 and 1'
		);
	}
	rt.drawn();
	const data = Array.from(host.data, (each) => Number(rt.random.uniform(type) < each));
	return rt.fresh(tensor(data, host.shape, x.dtype));
}

/** Ones with probability p, in the shape and dtype of x: what dropout draws. */
export function coins(rt: Runtime, x: PyTensor, p: number): Tensor {
	if (!(p >= 0 && p <= 1)) {
		throw new PythonError(
			'RuntimeError',
			`bernoulli_ expects p to be in [0, 1], but got p=${p}`,
			rt.at
		);
	}
	rt.drawn();
	const data = Array.from({ length: sizeOf(x.shape) }, () =>
		Number(rt.random.uniform('float64') < p)
	);
	return asInMemory(x, tensor(data, x.shape, x.dtype));
}

/** Numbers drawn one after another, each where the memory of x has its turn. */
function asInMemory(x: PyTensor, drawn: Tensor): Tensor {
	const order = memoryOrder(x);
	if (!order) return drawn;
	const data = drawn.data.slice();
	order.forEach((at, k) => (data[at] = drawn.data[k]));
	return { ...drawn, data };
}

/** Normal numbers with a mean and a deviation of their own, each rounded as PyTorch rounds. */
function normal(rt: Runtime, shape: readonly number[], type: FloatType, mean: number, std: number) {
	if (std < 0) {
		throw new PythonError('RuntimeError', `normal expects std >= 0.0, but found std ${std}`, rt.at);
	}
	rt.drawn();
	return rt.random.normal(shape, type, storable(mean, type), storable(std, type));
}

function uniform(rt: Runtime, shape: readonly number[], type: FloatType, from: number, to: number) {
	if (from > to) {
		throw new PythonError(
			'RuntimeError',
			`uniform_ expects to return a [from, to) range, but found from=${from} > to=${to}`,
			rt.at
		);
	}
	rt.drawn();
	const round = (value: number) => storable(value, type);
	const width = round(round(to) - round(from));
	const { data, ...rest } = rt.random.rand(shape, type);
	return { ...rest, data: data.map((each) => round(round(each * width) + round(from))) };
}

/** torch.normal: numbers with a size, or tensors that say mean or deviation entry by entry. */
function normals(rt: Runtime, { mean, std, size, ...bound }: Bound): PyTensor {
	const shaped = mean instanceof PyTensor ? mean : std instanceof PyTensor ? std : null;
	if (!shaped) {
		const shape = asNewShape(rt, [size], 'normal');
		const [centre, spread] = [toNumber(mean, 'mean'), toNumber(std, 'std')];
		return made(rt, bound, (dtype) =>
			normal(rt, shape, asFloatType(rt, 'normal_kernel_cpu', dtype), centre, spread)
		);
	}
	const type = asFloatType(rt, 'normal_kernel_cpu', shaped.dtype);
	const noise = rt.fresh(normal(rt, shaped.shape, type, 0, 1));
	const operand = (value: Value) =>
		value instanceof PyTensor ? value : rt.constant(toNumber(value, 'normal()'), type);
	const wide = rt.apply('mul', [noise, operand(std)]);
	return rt.apply('add', [wide, operand(mean)]);
}

/** `x.uniform_()` and its kin: x becomes what was drawn. */
function overwrite(rt: Runtime, x: PyTensor, values: Tensor): PyTensor {
	return rt.write(x, 'clone', [rt.fresh(values)]);
}

export const chances: readonly PyBuiltin[] = [
	...(['randn', 'rand'] as const).map((kind) =>
		builtin(kind, ['*size', ...OPTIONS], (rt, bound, rest) =>
			drawn(rt, kind, asNewShape(rt, rest, kind), bound, rt.dtype)
		)
	),
	builtin('randint', ['low', 'high', ['size', null], ...OPTIONS], integers),
	builtin('randperm', ['n', ...OPTIONS], permutation),
	builtin('normal', ['mean', ['std', 1], ['size', null], ...OPTIONS], normals)
];

const likeRandom = (kind: 'randn' | 'rand'): TensorFunction => ({
	parameters: OPTIONS,
	run: (rt, x, bound) => {
		rt.drawn();
		const isDense = memoryOrder(x) === null;
		const draw = (type: FloatType) => {
			if (kind === 'rand') return rt.random.rand(x.shape, type);
			return rt.random.normal(x.shape, type, 0, 1, isDense);
		};
		const make = (dtype: DType) => asInMemory(x, draw(asFloatType(rt, KERNELS[kind], dtype)));
		return made(rt, bound, make, x.dtype);
	}
});

export const chanceFunctions: Readonly<Record<string, TensorFunction>> = {
	rand_like: likeRandom('rand'),
	randn_like: likeRandom('randn'),
	randint_like: {
		parameters: ['low', ['high', null], ...OPTIONS],
		run: (rt, x, { low, high, ...bound }) => {
			const [from, to] = high === null ? [0n, low] : [low, high];
			const limits = [toIndex(from, 'low'), toIndex(to, 'high')] as const;
			rt.drawn();
			return made(
				rt,
				bound,
				(dtype) => cast(rt.random.randint(...limits, x.shape), dtype),
				x.dtype
			);
		}
	},
	bernoulli: { parameters: [['p', null]], run: (rt, x, { p }) => bernoulli(rt, x, p) }
};

type Method = readonly [
	parameters: readonly (readonly [string, Value])[],
	run: (rt: Runtime, x: PyTensor, bound: Bound) => PyTensor
];

/** Methods that fill x with random numbers in place. */
export const chanceMethods: Readonly<Record<string, Method>> = {
	uniform_: [
		[
			['from', 0],
			['to', 1]
		],
		(rt, x, { from, to }) => {
			const type = asFloatType(rt, 'check_uniform_bounds', x.dtype);
			const limits = [toNumber(from, 'from'), toNumber(to, 'to')] as const;
			return overwrite(rt, x, uniform(rt, x.shape, type, ...limits));
		}
	],
	normal_: [
		[
			['mean', 0],
			['std', 1]
		],
		(rt, x, { mean, std }) => {
			const type = asFloatType(rt, 'normal_kernel_cpu', x.dtype);
			const [centre, spread] = [toNumber(mean, 'mean'), toNumber(std, 'std')];
			return overwrite(rt, x, normal(rt, x.shape, type, centre, spread));
		}
	],
	bernoulli_: [[['p', 0.5]], (rt, x, { p }) => overwrite(rt, x, coins(rt, x, toNumber(p, 'p')))]
};

/** F.dropout: what is kept grows by 1/(1 − p), so that the mean stays. */
export const dropout: TensorFunction = {
	parameters: [
		['p', 0.5],
		['training', true],
		['inplace', false]
	],
	run: (rt, x, { p, training, inplace }) => {
		const rate = toNumber(p, 'p');
		if (!(rate >= 0 && rate <= 1)) {
			throw new PythonError(
				'ValueError',
				`dropout probability has to be between 0 and 1, but got ${String(p)}`,
				rt.at
			);
		}
		if (!asFlag(training) || rate === 0) return x;
		const round = (value: number) => storable(value, x.dtype);
		// nothing is drawn where nothing is kept
		const kept = rate === 1 ? full(x.shape, 0, x.dtype) : coins(rt, x, 1 - rate);
		const factor = (each: number) => (each === 0 ? 0 : round(1 / round(1 - rate)));
		const noise = rt.fresh({ ...kept, data: kept.data.map(factor) });
		return asFlag(inplace) ? rt.write(x, 'mul', [x, noise]) : rt.apply('mul', [x, noise]);
	}
};
