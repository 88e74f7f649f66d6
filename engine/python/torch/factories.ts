/** Tensors from nothing: zeros, ones, full, eye, arange, linspace, and what is shaped like another. */
import { storable } from '../../ops/dtypes.ts';
import { full, isFloat, tensor, type DType, type Tensor } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { number } from '../protocols.ts';
import { builtin, type Bound, type Signature } from '../signature.ts';
import { toIndex, toNumber, type PyBuiltin, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asDType, asFlag, asNewShape, refuseIntegerGrad } from './arguments.ts';
import type { TensorFunction } from './functions.ts';
import { fromNested } from './nested.ts';
import { plainData } from './types.ts';

/** What every factory takes at the end. */
export const OPTIONS: Signature = [
	['dtype', null],
	['requires_grad', false],
	['device', null]
];

/** A leaf of the dtype that `bound` asks for, `own` by default. */
export function made(
	rt: Runtime,
	bound: Bound,
	make: (dtype: DType) => Tensor,
	own: DType = rt.dtype
): PyTensor {
	requireCpu(rt, bound.device ?? null);
	const dtype = asDType(bound.dtype ?? null, own);
	const requiresGrad = asFlag(bound.requires_grad);
	if (requiresGrad) refuseIntegerGrad(dtype);
	return rt.fresh(make(dtype), requiresGrad);
}

function requireCpu(rt: Runtime, device: Value): void {
	if (device === null || device === 'cpu') return;
	throw new PythonError(
		'NotSupportedError',
		"a device other than 'cpu' is not part of the language",
		rt.at,
		'leave device out: the page chooses where a lesson is computed'
	);
}

const filled = (name: string, value: number) =>
	builtin(name, ['*size', ...OPTIONS], (rt, bound, rest) => {
		const shape = asNewShape(rt, rest, name);
		return made(rt, bound, (dtype) => full(shape, value, dtype));
	});

/** The dtype that a Python number has as a tensor. */
function kindOf(rt: Runtime, value: Value): DType {
	if (typeof value === 'boolean') return 'bool';
	return typeof value === 'bigint' ? 'int64' : rt.dtype;
}

function filledWith(rt: Runtime, bound: Bound): PyTensor {
	const shape = asNewShape(rt, [bound.size], 'full');
	const value = toNumber(bound.fill_value, 'fill_value');
	const own = kindOf(rt, bound.fill_value);
	return made(rt, bound, (dtype) => full(shape, storable(value, dtype), dtype), own);
}

function identity(rt: Runtime, bound: Bound): PyTensor {
	const n = toIndex(bound.n, 'n');
	const m = bound.m === null ? n : toIndex(bound.m, 'm');
	for (const [name, extent] of [['n', n] as const, ['m', m] as const]) {
		if (extent >= 0) continue;
		const message = `${name} must be greater or equal to 0, got ${extent}`;
		throw new PythonError('RuntimeError', message, rt.at);
	}
	const shape = asNewShape(rt, [BigInt(n), BigInt(m)], 'eye');
	return made(rt, bound, (dtype) => {
		const result = full(shape, 0, dtype);
		for (let i = 0; i < Math.min(n, m); i++) result.data[i * m + i] = 1;
		return result;
	});
}

/** start, start + step, … before end. */
function range(rt: Runtime, bound: Bound): PyTensor {
	const [first, last] = bound.end === null ? [0n, bound.start] : [bound.start, bound.end];
	const limits = [first, last, bound.step];
	const [start, end, step] = limits.map((each) => toNumber(each, 'arange(): a limit'));
	if (step === 0) throw new PythonError('RuntimeError', 'step must be nonzero', rt.at);
	if (!Number.isFinite(start) || !Number.isFinite(end)) {
		throw new PythonError('RuntimeError', `unsupported range: ${start} -> ${end}`, rt.at);
	}
	if (step > 0 ? end < start : end > start) {
		throw new PythonError(
			'RuntimeError',
			'upper bound and larger bound inconsistent with step sign',
			rt.at
		);
	}
	const size = Math.ceil((end - start) / step);
	const shape = asNewShape(rt, [BigInt(size)], 'arange');
	const own = limits.some((each) => typeof each === 'number') ? rt.dtype : 'int64';
	return made(rt, bound, (dtype) => tensor(steps(size, start, step, dtype), shape, dtype), own);
}

/** PyTorch computes eight float32 numbers at a time from the rounded first of them; so does this. */
const LANES = 8;

function steps(size: number, start: number, step: number, dtype: DType): number[] {
	const whole = dtype === 'float32' ? size - (size % LANES) : 0;
	return Array.from({ length: size }, (_, i) => {
		if (i >= whole) return start + step * i;
		const lane = i % LANES;
		return Math.fround(start + step * (i - lane)) + lane * step;
	});
}

function evenSteps(rt: Runtime, bound: Bound): PyTensor {
	const [start, end] = [toNumber(bound.start, 'start'), toNumber(bound.end, 'end')];
	const size = toIndex(bound.steps, 'steps');
	if (size < 0) {
		throw new PythonError('RuntimeError', 'number of steps must be non-negative', rt.at);
	}
	const shape = asNewShape(rt, [BigInt(size)], 'linspace');
	return made(rt, bound, (dtype) => tensor(spaced(start, end, size, dtype), shape, dtype));
}

/** From both ends to the middle, as PyTorch counts. */
function spaced(from: number, to: number, size: number, dtype: DType): number[] {
	const round = dtype === 'float32' ? Math.fround : Number;
	const [start, end] = [round(from), round(to)];
	if (size === 1) return [start];
	const step = round(round(end - start) / (size - 1));
	return Array.from({ length: size }, (_, i) =>
		i < Math.floor(size / 2) ? start + step * i : end - step * (size - i - 1)
	);
}

export const factories: readonly PyBuiltin[] = [
	filled('zeros', 0),
	filled('ones', 1),
	builtin('full', ['size', 'fill_value', ...OPTIONS], filledWith),
	builtin('eye', ['n', ['m', null], ...OPTIONS], identity),
	builtin('arange', ['start', ['end', null], ['step', 1n], ...OPTIONS], function* (rt, bound) {
		const start = yield* number(rt, bound.start);
		const end = bound.end === null ? null : yield* number(rt, bound.end);
		return range(rt, { ...bound, start, end, step: yield* number(rt, bound.step) });
	}),
	builtin('linspace', ['start', 'end', 'steps', ...OPTIONS], function* (rt, bound) {
		const start = yield* number(rt, bound.start);
		return evenSteps(rt, { ...bound, start, end: yield* number(rt, bound.end) });
	}),
	builtin('tensor', ['data', ...OPTIONS], function* (rt, bound) {
		const given = bound.dtype === null ? null : asDType(bound.dtype, rt.dtype);
		const value = fromNested(yield* plainData(rt, bound.data), given, rt.dtype);
		return made(rt, { ...bound, dtype: null }, () => value, value.dtype);
	}),
	builtin('empty', ['*size', ...OPTIONS], (rt) => {
		throw new PythonError(
			'NotSupportedError',
			'torch.empty holds whatever was in memory: no lesson can show that',
			rt.at,
			'torch.zeros makes a tensor with known numbers'
		);
	})
];

/** zeros_like and ones_like stay tied to x in the picture unless another dtype or a leaf is asked for. */
const like = (op: 'zeros_like' | 'ones_like', value: number): TensorFunction => ({
	parameters: OPTIONS,
	run: (rt, x, bound) => {
		const plain = asDType(bound.dtype, x.dtype) === x.dtype && !asFlag(bound.requires_grad);
		return plain
			? rt.apply(op, [x])
			: made(rt, bound, (dtype) => full(x.shape, value, dtype), x.dtype);
	}
});

export const likeFunctions: Readonly<Record<string, TensorFunction>> = {
	zeros_like: like('zeros_like', 0),
	ones_like: like('ones_like', 1),
	full_like: {
		parameters: ['fill_value', ...OPTIONS],
		run: (rt, x, bound) => {
			const value = toNumber(bound.fill_value, 'fill_value');
			return made(rt, bound, (dtype) => full(x.shape, storable(value, dtype), dtype), x.dtype);
		}
	}
};

/** The float dtype that random numbers are drawn in. */
export function asFloatType(rt: Runtime, name: string, dtype: DType): 'float32' | 'float64' {
	if (isFloat(dtype)) return dtype;
	const names = { int64: 'Long', bool: 'Bool' } as const;
	throw new PythonError(
		'RuntimeError',
		`"${name}" not implemented for '${names[dtype]}'`,
		rt.at,
		'random numbers of this kind are floats'
	);
}
