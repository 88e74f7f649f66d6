/** Builtins that compare, add up or order: min, max, sum, sorted, any, all. */
import { PythonError } from './errors.ts';
import { listOfItems, iteratorOf, take } from './iterators.ts';
import { binary, compare } from './operators.ts';
import { force, truth } from './protocols.ts';
import type { Runtime } from './runtime.ts';
import { builtin, type Signature } from './signature.ts';
import { asFlag } from './torch/arguments.ts';
import { PyBuiltin, PyList, type Arguments, type Evaluation, type Value } from './values.ts';

/** `left op right`, tensors and objects included, as a truth. */
function* holds(rt: Runtime, op: '<' | '>', left: Value, right: Value): Evaluation<boolean> {
	rt.spend('item');
	return yield* truth(rt, yield* compare(rt, op, left, right));
}

/** What an item is ordered by. */
export function* keyed(rt: Runtime, key: Value, item: Value): Evaluation<Value> {
	if (key === null) return item;
	const args = { positional: [item], keywords: new Map() };
	return yield* force(rt, yield* rt.language.call(rt, key, args));
}

function* extreme(
	rt: Runtime,
	name: string,
	{ positional, keywords }: Arguments,
	op: '<' | '>'
): Evaluation<Value> {
	for (const keyword of keywords.keys()) {
		if (keyword === 'key' || keyword === 'default') continue;
		const message = `${name}() got an unexpected keyword argument '${keyword}'`;
		throw new PythonError('TypeError', message);
	}
	if (positional.length === 0) {
		throw new PythonError('TypeError', `${name} expected at least 1 argument, got 0`);
	}
	const items = positional.length === 1 ? yield* listOfItems(rt, positional[0]) : positional;
	const fallback = keywords.get('default');
	if (items.length === 0 && fallback !== undefined) return fallback;
	if (items.length === 0) throw new PythonError('ValueError', `${name}() arg is an empty sequence`);
	const key = keywords.get('key') ?? null;
	let best = yield* force(rt, items[0]);
	let bestKey = yield* keyed(rt, key, best);
	for (const item of items.slice(1)) {
		const value = yield* force(rt, item);
		const valueKey = yield* keyed(rt, key, value);
		if (yield* holds(rt, op, valueKey, bestKey)) [best, bestKey] = [value, valueKey];
	}
	return best;
}

interface Keyed {
	readonly key: Value;
	readonly item: Value;
}

/** A new list in order; a stable merge, since comparing may ask for values. */
function* merged(rt: Runtime, items: readonly Keyed[]): Evaluation<Keyed[]> {
	if (items.length < 2) return [...items];
	const middle = items.length >> 1;
	const left = yield* merged(rt, items.slice(0, middle));
	const right = yield* merged(rt, items.slice(middle));
	const result: Keyed[] = [];
	let i = 0;
	for (const each of right) {
		while (i < left.length && !(yield* holds(rt, '<', each.key, left[i].key))) {
			result.push(left[i++]);
		}
		result.push(each);
	}
	return [...result, ...left.slice(i)];
}

export function* sorted(
	rt: Runtime,
	given: Value,
	key: Value,
	reverse: Value
): Evaluation<Value[]> {
	const items: Keyed[] = [];
	for (const each of yield* listOfItems(rt, given)) {
		const item = yield* force(rt, each);
		items.push({ key: yield* keyed(rt, key, item), item });
	}
	// reversing before and after keeps equal items in their order
	const backwards = asFlag(reverse);
	const ordered = yield* merged(rt, backwards ? items.reverse() : items);
	return (backwards ? ordered.reverse() : ordered).map(({ item }) => item);
}

function* sum(rt: Runtime, iterable: Value, start: Value): Evaluation<Value> {
	let total = start;
	if (typeof start === 'string') {
		throw new PythonError('TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
	}
	const items = yield* iteratorOf(rt, iterable);
	for (let item = yield* take(rt, items); item !== undefined; item = yield* take(rt, items)) {
		total = yield* binary(rt, '+', yield* force(rt, total), yield* force(rt, item));
	}
	return total;
}

function* someTrue(rt: Runtime, iterable: Value, wanted: boolean): Evaluation<boolean> {
	const items = yield* iteratorOf(rt, iterable);
	for (let item = yield* take(rt, items); item !== undefined; item = yield* take(rt, items)) {
		if ((yield* truth(rt, item)) === wanted) return wanted;
	}
	return !wanted;
}

/** Several values, or one that holds them. */
const EXTREME: Signature = ['*values', ['key', null]];

export const ordering: readonly (readonly [string, Value])[] = [
	['min', new PyBuiltin('min', (rt, args) => extreme(rt, 'min', args, '<'), EXTREME)],
	['max', new PyBuiltin('max', (rt, args) => extreme(rt, 'max', args, '>'), EXTREME)],
	['any', builtin('any', ['iterable'], (rt, { iterable }) => someTrue(rt, iterable, true))],
	['all', builtin('all', ['iterable'], (rt, { iterable }) => someTrue(rt, iterable, false))],
	[
		'sum',
		builtin('sum', ['iterable', ['start', 0n]], (rt, { iterable, start }) =>
			sum(rt, iterable, start)
		)
	],
	[
		'sorted',
		builtin('sorted', ['iterable', ['key', null], ['reverse', false]], function* (rt, bound) {
			return new PyList(yield* sorted(rt, bound.iterable, bound.key, bound.reverse));
		})
	]
];
