/** torch's dtypes and legacy tensor types, resolved for the precision that the lesson runs in. */
import { storable } from '../../ops/dtypes.ts';
import { tensor, type DType, type FloatType, type Tensor } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import { number } from '../protocols.ts';
import type { Runtime } from '../runtime.ts';
import {
	PyTuple,
	PyType,
	typeName,
	type Arguments,
	type Evaluation,
	type Value
} from '../values.ts';
import { PyTensor } from '../variable.ts';
import { asNewShape, sequenceOf } from './arguments.ts';

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

export function tensorTypes(float: FloatType): ReadonlyMap<string, PyType> {
	const names: [string, DType][] = [
		['FloatTensor', float],
		['DoubleTensor', 'float64'],
		['LongTensor', 'int64'],
		['BoolTensor', 'bool']
	];
	const make = ([name, dtype]: [string, DType]) =>
		new PyType(`torch.${name}`, 'tensor', dtype, (rt, args) => construct(rt, args, dtype));
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

/** Nested lists of numbers to a tensor; `dtype` null infers as torch.tensor does. */
export function fromNested(
	value: Value,
	dtype: DType | null,
	float: FloatType = 'float32'
): Tensor {
	const shape = shapeOf(value);
	const flat: number[] = [];
	const seen = { float: false, int: false };
	collect(value, shape, 0, flat, seen);
	const inferred = seen.float || flat.length === 0 ? float : seen.int ? 'int64' : 'bool';
	const type = dtype ?? inferred;
	return tensor(
		flat.map((value) => storable(value, type)),
		shape,
		type
	);
}

function shapeOf(value: Value): number[] {
	const items = sequenceOf(value);
	if (!items) return [];
	return items.length === 0 ? [0] : [items.length, ...shapeOf(items[0])];
}

function collect(
	value: Value,
	shape: readonly number[],
	depth: number,
	flat: number[],
	seen: { float: boolean; int: boolean }
): void {
	const items = sequenceOf(value);
	if (depth === shape.length) {
		if (items) throw ragged(shape[depth - 1] ?? 1, items.length, depth);
		flat.push(readNumber(value, seen, depth > 0));
		return;
	}
	if (!items)
		throw new PythonError('TypeError', `not a sequence: a ${typeName(value)} among lists`);
	if (items.length !== shape[depth]) throw ragged(shape[depth], items.length, depth);
	for (const item of items) collect(item, shape, depth + 1, flat, seen);
}

function readNumber(value: Value, seen: { float: boolean; int: boolean }, nested: boolean): number {
	if (typeof value === 'number') seen.float = true;
	else if (typeof value === 'bigint') {
		seen.int = true;
		refuseLarge(value);
	} else if (typeof value === 'string' && nested) {
		throw new PythonError('ValueError', "too many dimensions 'str'");
	} else if (typeof value !== 'boolean') {
		throw new PythonError('TypeError', `new(): invalid data type '${typeName(value)}'`);
	}
	return Number(value);
}

function ragged(expected: number, got: number, dim: number): PythonError {
	return new PythonError(
		'ValueError',
		`expected sequence of length ${expected} at dim ${dim} (got ${got})`
	);
}

/** Integer tensors are exact up to 2^53 here. */
function refuseLarge(value: bigint): void {
	if (Number.isSafeInteger(Number(value))) return;
	throw new PythonError('NotSupportedError', `${value} is too large for an integer tensor here`);
}
