/** Going through the items of anything Python can loop over, one at a time. */
import { PythonError } from './errors.ts';
import { PyIterator } from './objects.ts';
import { force } from './protocols.ts';
import type { Runtime } from './runtime.ts';
import { inOrder } from './set-order.ts';
import { callMethod, isEvaluation, specialMethod } from './special.ts';
import { typeName } from './type-names.ts';
import { PyList, PyRange, type Evaluation, type PyDict, type Value } from './values.ts';
import type { PyTensor } from './variable.ts';

/** Longest list that a builtin makes of an iterable. */
export const MAX_ITEMS = 1_000_000;

/** The next item of an iterator; undefined at its end. */
export function* take(rt: Runtime, iterator: PyIterator): Evaluation<Value | undefined> {
	if (iterator.exhausted) return undefined;
	rt.spend('item');
	const result = iterator.next(rt);
	const item = isEvaluation(result) ? yield* result : result;
	if (item === undefined) iterator.exhausted = true;
	return item;
}

/** Python's iter(). */
export function* iteratorOf(rt: Runtime, given: Value): Evaluation<PyIterator> {
	const value = yield* force(rt, given);
	if (typeof value === 'string') return over('str_iterator', [...value]);
	if (typeof value === 'object' && value !== null) {
		switch (value.kind) {
			case 'iterator':
				return value;
			case 'list':
				return overGrowing(value);
			case 'tuple':
				return over('tuple_iterator', value.items);
			case 'range':
				return overRange(value);
			case 'dict':
				return overDict(rt, value);
			case 'set':
				return over('set_iterator', inOrder(value));
			case 'tensor':
				return overRows(rt, value);
			case 'instance': {
				const found = yield* instanceIterator(rt, value);
				if (found) return found;
			}
		}
	}
	throw new PythonError('TypeError', `'${typeName(value)}' object is not iterable`, rt.at);
}

export function over(name: string, items: readonly Value[]): PyIterator {
	let i = 0;
	return new PyIterator(name, () => (i < items.length ? items[i++] : undefined), true);
}

/** A list may grow while it is looped over. */
function overGrowing({ items }: PyList): PyIterator {
	let i = 0;
	return new PyIterator('list_iterator', () => items[i++], true);
}

function overRange(range: PyRange): PyIterator {
	let i = 0;
	const next = () => (i < range.length ? range.at(i++) : undefined);
	return new PyIterator('range_iterator', next, true);
}

function overDict(rt: Runtime, { entries }: PyDict): PyIterator {
	const { size } = entries;
	const keys = [...entries.values()].map(([key]) => key);
	let i = 0;
	const next = () => {
		if (entries.size !== size) throw changedSize(rt);
		return keys[i++] as Value | undefined;
	};
	return new PyIterator('dict_keyiterator', next, true);
}

export function changedSize(rt: Runtime): PythonError {
	return new PythonError('RuntimeError', 'dictionary changed size during iteration', rt.at);
}

function overRows(rt: Runtime, tensor: PyTensor): PyIterator {
	if (tensor.shape.length === 0) {
		throw new PythonError('TypeError', 'iteration over a 0-d tensor', rt.at);
	}
	const [length] = tensor.shape;
	let i = 0;
	const next = () => (i < length ? rt.language.itemAt(rt, tensor, BigInt(i++)) : undefined);
	return new PyIterator('tensor_iterator', next);
}

/** Through `__iter__` and `__next__`, or `__getitem__` from 0 on, as Python does. */
function* instanceIterator(rt: Runtime, value: Value): Evaluation<PyIterator | null> {
	if (specialMethod(value, '__iter__')) {
		const iterator = yield* callMethod(rt, value, '__iter__', []);
		if (iterator instanceof PyIterator) return iterator;
		if (specialMethod(iterator, '__next__')) return stepping(iterator);
		const name = typeName(iterator);
		throw new PythonError('TypeError', `iter() returned non-iterator of type '${name}'`, rt.at);
	}
	if (!specialMethod(value, '__getitem__')) return null;
	let i = 0n;
	return new PyIterator('iterator', function* () {
		return yield* untilRaised(callMethod(rt, value, '__getitem__', [i++]), 'IndexError');
	});
}

function stepping(iterator: Value): PyIterator {
	return new PyIterator(typeName(iterator), (rt) =>
		untilRaised(callMethod(rt, iterator, '__next__', []), 'StopIteration')
	);
}

/** The value, or undefined where an error of this type says that there are no more. */
function* untilRaised(call: Evaluation<Value>, type: string): Evaluation<Value | undefined> {
	try {
		return yield* call;
	} catch (error) {
		if (error instanceof PythonError && error.type === type) return undefined;
		throw error;
	}
}

/** All items in a list of their own. */
export function* listOfItems(rt: Runtime, value: Value): Evaluation<Value[]> {
	if (value instanceof PyList) {
		rt.spend('moved', value.items.length);
		return [...value.items];
	}
	if (value instanceof PyRange && value.length > MAX_ITEMS) throw tooLong(rt);
	const iterator = yield* iteratorOf(rt, value);
	const items: Value[] = [];
	for (let item = yield* take(rt, iterator); item !== undefined; item = yield* take(rt, iterator)) {
		if (items.length >= MAX_ITEMS) throw tooLong(rt);
		items.push(item);
	}
	return items;
}

function tooLong(rt: Runtime): PythonError {
	const message = `a list of over ${MAX_ITEMS} items is too long here`;
	return new PythonError('MemoryError', message, rt.at);
}
