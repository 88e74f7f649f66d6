/** Builtins that go through things: len, range, enumerate, zip, map, filter, reversed, iter, next. */
import { PythonError } from './errors.ts';
import { iteratorOf, listOfItems, take } from './iterators.ts';
import { PyIterator } from './objects.ts';
import { lengthOf, truth } from './protocols.ts';
import { createException } from './exceptions.ts';
import type { Runtime } from './runtime.ts';
import { builtin, type Signature } from './signature.ts';
import { callMethod, specialMethod } from './special.ts';
import { typeName } from './type-names.ts';
import {
	PyBuiltin,
	PyRange,
	PyTuple,
	toIndex,
	type Arguments,
	type Evaluation,
	type Value
} from './values.ts';

function range({ positional, keywords }: Arguments): PyRange {
	if (keywords.size > 0) throw new PythonError('TypeError', 'range() takes no keyword arguments');
	const bounds = positional.map((value) => {
		if (typeof value === 'bigint') return value;
		if (typeof value === 'boolean') return BigInt(value);
		const message = `'${typeName(value)}' object cannot be interpreted as an integer`;
		throw new PythonError('TypeError', message);
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

function* iteratorsOf(rt: Runtime, values: readonly Value[]): Evaluation<PyIterator[]> {
	const iterators: PyIterator[] = [];
	for (const value of values) iterators.push(yield* iteratorOf(rt, value));
	return iterators;
}

/** One item of each, or undefined where the first of them ends. */
function* takeAll(rt: Runtime, iterators: readonly PyIterator[]): Evaluation<Value[] | undefined> {
	const items: Value[] = [];
	for (const each of iterators) {
		const item = yield* take(rt, each);
		if (item === undefined) return undefined;
		items.push(item);
	}
	return iterators.length > 0 ? items : undefined;
}

function* zip(rt: Runtime, { positional, keywords }: Arguments): Evaluation<Value> {
	const strict = keywords.get('strict') ?? false;
	const iterators = yield* iteratorsOf(rt, positional);
	const next = function* () {
		const items = yield* takeAll(rt, iterators);
		if (items) return new PyTuple(items);
		if (strict === true) yield* refuseLonger(rt, iterators);
		return undefined;
	};
	return new PyIterator(
		'zip',
		next,
		iterators.every((each) => each.plain)
	);
}

/** `strict=True`: after the first has ended, none of the others may have an item left. */
function* refuseLonger(rt: Runtime, iterators: readonly PyIterator[]): Evaluation<void> {
	for (const [i, each] of [...iterators.entries()].slice(1)) {
		if ((yield* take(rt, each)) === undefined) continue;
		const before = i === 1 ? 'argument 1' : `arguments 1-${i}`;
		throw new PythonError('ValueError', `zip() argument ${i + 1} is longer than ${before}`, rt.at);
	}
}

function* map(rt: Runtime, { positional }: Arguments): Evaluation<Value> {
	if (positional.length < 2) {
		throw new PythonError('TypeError', 'map() must have at least two arguments.');
	}
	const [f, ...rest] = positional;
	const iterators = yield* iteratorsOf(rt, rest);
	return new PyIterator('map', function* () {
		const items = yield* takeAll(rt, iterators);
		return items && (yield* rt.language.call(rt, f, { positional: items, keywords: new Map() }));
	});
}

function* filter(rt: Runtime, keep: Value, iterable: Value): Evaluation<Value> {
	const items = yield* iteratorOf(rt, iterable);
	return new PyIterator('filter', function* () {
		for (let item = yield* take(rt, items); item !== undefined; item = yield* take(rt, items)) {
			const args = { positional: [item], keywords: new Map() };
			if (yield* truth(rt, keep === null ? item : yield* rt.language.call(rt, keep, args))) {
				return item;
			}
		}
		return undefined;
	});
}

function* enumerate(rt: Runtime, iterable: Value, start: Value): Evaluation<Value> {
	const items = yield* iteratorOf(rt, iterable);
	let count = BigInt(toIndex(start, 'start'));
	const next = function* () {
		const item = yield* take(rt, items);
		return item === undefined ? undefined : new PyTuple([count++, item]);
	};
	return new PyIterator('enumerate', next, items.plain);
}

function* reversed(rt: Runtime, sequence: Value): Evaluation<Value> {
	if (specialMethod(sequence, '__reversed__')) {
		return yield* callMethod(rt, sequence, '__reversed__', []);
	}
	const kind = typeof sequence === 'object' && sequence !== null ? sequence.kind : '';
	if (kind === 'set' || kind === 'iterator') {
		throw new PythonError('TypeError', `'${typeName(sequence)}' object is not reversible`, rt.at);
	}
	if (sequence instanceof PyRange) {
		let at = sequence.length;
		return new PyIterator('range_iterator', () => (at > 0 ? sequence.at(--at) : undefined), true);
	}
	const items = yield* listOfItems(rt, sequence);
	const name = kind === 'list' ? 'list_reverseiterator' : 'reversed';
	return new PyIterator(name, () => items.pop(), true);
}

function* next(rt: Runtime, iterator: Value, fallback: Value | undefined): Evaluation<Value> {
	const { at } = rt;
	if (!(iterator instanceof PyIterator) && !specialMethod(iterator, '__next__')) {
		throw new PythonError('TypeError', `'${typeName(iterator)}' object is not an iterator`, at);
	}
	const item =
		iterator instanceof PyIterator
			? yield* take(rt, iterator)
			: yield* callMethod(rt, iterator, '__next__', []);
	rt.at = at;
	if (item !== undefined) return item;
	if (fallback !== undefined) return fallback;
	throw new PythonError('StopIteration', '', at, undefined, createException('StopIteration', []));
}

/** As a reader would say it: one bound is the end. */
const RANGE: Signature = ['start', ['stop', null], ['step', 1n]];

export const iteration: readonly (readonly [string, Value])[] = [
	['range', new PyBuiltin('range', (_, args) => range(args), RANGE)],
	['len', builtin('len', ['obj'], (rt, { obj }) => lengthOf(rt, obj))],
	['zip', new PyBuiltin('zip', zip, ['*iterables', ['strict', false]])],
	['map', new PyBuiltin('map', map, ['function', '*iterables'])],
	[
		'filter',
		builtin('filter', ['function', 'iterable'], (rt, bound) =>
			filter(rt, bound.function, bound.iterable)
		)
	],
	[
		'enumerate',
		builtin('enumerate', ['iterable', ['start', 0n]], (rt, { iterable, start }) =>
			enumerate(rt, iterable, start)
		)
	],
	['reversed', builtin('reversed', ['sequence'], (rt, { sequence }) => reversed(rt, sequence))],
	['iter', builtin('iter', ['object'], (rt, { object }) => iteratorOf(rt, object))],
	[
		'next',
		new PyBuiltin(
			'next',
			(rt, { positional: [iterator = null, fallback] }) => next(rt, iterator, fallback),
			['iterator', '*default']
		)
	]
];
