/** `object[index]`: reading, assigning and deleting, for every kind of value. */
import { PythonError } from './errors.ts';
import { missingKey } from './exceptions.ts';
import { listOfItems } from './iterators.ts';
import { force } from './protocols.ts';
import { ownReach, reachOf } from './reach.ts';
import type { Runtime } from './runtime.ts';
import { itemsOf, sequenceIndex, sliced, slicePositions } from './sequence.ts';
import { callMethod, specialMethod } from './special.ts';
import { assignIndexed } from './torch/index-assign.ts';
import { indexed, rowOf } from './torch/indexing.ts';
import { keyOf, typeName } from './type-names.ts';
import {
	PyDict,
	PyList,
	PyRange,
	PySlice,
	PyTuple,
	toIndex,
	type Evaluation,
	type Value
} from './values.ts';
import { PyTensor } from './variable.ts';

/** `object[index]`, `__getitem__` included. */
export function* itemOf(rt: Runtime, object: Value, index: Value): Evaluation<Value> {
	if (specialMethod(object, '__getitem__')) {
		return yield* callMethod(rt, object, '__getitem__', [index]);
	}
	if (index instanceof PyTuple && !(object instanceof PyTensor)) rt.spend('item', reachOf(index));
	if (object instanceof PyDict) {
		const found = entryOf(object, index);
		if (found !== undefined) return found;
		throw yield* missingKey(rt, index);
	}
	if (object instanceof PyTensor) return yield* indexed(rt, object, index);
	return itemAt(rt, object, index);
}

function entryOf(dict: PyDict, key: Value): Value | undefined {
	return dict.entries.get(keyOf(key))?.[1];
}

export function itemAt(rt: Runtime, object: Value, index: Value): Value {
	if (object instanceof PyTensor) return rowOf(rt, object, toIndex(index, 'index'));
	if (typeof object === 'string') rt.spend('moved', object.length);
	const items = itemsOf(object);
	if (!items) {
		throw new PythonError('TypeError', `'${typeName(object)}' object is not subscriptable`, rt.at);
	}
	if (index instanceof PySlice) {
		const picked = sliced(object, items, index);
		rt.spend('looked', typeof picked === 'string' ? picked.length : ownReach(picked));
		return picked;
	}
	const at = sequenceIndex(object, index, items.length);
	return object instanceof PyRange ? object.at(at) : items[at];
}

export function* assignItem(
	rt: Runtime,
	object: Value,
	index: Value,
	value: Value
): Evaluation<void> {
	if (specialMethod(object, '__setitem__')) {
		yield* callMethod(rt, object, '__setitem__', [index, value]);
		return;
	}
	if (object instanceof PyList && index instanceof PySlice) {
		return replaceSlice(object, index, yield* listOfItems(rt, value));
	}
	if (object instanceof PyList) {
		object.items[sequenceIndex(object, index, object.items.length, 'list assignment index')] =
			value;
	} else if (object instanceof PyTensor) {
		yield* assignIndexed(rt, object, index, yield* force(rt, value));
	} else if (object instanceof PyDict) {
		if (index instanceof PyTuple) rt.spend('item', reachOf(index));
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

export function* deleteItem(rt: Runtime, object: Value, index: Value): Evaluation<void> {
	if (specialMethod(object, '__delitem__')) {
		yield* callMethod(rt, object, '__delitem__', [index]);
	} else if (object instanceof PyList && index instanceof PySlice) {
		deleteSlice(object, index);
	} else if (object instanceof PyList) {
		object.items.splice(
			sequenceIndex(object, index, object.items.length, 'list assignment index'),
			1
		);
	} else if (object instanceof PyDict) {
		yield* itemOf(rt, object, index);
		object.entries.delete(keyOf(index));
	} else {
		throw new PythonError(
			'TypeError',
			`'${typeName(object)}' object doesn't support item deletion`,
			rt.at
		);
	}
}

/** `list[slice] = items`; with a step other than 1 the numbers of items must agree. */
function replaceSlice(list: PyList, slice: PySlice, items: readonly Value[]): void {
	const { from, to, stride } = slicePositions(slice, list.items.length);
	if (stride === 1) {
		list.items.splice(from, Math.max(0, to - from), ...items);
		return;
	}
	const places = placesOf(from, to, stride);
	if (items.length !== places.length) {
		throw new PythonError(
			'ValueError',
			`attempt to assign sequence of size ${items.length} to extended slice of size ${places.length}`
		);
	}
	places.forEach((place, i) => (list.items[place] = items[i]));
}

function deleteSlice(list: PyList, slice: PySlice): void {
	const { from, to, stride } = slicePositions(slice, list.items.length);
	const gone = new Set(placesOf(from, to, stride));
	const kept = list.items.filter((_, i) => !gone.has(i));
	list.items.splice(0, list.items.length, ...kept);
}

function placesOf(from: number, to: number, stride: number): number[] {
	const places: number[] = [];
	for (let i = from; stride > 0 ? i < to : i > to; i += stride) places.push(i);
	return places;
}
