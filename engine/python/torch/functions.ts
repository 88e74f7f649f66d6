/**
 * Functions of a tensor that PyTorch offers both as `torch.f(x, …)` and as `x.f(…)`, one table:
 * name → parameters after the tensor, and what to do.
 */
import { PYTORCH_NAME } from '../../ops/dtypes.ts';
import { isFloat } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { OpName } from '../../ops/op.ts';
import type { Runtime } from '../runtime.ts';
import type { Bound, Rest, Signature } from '../signature.ts';
import { combine } from '../operands.ts';
import { power } from '../tensor-operators.ts';
import { toNumber, type Evaluation, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asDims, asFlag, asShape, asTensor } from './arguments.ts';
import { chanceFunctions } from './chance.ts';
import { classFunctions } from './classes.ts';
import { comparingFunctions } from './comparing.ts';
import { likeFunctions } from './factories.ts';
import { elementwiseFunctions } from './elementwise.ts';
import { extremeFunctions } from './extremes.ts';
import { fusedFunctions } from './fused.ts';
import { splittingFunctions } from './joining.ts';
import { productFunctions } from './linear.ts';
import { reductionFunctions } from './reductions.ts';
import { pickingFunctions } from './picking.ts';
import { softmaxFunctions } from './softmax.ts';
import { spreadFunctions } from './spreads.ts';
import { shapeFunctions } from './shapes.ts';
import { reshaped, stridesOf } from './views.ts';

export interface TensorFunction {
	readonly parameters: Signature;
	readonly run: (rt: Runtime, x: PyTensor, bound: Bound, rest: Rest) => Value | Evaluation<Value>;
}

const binary = (op: OpName): TensorFunction => ({
	parameters: ['other'],
	run: (rt, x, { other }) => combine(rt, op, x, other)
});

const unary = (op: OpName): TensorFunction => ({
	parameters: [],
	run: (rt, x) => rt.apply(op, [x])
});

const reduction = (op: 'sum' | 'mean'): TensorFunction => ({
	parameters: [
		['dim', null],
		['keepdim', false]
	],
	run: (rt, x, { dim, keepdim }) => {
		if (op === 'mean' && !isFloat(x.dtype)) {
			throw new PythonError(
				'RuntimeError',
				`mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${PYTORCH_NAME[x.dtype]}`,
				rt.at
			);
		}
		return rt.apply(op, [x], { dim: asDims(dim, x.shape.length), keepdim: asFlag(keepdim) });
	}
});

function clamp(rt: Runtime, x: PyTensor, { min, max }: Bound): PyTensor {
	if (min === null && max === null) {
		throw new PythonError(
			'RuntimeError',
			"torch.clamp: At least one of 'min' or 'max' must not be None",
			rt.at
		);
	}
	const bound = (value: Value, name: string) =>
		value === null ? null : toNumber(value, `clamp(): argument '${name}'`);
	// bounds with a fraction make floats of ints
	const float = typeof min === 'number' || typeof max === 'number';
	const numbers = float && !isFloat(x.dtype) ? rt.apply('cast', [x], { dtype: rt.dtype }) : x;
	return rt.apply('clamp', [numbers], { min: bound(min, 'min'), max: bound(max, 'max') });
}

function transpose2d(rt: Runtime, x: PyTensor): PyTensor {
	if (x.shape.length > 2) {
		throw new PythonError(
			'RuntimeError',
			`t() expects a tensor with <= 2 dimensions, but self is ${x.shape.length}D`,
			rt.at
		);
	}
	return rt.look(x, 't', {}, [...stridesOf(x)].reverse());
}

const bounds: Signature = [
	['min', null],
	['max', null]
];

export const tensorFunctions: Readonly<Record<string, TensorFunction>> = {
	add: binary('add'),
	sub: binary('sub'),
	subtract: binary('sub'),
	mul: binary('mul'),
	multiply: binary('mul'),
	div: binary('div'),
	divide: binary('div'),
	lt: binary('lt'),
	le: binary('le'),
	gt: binary('gt'),
	ge: binary('ge'),
	eq: binary('eq'),
	ne: binary('ne'),
	neg: unary('neg'),
	relu: unary('relu'),
	clone: unary('clone'),
	pow: { parameters: ['exponent'], run: (rt, x, { exponent }) => power(rt, x, exponent) },
	clamp: { parameters: bounds, run: clamp },
	clip: { parameters: bounds, run: clamp },
	sum: reduction('sum'),
	mean: reduction('mean'),
	t: { parameters: [], run: transpose2d },
	masked_fill: {
		parameters: ['mask', 'value'],
		run: (rt, x, { mask, value }) =>
			rt.apply('masked_fill', [x, asTensor(mask, 'masked_fill', 'mask')], {
				value: toNumber(value, 'value')
			})
	},
	reshape: {
		parameters: ['*shape'],
		run: (rt, x, _, rest) => reshaped(rt, x, asShape(rest, 'reshape'))
	},
	detach: { parameters: [], run: detach },
	...likeFunctions,
	...chanceFunctions,
	...shapeFunctions,
	...splittingFunctions,
	...pickingFunctions,
	...productFunctions,
	...fusedFunctions,
	...elementwiseFunctions,
	...reductionFunctions,
	...softmaxFunctions,
	...spreadFunctions,
	...extremeFunctions,
	...classFunctions,
	...comparingFunctions
};

/** detach() shares memory and version counter, so that later in-place writes are seen by both. */
function detach(rt: Runtime, x: PyTensor): PyTensor {
	return rt.alias(x, rt.add('detach', [rt.present(x)]));
}
