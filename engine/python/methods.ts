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
import { PyBuiltin, PyDict, PyList, PyTuple, toIndex, type Value } from './values.ts';

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
	if (typeof object === 'string') {
		if (name === 'format') return new PyMethod(object, formatMethod);
		return bound(textMethods, object, name);
	}
	if (object instanceof PyDict) return bound(dictMethods, object, name);
	if (object instanceof PySet) {
		return bound<PySet>(object.frozen ? frozenSetMethods : setMethods, object, name);
	}
	if (object instanceof PyTuple) return bound(sequenceMethods, object, name);
	if (!(object instanceof PyList) || object.view !== '') return numberMethod(object, name);
	return bound(listMethods, object, name) ?? bound(sequenceMethods, object, name);
}

/** `(2.0).is_integer()`. */
function numberMethod(object: Value, name: string): PyMethod | undefined {
	return typeof object === 'number' ? bound(floatMethods, object, name) : undefined;
}

const floatMethods: Methods<number> = {
	is_integer: [[], (self) => () => Number.isInteger(self)]
};

/** Methods that take as long for a long list, dict or set as for a short one. */
const QUICK = new Set(
	'append extend pop clear get setdefault add discard update keys values items'.split(' ')
);

/** The object stays beside the method, so that a copy of the one gets a copy of the other. */
function bound<T extends Value>(methods: Methods<T>, self: T, name: string): PyMethod | undefined {
	if (!Object.hasOwn(methods, name)) return undefined;
	const [signature, run] = methods[name];
	const method = new PyBuiltin(name, (rt, { positional: [object, ...rest], keywords }) => {
		if (!QUICK.has(name)) rt.spend('looked', reachOf(object));
		const args = { positional: rest, keywords };
		const { bound: given, rest: others } = bindArguments(name, signature, args);
		return run(object as T)(rt, given, others);
	});
	return new PyMethod(self, method);
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
