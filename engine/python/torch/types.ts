/** torch's dtypes and legacy tensor types, resolved for the precision that the lesson runs in. */
import { isFloat, tensor, type DType, type FloatType } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import { number } from '../protocols.ts';
import type { Runtime } from '../runtime.ts';
import {
	PyTuple,
	PyType,
	type Arguments,
	type PyBuiltin,
	type Evaluation,
	type Value
} from '../values.ts';
import { PyTensor } from '../variable.ts';
import { builtin } from '../signature.ts';
import { asDType, asNewShape, sequenceOf } from './arguments.ts';
import { fromNested } from './nested.ts';

/** torch.float32 and its aliases follow `--dtype`: the whole lesson runs in one precision. */
export function dtypes(float: FloatType): ReadonlyMap<string, PyType> {
	const names: [string, string, DType][] = [
		['float32', 'torch.float32', float],
		['float', 'torch.float32', float],
		['float64', 'torch.float64', 'float64'],
		['double', 'torch.float64', 'float64'],
		['int64', 'torch.int64', 'int64'],
		['long', 'torch.int64', 'int64'],
		['bool', 'torch.bool', 'bool']
	];
	return new Map(names.map(([key, name, dtype]) => [key, new PyType(name, 'dtype', dtype)]));
}

/** `torch.set_default_dtype(torch.float64)` and its question. */
export const defaultDTypes: readonly PyBuiltin[] = [
	builtin('set_default_dtype', ['d'], (rt, { d }) => {
		const dtype = asDType(d, rt.dtype);
		if (!isFloat(dtype)) {
			throw new PythonError(
				'TypeError',
				'only floating-point types are supported as the default type',
				rt.at
			);
		}
		rt.dtype = dtype;
		return null;
	}),
	builtin('get_default_dtype', [], (rt) => new PyType(`torch.${rt.dtype}`, 'dtype', rt.dtype))
];

export function tensorTypes(float: FloatType): ReadonlyMap<string, PyType> {
	const names: [string, DType][] = [
		['FloatTensor', float],
		['DoubleTensor', 'float64'],
		['LongTensor', 'int64'],
		['BoolTensor', 'bool']
	];
	const make = ([name, dtype]: [string, DType]) =>
		new PyType(`torch.${name}`, 'tensor', dtype, (rt, args) => construct(rt, args, dtype), [
			'*data'
		]);
	return new Map(names.map((entry) => [entry[0], make(entry)]));
}

/** `torch.FloatTensor([[1, 2]])` takes data; `torch.FloatTensor(2, 3)` sizes, zeroed here. */
function* construct(rt: Runtime, args: Arguments, dtype: DType): Evaluation<PyTensor> {
	const [first] = args.positional;
	if (args.positional.length === 1 && sequenceOf(first)) {
		return rt.fresh(fromNested(yield* plainData(rt, first), dtype));
	}
	const shape = asNewShape(rt, args.positional, 'FloatTensor');
	return rt.fresh(tensor(new Float64Array(shape.reduce((a, b) => a * b, 1)), shape, dtype));
}

/** Nested lists with their numbers computed: those of `.item()` and of tensors without dimensions. */
export function* plainData(rt: Runtime, given: Value): Evaluation<Value> {
	const items = sequenceOf(given);
	if (items) {
		const plain: Value[] = [];
		for (const item of items) plain.push(yield* plainData(rt, item));
		return new PyTuple(plain);
	}
	if (given instanceof PyTensor && given.shape.length > 0) {
		throw new PythonError(
			'NotSupportedError',
			'making a tensor out of tensors is not part of the language yet',
			rt.at,
			'to copy one, write x.detach().clone()'
		);
	}
	return yield* number(rt, given);
}
