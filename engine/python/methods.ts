/** Methods of containers and texts: those of lists and tuples are here. */
import { sorted } from './builtins-ordering.ts';
import { dictMethods } from './dicts.ts';
import { PythonError } from './errors.ts';
import { listOfItems, MAX_ITEMS } from './iterators.ts';
import { PyMethod, PySet } from './objects.ts';
import { reachOf } from './reach.ts';
import type { Runtime } from './runtime.ts';
import { equal } from './scalars.ts';
import { sequenceIndex } from './sequence.ts';
import { frozenSetMethods, setMethods } from './sets.ts';
import { bindArguments, type Implementation, type Signature } from './signature.ts';
import { formatMethod, textMethods } from './text-methods.ts';
import { typeName } from './type-names.ts';
import {
	PyBuiltin,
	PyDict,
	PyList,
	PyTuple,
	toIndex,
	type Arguments,
	type Value
} from './values.ts';

type Methods<T> = Readonly<Record<string, readonly [Signature, (self: T) => Implementation]>>;

const positionOf = (items: readonly Value[], wanted: Value) =>
	items.findIndex((item) => item === wanted || equal(item, wanted));

const sequenceMethods: Methods<PyList | PyTuple> = {
	count: [
		['value'],
		({ items }) =>
			(_, { value }) =>
				BigInt(items.filter((item) => item === value || equal(item, value)).length)
	],
	index: [
		['value'],
		({ items, kind }) =>
			function* (rt, { value }) {
				const at = positionOf(items, value);
				if (at >= 0) return BigInt(at);
				const text = kind === 'list' ? yield* rt.language.repr(rt, value) : 'tuple.index(x): x';
				throw new PythonError(
					'ValueError',
					`${text} ${kind === 'list' ? 'is ' : ''}not in ${kind}`
				);
			}
	]
};

/** `list += items`; a list that grows without end is stopped. */
export function extend(rt: Runtime, list: PyList, items: readonly Value[]): void {
	if (list.items.length + items.length > MAX_ITEMS) {
		const message = `a list of over ${MAX_ITEMS} items is too long here`;
		throw new PythonError('MemoryError', message, rt.at);
	}
	for (const item of items) list.items.push(item);
}

const listMethods: Methods<PyList> = {
	append: [
		['object'],
		(list) =>
			(rt, { object }) =>
				nothing(extend(rt, list, [object]))
	],
	extend: [
		['iterable'],
		(list) =>
			function* (rt, { iterable }) {
				return nothing(extend(rt, list, yield* listOfItems(rt, iterable)));
			}
	],
	insert: [
		['index', 'object'],
		({ items }) =>
			(_, { index, object }) =>
				nothing(items.splice(toIndex(index, 'index'), 0, object))
	],
	pop: [
		[['index', -1n]],
		(list) =>
			(rt, { index }) => {
				const { items } = list;
				if (index !== -1n) rt.spend('moved', items.length);
				if (items.length === 0) throw new PythonError('IndexError', 'pop from empty list');
				return items.splice(sequenceIndex(list, index, items.length, 'pop index'), 1)[0];
			}
	],
	remove: [
		['value'],
		({ items }) =>
			(_, { value }) => {
				const at = positionOf(items, value);
				if (at < 0) throw new PythonError('ValueError', 'list.remove(x): x not in list');
				return nothing(items.splice(at, 1));
			}
	],
	clear: [
		[],
		({ items }) =>
			() =>
				nothing((items.length = 0))
	],
	copy: [
		[],
		({ items }) =>
			() =>
				new PyList([...items])
	],
	reverse: [
		[],
		({ items }) =>
			() =>
				nothing(items.reverse())
	],
	sort: [
		[
			['key', null],
			['reverse', false]
		],
		(list) =>
			function* (rt, { key, reverse }) {
				const ordered = yield* sorted(rt, list, key, reverse);
				list.items.length = 0;
				return nothing(extend(rt, list, ordered));
			}
	]
};

function nothing(_done: unknown): null {
	return null;
}

/** A method bound to its container or text; undefined where there is none. */
export function containerMethod(object: Value, name: string): PyMethod | undefined {
	if (typeof object === 'string' && name === 'format') return new PyMethod(object, formatMethod);
	const methods = tablesOf(object).find((table) => Object.hasOwn(table, name));
	return methods && bound(methods, object, name);
}

/** What `containerMethod` finds for `object`. */
export function containerMethods(object: Value): readonly string[] {
	const names = tablesOf(object).flatMap((table) => Object.keys(table));
	return typeof object === 'string' ? [...names, 'format'] : names;
}

/** The tables with an object's methods; each takes what it is handed for the object. */
function tablesOf(object: Value): readonly Methods<never>[] {
	if (typeof object === 'string') return [textMethods];
	if (typeof object === 'number') return [floatMethods];
	if (object instanceof PyDict) return [dictMethods];
	if (object instanceof PySet) return [object.frozen ? frozenSetMethods : setMethods];
	if (object instanceof PyTuple) return [sequenceMethods];
	const isList = object instanceof PyList && object.view === '';
	return isList ? [listMethods, sequenceMethods] : [];
}

/** `(2.0).is_integer()`. */
const floatMethods: Methods<number> = {
	is_integer: [[], (self) => () => Number.isInteger(self)]
};

/** Methods that take as long for a long list, dict or set as for a short one. */
const QUICK = new Set(
	'append extend pop clear get setdefault add discard update keys values items'.split(' ')
);

/** The object stays beside the method, so that a copy of the one gets a copy of the other. */
function bound(methods: Methods<never>, self: Value, name: string): PyMethod {
	const [signature, run] = methods[name];
	const call = (rt: Runtime, { positional: [object, ...rest], keywords }: Arguments) => {
		if (typeof object === 'string') rt.spend('looked', object.length);
		else if (!QUICK.has(name)) rt.spend('looked', reachOf(object));
		// looking up a tuple looks at all of it
		for (const each of rest) if (each instanceof PyTuple) rt.spend('item', reachOf(each));
		const args = { positional: rest, keywords };
		const { bound: given, rest: others } = bindArguments(name, signature, args);
		return run(object as never)(rt, given, others);
	};
	return new PyMethod(self, new PyBuiltin(name, call, ['self', ...signature]));
}

/** Python's methods that the language lacks: it knows them by name, so as not to deny them. */
const LACKING: Readonly<Record<string, string>> = {
	str: 'casefold encode expandtabs format_map isidentifier translate maketrans',
	dict: 'fromkeys',
	int: 'bit_count bit_length as_integer_ratio conjugate real imag numerator denominator to_bytes',
	float: 'as_integer_ratio conjugate fromhex hex real imag',
	bool: 'bit_length real imag',
	'torch.Size': 'numel',
	generator: 'send throw close'
};

/** True for a method that Python's `object` has and the language lacks. */
export function isLackingMethod(object: Value, name: string): boolean {
	return LACKING[typeName(object)]?.split(' ').includes(name) ?? false;
}
