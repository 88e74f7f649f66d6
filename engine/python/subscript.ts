/** `object[index]`: reading, assigning and deleting, for every kind of value. */
import { PythonError } from './errors.ts';
import { force, listOfItems } from './protocols.ts';
import type { Runtime } from './runtime.ts';
import { itemsOf, sequenceIndex, sliced, slicePositions } from './sequence.ts';
import { shown } from './show.ts';
import { maskedAssign } from './torch/masks.ts';
import {
	keyOf,
	PyDict,
	PyList,
	PyRange,
	PySlice,
	typeName,
	type Evaluation,
	type Value
} from './values.ts';
import { PyTensor } from './variable.ts';

export function itemAt(rt: Runtime, object: Value, index: Value): Value {
	if (object instanceof PyTensor) {
		throw new PythonError(
			'NotSupportedError',
			'reading part of a tensor by index is not part of the language yet',
			rt.at
		);
	}
	if (object instanceof PyDict) {
		const entry = object.entries.get(keyOf(index));
		if (entry) return entry[1];
		throw new PythonError('KeyError', shown(rt, index, true).show(), rt.at);
	}
	const items = itemsOf(object);
	if (!items) {
		throw new PythonError('TypeError', `'${typeName(object)}' object is not subscriptable`, rt.at);
	}
	if (index instanceof PySlice) return sliced(object, items, index);
	const at = sequenceIndex(object, index, items.length);
	return object instanceof PyRange ? object.at(at) : items[at];
}

export function* assignItem(
	rt: Runtime,
	object: Value,
	index: Value,
	value: Value
): Evaluation<void> {
	if (object instanceof PyList && index instanceof PySlice) {
		return replaceSlice(object, index, yield* listOfItems(rt, value));
	}
	if (object instanceof PyList) {
		object.items[sequenceIndex(object, index, object.items.length, 'list assignment index')] =
			value;
	} else if (object instanceof PyTensor) {
		maskedAssign(rt, object, index, yield* force(rt, value));
	} else if (object instanceof PyDict) {
		// the key that came first stays, as 1 does when d[True] is assigned
		const key = keyOf(index);
		object.entries.set(key, [object.entries.get(key)?.[0] ?? index, value]);
	} else {
		throw new PythonError(
			'TypeError',
			`'${typeName(object)}' object does not support item assignment`,
			rt.at
		);
	}
}

export function deleteItem(rt: Runtime, object: Value, index: Value): void {
	if (object instanceof PyList && index instanceof PySlice) {
		replaceSlice(object, index, []);
	} else if (object instanceof PyList) {
		object.items.splice(
			sequenceIndex(object, index, object.items.length, 'list assignment index'),
			1
		);
	} else if (object instanceof PyDict) {
		itemAt(rt, object, index);
		object.entries.delete(keyOf(index));
	} else {
		throw new PythonError(
			'TypeError',
			`'${typeName(object)}' object doesn't support item deletion`,
			rt.at
		);
	}
}

function replaceSlice(list: PyList, slice: PySlice, items: readonly Value[]): void {
	const { from, to, stride } = slicePositions(slice, list.items.length);
	if (stride !== 1) {
		throw new PythonError(
			'NotSupportedError',
			'changing a list by a slice with a step is not part of the language yet'
		);
	}
	list.items.splice(from, Math.max(0, to - from), ...items);
}
