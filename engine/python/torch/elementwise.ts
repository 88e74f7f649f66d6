/** Functions of single elements, as `torch.f(x)`, `x.f()` and, where one op does it, in place as `x.f_()`. */
import type { Attrs, OpName } from '../../ops/op.ts';
import type { Runtime } from '../runtime.ts';
import { remade } from '../in-place.ts';
import { combine } from '../operands.ts';
import type { PyTensor } from '../variable.ts';
import { asTensor } from './arguments.ts';
import { asFloat, beside, composite } from './composite.ts';
import type { TensorFunction } from './functions.ts';
import { wholeFunctions } from './whole-functions.ts';

interface Single {
	readonly op: OpName;
	readonly attrs?: Attrs;
	/** Whole numbers stay whole. */
	readonly keeps?: boolean;
	/** Where PyTorch names the function otherwise than by its op. */
	readonly gradFn?: string;
}

/** Functions that are one op. */
const SINGLE: Readonly<Record<string, Single>> = {
	exp: { op: 'exp' },
	expm1: { op: 'expm1' },
	log: { op: 'log' },
	log1p: { op: 'log1p', gradFn: 'Log1PBackward0' },
	sqrt: { op: 'sqrt' },
	reciprocal: { op: 'pow', attrs: { exponent: -1 }, gradFn: 'ReciprocalBackward0' },
	sin: { op: 'sin' },
	cos: { op: 'cos' },
	tanh: { op: 'tanh' },
	sigmoid: { op: 'sigmoid' },
	erf: { op: 'erf' },
	abs: { op: 'abs', keeps: true },
	absolute: { op: 'abs', keeps: true },
	sign: { op: 'sign', keeps: true },
	floor: { op: 'floor', keeps: true },
	ceil: { op: 'ceil', keeps: true },
	round: { op: 'round', keeps: true },
	negative: { op: 'neg', keeps: true },
	square: { op: 'pow', attrs: { exponent: 2 }, keeps: true },
	logical_not: { op: 'logical_not', keeps: true }
};

function single([name, { op, attrs, keeps, gradFn }]: [string, Single]): [
	string,
	TensorFunction
][] {
	const named = (rt: Runtime, y: PyTensor) => (gradFn ? rt.named(y, gradFn) : y);
	const plain = (rt: Runtime, x: PyTensor) =>
		named(rt, rt.apply(op, [keeps ? x : asFloat(rt, x)], attrs));
	return [
		[name, { parameters: [], run: plain }],
		[`${name}_`, inPlace(op, attrs, gradFn)]
	];
}

function inPlace(op: OpName, attrs?: Attrs, gradFn?: string): TensorFunction {
	return {
		parameters: [],
		run: (rt, x) => {
			const y = rt.write(x, op, [x], attrs);
			return gradFn ? rt.named(y, gradFn) : y;
		}
	};
}

/** log x to another base: the natural one over that of the base. */
function logarithm(base: 2 | 10): TensorFunction {
	const run = (rt: Runtime, x: PyTensor) =>
		composite(rt, `log${base}`, `Log${base}Backward0`, () => {
			const natural = rt.apply('log', [asFloat(rt, x)]);
			return rt.apply('div', [natural, beside(rt, natural, Math.log(base))]);
		});
	return { parameters: [], run };
}

/** 1/√x: unlike a power it tells −0 from 0, in its slope too. */
function inverseRoot(rt: Runtime, given: PyTensor): PyTensor {
	return composite(rt, 'rsqrt', 'RsqrtBackward0', () => {
		const root = rt.apply('sqrt', [asFloat(rt, given)]);
		return rt.apply('div', [beside(rt, root, 1), root]);
	});
}

function tangent(rt: Runtime, given: PyTensor): PyTensor {
	return composite(rt, 'tan', 'TanBackward0', () => {
		const x = asFloat(rt, given);
		return rt.apply('div', [rt.apply('sin', [x]), rt.apply('cos', [x])]);
	});
}

/** |x| against infinity: equal, or below. */
function bySize(name: 'isinf' | 'isfinite', op: 'eq' | 'lt'): TensorFunction {
	const run = (rt: Runtime, given: PyTensor) =>
		rt.builder.within(name, rt.at, () => {
			const x = asFloat(rt, given);
			return rt.apply(op, [rt.apply('abs', [x]), beside(rt, x, Infinity)]);
		});
	return { parameters: [], run };
}

function pairOf(op: OpName): TensorFunction {
	return {
		parameters: ['other'],
		run: (rt, x, { other }) => combine(rt, op, x, asTensor(other, op, 'other'))
	};
}

export const elementwiseFunctions: Readonly<Record<string, TensorFunction>> = {
	...Object.fromEntries(Object.entries(SINGLE).flatMap(single)),
	relu_: inPlace('relu'),
	neg_: inPlace('neg'),
	log2: logarithm(2),
	log10: logarithm(10),
	tan: { parameters: [], run: tangent },
	rsqrt: { parameters: [], run: inverseRoot },
	rsqrt_: { parameters: [], run: (rt, x) => remade(rt, x, (copy) => inverseRoot(rt, copy)) },
	isnan: {
		parameters: [],
		run: (rt, x) => rt.builder.within('isnan', rt.at, () => rt.apply('ne', [x, x]))
	},
	isinf: bySize('isinf', 'eq'),
	isfinite: bySize('isfinite', 'lt'),
	maximum: pairOf('maximum'),
	minimum: pairOf('minimum'),
	...wholeFunctions
};
