/** Nested Python lists of numbers as one tensor. */
import { storable } from '../../ops/dtypes.ts';
import { tensor, type DType, type FloatType, type Tensor } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import { typeName, type Value } from '../values.ts';
import { sequenceOf } from './arguments.ts';

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
