/** What Python asks of any value: its number, its truth, its length, its items. */
import { sizeOf } from '../tensor.ts';
import { PythonError } from './errors.ts';
import type { Runtime } from './runtime.ts';
import { sequenceOf } from './torch/arguments.ts';
import { itemOf } from './torch/items.ts';
import {
	Deferred,
	DeferredText,
	PyRange,
	typeName,
	type Evaluation,
	type Value
} from './values.ts';
import { PyTensor } from './variable.ts';

/** Longest list that a builtin makes of an iterable. */
const MAX_ITEMS = 1_000_000;

/** The value itself, or the number or text that a deferred one stands for, computed now. */
export function* force(rt: Runtime, value: Value): Evaluation<Value> {
	if (value instanceof Deferred) {
		yield { ids: [value.node.id] };
		return value.convert(rt.host(value.node.id));
	}
	if (value instanceof DeferredText) {
		yield { ids: value.ids };
		return value.show();
	}
	return value;
}

/** The same, and the number of a tensor of one element. */
export function* number(rt: Runtime, given: Value): Evaluation<Value> {
	return yield* force(rt, given instanceof PyTensor ? itemOf(rt, given) : given);
}

/** Python's truth; a tensor of one element is its number's. */
export function* truth(rt: Runtime, given: Value): Evaluation<boolean> {
	if (given instanceof PyTensor && sizeOf(given.shape) !== 1) {
		const count = sizeOf(given.shape) === 0 ? 'no values' : 'more than one value';
		throw new PythonError(
			'RuntimeError',
			`Boolean value of Tensor with ${count} is ambiguous`,
			rt.at
		);
	}
	const value = yield* number(rt, given);
	switch (typeof value) {
		case 'number':
			return value !== 0; // NaN is true in Python
		case 'object':
			return value !== null && (sizeOfContainer(value) ?? 1) > 0;
		default:
			return Boolean(value);
	}
}

/** Number of items of a container or a text; null for anything else. */
export function sizeOfContainer(value: Value): number | null {
	if (typeof value === 'string') return [...value].length;
	if (typeof value !== 'object' || value === null) return null;
	switch (value.kind) {
		case 'list':
		case 'tuple':
			return value.items.length;
		case 'dict':
			return value.entries.size;
		case 'range':
			return value.length;
		default:
			return null;
	}
}

/** Python's len(); TypeError where there is none. */
export function* lengthOf(rt: Runtime, given: Value): Evaluation<bigint> {
	const value = yield* force(rt, given);
	const size = sizeOfContainer(value);
	if (size !== null) return BigInt(size);
	if (value instanceof PyTensor) {
		if (value.shape.length === 0) throw new PythonError('TypeError', 'len() of a 0-d tensor');
		return BigInt(value.shape[0]);
	}
	throw new PythonError('TypeError', `object of type '${typeName(value)}' has no len()`);
}

/** The items of an iterable whose length is known before the loop; TypeError otherwise. */
export function* iterate(rt: Runtime, given: Value): Evaluation<readonly Value[] | PyRange> {
	const value = yield* force(rt, given);
	const items = sequenceOf(value);
	if (items) return items;
	if (typeof value === 'string') return [...value];
	if (typeof value === 'object' && value !== null) {
		if (value.kind === 'range') return value;
		if (value.kind === 'dict') return [...value.entries.values()].map(([key]) => key);
		if (value.kind === 'tensor') {
			throw new PythonError(
				'NotSupportedError',
				'looping over the rows of a tensor is not part of the language yet',
				rt.at
			);
		}
	}
	throw new PythonError('TypeError', `'${typeName(value)}' object is not iterable`);
}

export function* listOfItems(rt: Runtime, value: Value): Evaluation<Value[]> {
	const items = yield* iterate(rt, value);
	if (items.length > MAX_ITEMS) {
		throw new PythonError('MemoryError', `a list of ${items.length} items is too long here`, rt.at);
	}
	return items instanceof PyRange
		? Array.from({ length: items.length }, (_, i) => items.at(i))
		: [...items];
}
