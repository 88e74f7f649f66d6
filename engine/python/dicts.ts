/** Methods of dicts. */
import { PythonError } from './errors.ts';
import { missingKey } from './exceptions.ts';
import { listOfItems } from './iterators.ts';
import type { Runtime } from './runtime.ts';
import type { Implementation, Signature } from './signature.ts';
import { keyOf } from './type-names.ts';
import { PyDict, PyList, PyTuple, type Evaluation, type Value } from './values.ts';

/** `dict.update(source)`: of a dict, or of pairs. */
export function* update(rt: Runtime, dict: PyDict, source: Value): Evaluation<void> {
	if (source instanceof PyDict) {
		for (const [key, value] of source.entries.values()) put(dict, key, value);
		return;
	}
	for (const [i, pair] of (yield* listOfItems(rt, source)).entries()) {
		const isPlain = typeof pair !== 'string' && (typeof pair !== 'object' || pair === null);
		if (isPlain) {
			const message = `cannot convert dictionary update sequence element #${i} to a sequence`;
			throw new PythonError('TypeError', message, rt.at);
		}
		const items = yield* listOfItems(rt, pair);
		if (items.length !== 2) {
			throw new PythonError(
				'ValueError',
				`dictionary update sequence element #${i} has length ${items.length}; 2 is required`,
				rt.at
			);
		}
		put(dict, items[0], items[1]);
	}
}

/** The key that came first stays, as 1 does when d[True] is assigned. */
export function put({ entries }: PyDict, key: Value, value: Value): void {
	const found = keyOf(key);
	entries.set(found, [entries.get(found)?.[0] ?? key, value]);
}

const viewName = (dict: PyDict, of: 'keys' | 'values' | 'items') =>
	`${dict.ordered ? 'odict' : 'dict'}_${of}` as const;

const entriesOf = (dict: PyDict) => [...dict.entries.values()];

export const dictMethods: Readonly<
	Record<string, readonly [Signature, (self: PyDict) => Implementation]>
> = {
	keys: [
		[],
		(dict) => () =>
			new PyList(
				entriesOf(dict).map(([key]) => key),
				viewName(dict, 'keys')
			)
	],
	values: [
		[],
		(dict) => () =>
			new PyList(
				entriesOf(dict).map(([, value]) => value),
				viewName(dict, 'values')
			)
	],
	items: [
		[],
		(dict) => () =>
			new PyList(
				entriesOf(dict).map((entry) => new PyTuple(entry)),
				viewName(dict, 'items')
			)
	],
	get: [
		['key', ['default', null]],
		({ entries }) =>
			(_, bound) => {
				const entry = entries.get(keyOf(bound.key));
				return entry ? entry[1] : bound.default;
			}
	],
	setdefault: [
		['key', ['default', null]],
		(dict) => (_, bound) => {
			const entry = dict.entries.get(keyOf(bound.key));
			if (entry) return entry[1];
			put(dict, bound.key, bound.default);
			return bound.default;
		}
	],
	pop: [
		['key', '*default'],
		({ entries }) =>
			function* (rt, { key }, [fallback]) {
				const found = keyOf(key);
				const entry = entries.get(found);
				entries.delete(found);
				if (entry) return entry[1];
				if (fallback !== undefined) return fallback;
				throw yield* missingKey(rt, key);
			}
	],
	popitem: [
		[],
		({ entries }) =>
			() => {
				const last = [...entries].at(-1);
				if (!last) throw new PythonError('KeyError', "'popitem(): dictionary is empty'");
				entries.delete(last[0]);
				return new PyTuple(last[1]);
			}
	],
	update: [
		[['other', new PyTuple([])]],
		(dict) =>
			function* (rt, { other }) {
				yield* update(rt, dict, other);
				return null;
			}
	],
	copy: [[], (dict) => () => copied(dict)],
	clear: [
		[],
		({ entries }) =>
			() => {
				entries.clear();
				return null;
			}
	]
};

function copied(dict: PyDict): PyDict {
	const copy = new PyDict();
	for (const [key, entry] of dict.entries) copy.entries.set(key, entry);
	return copy;
}

/** `{**a} | {**b}`: both, the right one's values where they share a key. */
export function merged(left: PyDict, right: PyDict): PyDict {
	const both = copied(left);
	for (const [key, value] of right.entries.values()) put(both, key, value);
	return both;
}
