/** What Python asks of any value: its number, its truth, its length, its items. */
import { sizeOf } from '../tensor.ts';
import { PythonError } from './errors.ts';
import { PyInstance } from './objects.ts';
import type { Runtime } from './runtime.ts';
import { callMethod, specialMethod } from './special.ts';
import { itemOf } from './torch/items.ts';
import { typeName } from './type-names.ts';
import { Deferred, DeferredText, type Evaluation, type Value } from './values.ts';
import { PyTensor } from './variable.ts';

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
	if (given instanceof PyInstance) return yield* truthOfInstance(rt, given);
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

/** Through `__bool__` or `__len__`; an object without them is true. */
function* truthOfInstance(rt: Runtime, value: PyInstance): Evaluation<boolean> {
	if (specialMethod(value, '__bool__')) {
		return (yield* callMethod(rt, value, '__bool__', [])) === true;
	}
	if (!specialMethod(value, '__len__')) return true;
	return (yield* lengthOf(rt, value)) > 0n;
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
		case 'set':
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
	if (typeof value === 'string') rt.spend('moved', value.length);
	const size = sizeOfContainer(value);
	if (size !== null) return BigInt(size);
	if (specialMethod(value, '__len__')) {
		const length = yield* callMethod(rt, value, '__len__', []);
		if (typeof length === 'bigint') return length;
		const message = `'${typeName(length)}' object cannot be interpreted as an integer`;
		throw new PythonError('TypeError', message, rt.at);
	}
	if (value instanceof PyTensor) {
		if (value.shape.length === 0) throw new PythonError('TypeError', 'len() of a 0-d tensor');
		return BigInt(value.shape[0]);
	}
	throw new PythonError('TypeError', `object of type '${typeName(value)}' has no len()`);
}
