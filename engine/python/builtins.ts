/** Python's builtin functions that lessons use. */
import { conversions, types } from './conversions.ts';
import { PythonError } from './errors.ts';
import { force, lengthOf, listOfItems, truth } from './protocols.ts';
import type { Line, Runtime } from './runtime.ts';
import { equal, scalarBinary, scalarCompare } from './scalars.ts';
import { shown } from './show.ts';
import { builtin } from './signature.ts';
import { tensorBinary, tensorCompare } from './tensor-operators.ts';
import { asFlag, sequenceOf } from './torch/arguments.ts';
import {
	PyBuiltin,
	PyList,
	PyRange,
	PyTuple,
	PyType,
	toIndex,
	typeName,
	type Arguments,
	type Evaluation,
	type Value
} from './values.ts';
import { PyTensor } from './variable.ts';

function print(rt: Runtime, { positional, keywords }: Arguments): Value {
	for (const name of keywords.keys()) {
		if (name !== 'sep' && name !== 'end' && name !== 'flush') {
			throw new PythonError('TypeError', `'${name}' is an invalid keyword argument for print()`);
		}
	}
	const word = (name: string, fallback: string) => {
		const value = keywords.get(name) ?? null;
		if (value === null) return fallback;
		if (typeof value === 'string') return value;
		throw new PythonError('TypeError', `${name} must be None or a string, not ${typeName(value)}`);
	};
	const [separator, end] = [word('sep', ' '), word('end', '\n')];
	const parts = positional.map((value) => shown(rt, value));
	const line: Line = {
		ids: parts.flatMap((part) => part.ids),
		show: () => parts.map((part) => part.show()).join(separator) + end
	};
	rt.lines.push(line);
	return null;
}

/** `left op right`, tensors included, as a truth. */
function* holds(rt: Runtime, op: '<' | '>', left: Value, right: Value): Evaluation<boolean> {
	const tensors = left instanceof PyTensor || right instanceof PyTensor;
	return tensors
		? yield* truth(rt, tensorCompare(rt, op, left, right))
		: scalarCompare(op, left, right);
}

function* extreme(rt: Runtime, name: string, args: Arguments, op: '<' | '>'): Evaluation<Value> {
	refuseKeywords(name, args);
	const { positional } = args;
	if (positional.length === 0) {
		throw new PythonError('TypeError', `${name} expected at least 1 argument, got 0`);
	}
	const items = positional.length === 1 ? yield* listOfItems(rt, positional[0]) : positional;
	if (items.length === 0) throw new PythonError('ValueError', `${name}() arg is an empty sequence`);
	let best = yield* force(rt, items[0]);
	for (const item of items.slice(1)) {
		const value = yield* force(rt, item);
		if (yield* holds(rt, op, value, best)) best = value;
	}
	return best;
}

export function lacksKey(name: string): PythonError {
	return new PythonError('NotSupportedError', `key= in ${name}() is not part of the language yet`);
}

function refuseKeywords(name: string, { keywords }: Arguments): void {
	for (const keyword of keywords.keys()) {
		throw new PythonError(
			'NotSupportedError',
			`${keyword}= in ${name}() is not part of the language yet`
		);
	}
}

/** A new list in order; a stable merge, since comparing may ask for values. */
function* sorted(rt: Runtime, items: readonly Value[]): Evaluation<Value[]> {
	if (items.length < 2) return [...items];
	const middle = items.length >> 1;
	const left = yield* sorted(rt, items.slice(0, middle));
	const right = yield* sorted(rt, items.slice(middle));
	const merged: Value[] = [];
	let i = 0;
	for (const item of right) {
		while (i < left.length && !(yield* holds(rt, '<', item, left[i]))) merged.push(left[i++]);
		merged.push(item);
	}
	return [...merged, ...left.slice(i)];
}

export function* inOrder(rt: Runtime, given: Value, reverse: Value): Evaluation<Value[]> {
	const items: Value[] = [];
	for (const item of yield* listOfItems(rt, given)) items.push(yield* force(rt, item));
	// reversing before and after keeps equal items in their order
	if (!asFlag(reverse)) return yield* sorted(rt, items);
	return (yield* sorted(rt, items.reverse())).reverse();
}

function* sum(rt: Runtime, iterable: Value, start: Value): Evaluation<Value> {
	let total = start;
	if (typeof start === 'string') {
		throw new PythonError('TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
	}
	for (const item of yield* listOfItems(rt, iterable)) {
		const value = yield* force(rt, item);
		const tensors = value instanceof PyTensor || total instanceof PyTensor;
		total = tensors ? tensorBinary(rt, '+', total, value) : scalarBinary('+', total, value);
	}
	return total;
}

function* someTrue(rt: Runtime, iterable: Value, wanted: boolean): Evaluation<boolean> {
	for (const item of yield* listOfItems(rt, iterable)) {
		if ((yield* truth(rt, item)) === wanted) return wanted;
	}
	return !wanted;
}

function range(args: Arguments): PyRange {
	refuseKeywords('range', args);
	const bounds = args.positional.map((value) => {
		if (typeof value === 'bigint') return value;
		if (typeof value === 'boolean') return BigInt(value);
		throw new PythonError(
			'TypeError',
			`'${typeName(value)}' object cannot be interpreted as an integer`
		);
	});
	if (bounds.length === 0) {
		throw new PythonError('TypeError', 'range expected at least 1 argument, got 0');
	}
	if (bounds.length > 3) {
		throw new PythonError('TypeError', `range expected at most 3 arguments, got ${bounds.length}`);
	}
	if (bounds[2] === 0n) throw new PythonError('ValueError', 'range() arg 3 must not be zero');
	return bounds.length === 1
		? new PyRange(0n, bounds[0], 1n)
		: new PyRange(bounds[0], bounds[1], bounds[2] ?? 1n);
}

function* zip(rt: Runtime, args: Arguments): Evaluation<Value> {
	refuseKeywords('zip', args);
	const columns: Value[][] = [];
	for (const value of args.positional) columns.push(yield* listOfItems(rt, value));
	const lengths = columns.map((column) => column.length);
	const count = lengths.length === 0 ? 0 : Math.min(...lengths);
	return new PyList(
		Array.from({ length: count }, (_, i) => new PyTuple(columns.map((column) => column[i])))
	);
}

/** The type of a value, as `type(x)` gives it. */
function typeOf(value: Value): PyType {
	const name = typeName(value);
	return types.get(name) ?? new PyType(name === 'Tensor' ? 'torch.Tensor' : name, 'python', null);
}

function isInstance(value: Value, classes: Value): boolean {
	const several = sequenceOf(classes);
	if (several) return several.some((each) => isInstance(value, each));
	if (!(classes instanceof PyType) || classes.of === 'dtype') {
		throw new PythonError(
			'TypeError',
			'isinstance() arg 2 must be a type, a tuple of types, or a union'
		);
	}
	if (classes.of === 'tensor' && value instanceof PyTensor) return value.dtype === classes.dtype;
	return equal(typeOf(value), classes) || (classes.name === 'int' && typeof value === 'boolean');
}

/** Builtins of Python that the language lacks: it knows them by name, so as not to deny them. */
const LACKING =
	'aiter anext ascii bin breakpoint bytearray bytes callable chr classmethod compile complex ' +
	'delattr dict dir divmod eval exec filter format frozenset getattr globals hasattr hash help hex ' +
	'id input iter locals map memoryview next object oct open ord pow property set setattr slice ' +
	'staticmethod super vars Exception ValueError TypeError RuntimeError';

/** True for a builtin of Python that is not part of the language. */
export function isLackingBuiltin(name: string): boolean {
	return LACKING.split(' ').includes(name);
}

export const builtins: ReadonlyMap<string, Value> = new Map<string, Value>([
	...conversions,
	['__name__', '__main__'],
	['print', new PyBuiltin('print', print)],
	['range', new PyBuiltin('range', (_, args) => range(args))],
	['len', builtin('len', ['obj'], (rt, { obj }) => lengthOf(rt, obj))],
	['min', new PyBuiltin('min', (rt, args) => extreme(rt, 'min', args, '<'))],
	['max', new PyBuiltin('max', (rt, args) => extreme(rt, 'max', args, '>'))],
	['zip', new PyBuiltin('zip', zip)],
	['any', builtin('any', ['iterable'], (rt, { iterable }) => someTrue(rt, iterable, true))],
	['all', builtin('all', ['iterable'], (rt, { iterable }) => someTrue(rt, iterable, false))],
	[
		'type',
		builtin('type', ['object'], function* (rt, { object }) {
			return typeOf(yield* force(rt, object));
		})
	],
	[
		'isinstance',
		builtin('isinstance', ['obj', 'class'], function* (rt, bound) {
			return isInstance(yield* force(rt, bound.obj), bound.class);
		})
	],
	[
		'sum',
		builtin('sum', ['iterable', ['start', 0n]], (rt, { iterable, start }) =>
			sum(rt, iterable, start)
		)
	],
	[
		'sorted',
		builtin('sorted', ['iterable', ['key', null], ['reverse', false]], function* (rt, bound) {
			if (bound.key !== null) throw lacksKey('sorted');
			return new PyList(yield* inOrder(rt, bound.iterable, bound.reverse));
		})
	],
	[
		'reversed',
		builtin('reversed', ['sequence'], function* (rt, { sequence }) {
			return new PyList((yield* listOfItems(rt, sequence)).reverse());
		})
	],
	[
		'enumerate',
		builtin('enumerate', ['iterable', ['start', 0n]], function* (rt, { iterable, start }) {
			const items = yield* listOfItems(rt, iterable);
			const first = toIndex(start, 'start');
			return new PyList(items.map((item, i) => new PyTuple([BigInt(first + i), item])));
		})
	]
]);
