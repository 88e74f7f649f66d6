/** Attributes and methods of a tensor that have no `torch.` twin. */
import { sizeOf } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { runBackward } from '../autograd.ts';
import type { Runtime } from '../runtime.ts';
import { builtin, type Implementation, type Signature } from '../signature.ts';
import { arithmeticInPlace } from '../tensor-operators.ts';
import {
	PyModule,
	PyType,
	sizeValue,
	toIndex,
	toNumber,
	typeName,
	type PyBuiltin,
	type Value
} from '../values.ts';
import { storable } from '../../ops/dtypes.ts';
import { normalizeDim, sameShape } from '../../shape.ts';
import { gradFnName } from '../grad-fn.ts';
import { PyTensor } from '../variable.ts';
import { asDType, asFlag, asShape, asTensor, refuseIntegerGrad, sequenceOf } from './arguments.ts';
import { absentMethods } from './absent.ts';
import { chanceMethods } from './chance.ts';
import { tensorFunctions } from './functions.ts';
import { itemOf, listOf } from './items.ts';
import { shapeAttributes } from './shapes.ts';
import { contiguous, expanded, viewed } from './views.ts';

type Method = (
	rt: Runtime,
	self: PyTensor,
	...rest: Parameters<Implementation> extends [Runtime, ...infer R] ? R : never
) => ReturnType<Implementation>;

export const attributes: Readonly<Record<string, (rt: Runtime, self: PyTensor) => Value>> = {
	shape: (_, self) => sizeValue(self.shape),
	ndim: (_, self) => BigInt(self.shape.length),
	dtype: (_, self) => new PyType(`torch.${self.dtype}`, 'dtype', self.dtype),
	requires_grad: (_, self) => self.requiresGrad,
	is_leaf: (_, self) => self.isLeaf,
	grad: (_, self) => self.grad,
	// `.data` is an alias without history and with a version counter of its own
	data: (rt, self) => rt.alias(self, rt.present(self), { version: 0 }),
	grad_fn: (rt, self) => gradFn(rt, self),
	...shapeAttributes
};

function cast(rt: Runtime, self: PyTensor, dtype: Value): Value {
	const target = typeof dtype === 'string' ? legacyName(rt, dtype) : asDType(dtype, self.dtype);
	return target === self.dtype ? self : rt.apply('cast', [self], { dtype: target });
}

function legacyName(rt: Runtime, name: string) {
	const found = {
		'torch.FloatTensor': rt.options.dtype,
		'torch.DoubleTensor': 'float64',
		'torch.LongTensor': 'int64'
	} as const;
	if (name in found) return found[name as keyof typeof found];
	throw new PythonError('ValueError', `invalid type: '${name}'`, rt.at);
}

function requiresGrad(_: Runtime, self: PyTensor, flag: boolean): PyTensor {
	if (flag)
		refuseIntegerGrad(self.dtype, 'only Tensors of floating point dtype can require gradients');
	if (!flag && !self.isLeaf) {
		throw new PythonError(
			'RuntimeError',
			"you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach()."
		);
	}
	self.requiresGrad = flag;
	return self;
}

/** In place: x becomes `value` everywhere. zero_ keeps the tie to x, so that the picture can show it. */
function fill(rt: Runtime, self: PyTensor, value: number): PyTensor {
	if (self.requiresGrad && rt.gradEnabled) {
		rt.write(self, 'masked_fill', [self, everywhere(rt, self)], { value });
		return rt.named(self, value === 0 ? 'ZeroBackward0' : 'FillBackward2');
	}
	if (value === 0) return rt.write(self, 'zeros_like', [self]);
	const ones = rt.apply('ones_like', [self]);
	const number = rt.constant(storable(value, self.dtype), self.dtype);
	return copyInto(rt, self, rt.apply('mul', [ones, number]));
}

/** A mask that is true on all of x: overwriting through it gives x the gradient 0, as PyTorch does. */
function everywhere(rt: Runtime, self: PyTensor): PyTensor {
	return rt.apply('cast', [rt.apply('ones_like', [self])], { dtype: 'bool' });
}

/** `x.copy_(source)`: broadcast, and cast to the dtype of x. */
function copyInto(rt: Runtime, self: PyTensor, source: PyTensor): PyTensor {
	const { dtype, shape } = self;
	const cast = source.dtype === dtype ? source : rt.apply('cast', [source], { dtype });
	if (self.requiresGrad && rt.gradEnabled) {
		rt.write(self, 'where', [everywhere(rt, self), cast, self]);
	} else {
		const whole = sameShape(cast.shape, shape) ? cast : rt.apply('expand', [cast], { shape });
		rt.write(self, 'clone', [whole]);
	}
	return rt.named(self, 'CopyBackwards');
}

/** None for a leaf; the functions themselves have no attributes that lessons could use here. */
function gradFn(rt: Runtime, self: PyTensor): Value {
	if (self.isLeaf || !self.requiresGrad) return null;
	rt.present(self);
	const name = gradFnName(rt, self.origin);
	return new PyModule(name, () => undefined);
}

/** What may be assigned to `.grad`. */
function asGradient(rt: Runtime, self: PyTensor, value: Value): PyTensor {
	const refuse = (type: string, message: string) => new PythonError(type, message, rt.at);
	if (!(value instanceof PyTensor)) {
		const name = typeName(value);
		throw refuse(
			'TypeError',
			`assigned grad expected to be a Tensor or None but got grad of type${name}`
		);
	}
	if (!sameShape(value.shape, self.shape)) {
		throw refuse('RuntimeError', 'assigned grad has data of a different size');
	}
	if (value.dtype !== self.dtype) {
		throw refuse('RuntimeError', 'assigned grad has data of a different type');
	}
	return value;
}

export const methods: Readonly<Record<string, readonly [Signature, Method]>> = {
	backward: [
		[
			['gradient', null],
			['retain_graph', null],
			['create_graph', false],
			['inputs', null]
		],
		(rt, self, { gradient, retain_graph, create_graph, inputs }) => {
			const options = {
				gradient: gradient === null ? null : asTensor(gradient, 'backward', 'gradient'),
				retainGraph: retain_graph === null ? null : asFlag(retain_graph),
				createGraph: asFlag(create_graph)
			};
			const only = inputs === null ? null : (sequenceOf(inputs) ?? [inputs]);
			const receivers = only && only.map((each) => asTensor(each, 'backward', 'inputs'));
			runBackward(rt, self, options, receivers);
			return null;
		}
	],
	item: [[], (rt, self) => itemOf(rt, self)],
	tolist: [[], (rt, self) => listOf(rt, self)],
	size: [
		[['dim', null]],
		(_, self, { dim }) =>
			dim === null
				? sizeValue(self.shape)
				: BigInt(self.shape[normalizeDim(toIndex(dim, 'dim'), self.shape.length)])
	],
	dim: [[], (_, self) => BigInt(self.shape.length)],
	numel: [[], (_, self) => BigInt(sizeOf(self.shape))],
	nelement: [[], (_, self) => BigInt(sizeOf(self.shape))],
	type: [
		[['dtype', null]],
		(rt, self, { dtype }) => (dtype === null ? legacyType(self) : cast(rt, self, dtype))
	],
	to: [
		['dtype'],
		(rt, self, { dtype }) => (typeof dtype === 'string' ? self : cast(rt, self, dtype))
	],
	float: [[], (rt, self) => cast(rt, self, new PyType('torch.float32', 'dtype', rt.options.dtype))],
	double: [[], (rt, self) => cast(rt, self, new PyType('torch.float64', 'dtype', 'float64'))],
	long: [[], (rt, self) => cast(rt, self, new PyType('torch.int64', 'dtype', 'int64'))],
	bool: [[], (rt, self) => cast(rt, self, new PyType('torch.bool', 'dtype', 'bool'))],
	cpu: [[], (_, self) => self],
	contiguous: [[], (rt, self) => contiguous(rt, self)],
	view: [['*shape'], (rt, self, _, rest) => viewed(rt, self, asShape(rest, 'view'))],
	expand: [['*sizes'], (rt, self, _, rest) => expanded(rt, self, asShape(rest, 'expand'))],
	requires_grad_: [
		[['requires_grad', true]],
		(rt, self, { requires_grad }) => requiresGrad(rt, self, asFlag(requires_grad))
	],
	retain_grad: [
		[],
		(rt, self) => {
			if (!self.requiresGrad) {
				throw new PythonError(
					'RuntimeError',
					"can't retain_grad on Tensor that has requires_grad=False",
					rt.at
				);
			}
			if (!self.isLeaf) rt.retained.set(self.node.id, self);
			return null;
		}
	],
	...chanceMethods,
	...absentMethods,
	zero_: [[], (rt, self) => fill(rt, self, 0)],
	fill_: [['value'], (rt, self, { value }) => fill(rt, self, toNumber(value, 'value'))],
	copy_: [['src'], (rt, self, { src }) => copyInto(rt, self, asTensor(src, 'copy_', 'src'))],
	add_: [['other'], (rt, self, { other }) => arithmeticInPlace(rt, '+', self, other)],
	sub_: [['other'], (rt, self, { other }) => arithmeticInPlace(rt, '-', self, other)],
	mul_: [['other'], (rt, self, { other }) => arithmeticInPlace(rt, '*', self, other)],
	div_: [['other'], (rt, self, { other }) => arithmeticInPlace(rt, '/', self, other)],
	clamp_: [
		[
			['min', null],
			['max', null]
		],
		(rt, self, { min, max }) =>
			rt.write(self, 'clamp', [self], {
				min: min === null ? null : toNumber(min, 'min'),
				max: max === null ? null : toNumber(max, 'max')
			})
	]
};

function legacyType(self: PyTensor): string {
	const names = { float32: 'Float', float64: 'Double', int64: 'Long', bool: 'Bool' };
	return `torch.${names[self.dtype]}Tensor`;
}

/** `tensor.name`; AttributeError where there is none. */
export function tensorAttribute(rt: Runtime, self: PyTensor, name: string): Value {
	if (Object.hasOwn(attributes, name)) return attributes[name](rt, self);
	const method = tensorMethod(self, name);
	if (method) return method;
	throw new PythonError(
		'AttributeError',
		`'Tensor' object has no attribute '${name}'`,
		rt.at,
		didYouMean(name, [attributes, methods, tensorFunctions].flatMap(Object.keys)) ??
			'it may exist in PyTorch and not be part of the language here yet'
	);
}

function tensorMethod(self: PyTensor, name: string): PyBuiltin | null {
	if (Object.hasOwn(methods, name)) {
		const [signature, run] = methods[name];
		return builtin(name, signature, (rt, bound, rest) => run(rt, self, bound, rest));
	}
	if (!Object.hasOwn(tensorFunctions, name)) return null;
	const { parameters, run } = tensorFunctions[name];
	return builtin(name, parameters, (rt, bound, rest) => run(rt, self, bound, rest));
}

/** `tensor.name = value`. */
export function setTensorAttribute(rt: Runtime, self: PyTensor, name: string, value: Value): void {
	if (name === 'grad') {
		self.grad = value === null ? null : asGradient(rt, self, value);
		return;
	}
	if (name === 'data') {
		adopt(rt, self, asTensor(value, 'data', 'value'));
		return;
	}
	if (name === 'requires_grad') {
		requiresGrad(rt, self, asFlag(value));
		return;
	}
	throw new PythonError(
		'AttributeError',
		`attribute '${name}' of 'Tensor' objects cannot be set here (${typeName(value)})`,
		rt.at
	);
}

/** `x.data = source`: x takes over its memory, not its history. */
function adopt(rt: Runtime, self: PyTensor, source: PyTensor): void {
	// `w.data -= …` ends in this assignment of an alias to itself
	if (source.storage === self.storage) return;
	const alike = sameShape(source.shape, self.shape) && source.dtype === self.dtype;
	const computed = self.requiresGrad && !self.isLeaf;
	if (self.view || source.view || computed || !alike) {
		throw new PythonError(
			'NotSupportedError',
			'only .data of a leaf can be assigned here, from a tensor of its shape and dtype, and neither may be a view (a result of t() or view())',
			rt.at,
			'take a .clone() of a view first'
		);
	}
	const { node } = source;
	self.adopt(source.storage, source.requiresGrad ? rt.add('detach', [node]) : node);
	rt.bindAliases(self, rt.at);
}
