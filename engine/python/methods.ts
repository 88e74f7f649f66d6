/** Methods of lists, dicts and tuples. */
import { inOrder, lacksKey } from './builtins.ts';
import { PythonError } from './errors.ts';
import { listOfItems } from './protocols.ts';
import { equal } from './scalars.ts';
import { sequenceIndex } from './sequence.ts';
import { shown } from './show.ts';
import { builtin, type Implementation, type Signature } from './signature.ts';
import {
	keyOf,
	PyDict,
	PyList,
	PyTuple,
	toIndex,
	typeName,
	type PyBuiltin,
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
			(rt, { value }) => {
				const at = positionOf(items, value);
				if (at >= 0) return BigInt(at);
				const text = kind === 'list' ? shown(rt, value, true).show() : 'tuple.index(x): x';
				throw new PythonError(
					'ValueError',
					`${text} ${kind === 'list' ? 'is ' : ''}not in ${kind}`
				);
			}
	]
};

const listMethods: Methods<PyList> = {
	append: [
		['object'],
		({ items }) =>
			(_, { object }) =>
				nothing(items.push(object))
	],
	extend: [
		['iterable'],
		({ items }) =>
			function* (rt, { iterable }) {
				return nothing(items.push(...(yield* listOfItems(rt, iterable))));
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
			(_, { index }) => {
				const { items } = list;
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
				if (key !== null) throw lacksKey('sort');
				const ordered = yield* inOrder(rt, list, reverse);
				return nothing(list.items.splice(0, list.items.length, ...ordered));
			}
	]
};

const entriesOf = (dict: PyDict) => [...dict.entries.values()];

const dictMethods: Methods<PyDict> = {
	keys: [[], (dict) => () => new PyList(entriesOf(dict).map(([key]) => key))],
	values: [[], (dict) => () => new PyList(entriesOf(dict).map(([, value]) => value))],
	items: [[], (dict) => () => new PyList(entriesOf(dict).map((entry) => new PyTuple(entry)))],
	get: [
		['key', ['default', null]],
		({ entries }) =>
			(_, bound) => {
				const entry = entries.get(keyOf(bound.key));
				return entry ? entry[1] : bound.default;
			}
	]
};

function nothing(_done: unknown): null {
	return null;
}

/** A method bound to its container; undefined where there is none. */
export function containerMethod(object: Value, name: string): PyBuiltin | undefined {
	if (object instanceof PyDict) return bound(dictMethods, object, name);
	if (object instanceof PyTuple) return bound(sequenceMethods, object, name);
	if (!(object instanceof PyList)) return undefined;
	return bound(listMethods, object, name) ?? bound(sequenceMethods, object, name);
}

function bound<T>(methods: Methods<T>, self: T, name: string): PyBuiltin | undefined {
	if (!Object.hasOwn(methods, name)) return undefined;
	const [signature, run] = methods[name];
	return builtin(name, signature, run(self));
}

/** Python's methods that the language lacks: it knows them by name, so as not to deny them. */
const LACKING: Readonly<Record<string, string>> = {
	str:
		'capitalize casefold center count encode endswith expandtabs find format format_map index isalnum ' +
		'isalpha isdecimal isdigit isidentifier islower isnumeric isspace istitle isupper join ljust lower ' +
		'lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip ' +
		'split splitlines startswith strip swapcase title translate upper zfill',
	dict: 'clear copy fromkeys pop popitem setdefault update',
	int: 'bit_count bit_length as_integer_ratio conjugate real imag numerator denominator to_bytes',
	float: 'as_integer_ratio conjugate fromhex hex is_integer real imag',
	bool: 'bit_length real imag',
	'torch.Size': 'numel'
};

/** True for a method that Python's `object` has and the language lacks. */
export function isLackingMethod(object: Value, name: string): boolean {
	return LACKING[typeName(object)]?.split(' ').includes(name) ?? false;
}
