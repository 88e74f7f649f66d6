/** Python's builtin functions that lessons use. */
import { sizeOf } from '../tensor.ts';
import { PythonError } from './errors.ts';
import { parseFloatLiteral } from './format.ts';
import type { Line, Runtime } from './runtime.ts';
import { scalarCompare } from './scalars.ts';
import { shown } from './show.ts';
import { builtin } from './signature.ts';
import { sequenceOf } from './torch/arguments.ts';
import { itemOf } from './torch/items.ts';
import {
	Deferred,
	DeferredText,
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

/** Longest list that a builtin makes of an iterable. */
const MAX_ITEMS = 1_000_000;

/** The value itself, or the number that a deferred one stands for, computed now. */
export function* force(rt: Runtime, value: Value): Evaluation<Value> {
	if (value instanceof Deferred) {
		yield { ids: [value.node.id] };
		return value.convert(rt.host(value.node.id));
	}
	if (value instanceof DeferredText) {
		yield { ids: value.ids };
		return value.show();
	}
	return value;
}

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

/** The items of an iterable whose length is known before the loop; TypeError otherwise. */
export function* iterate(rt: Runtime, given: Value): Evaluation<readonly Value[] | PyRange> {
	const value = yield* force(rt, given);
	const items = sequenceOf(value);
	if (items) return items;
	if (typeof value === 'string') return [...value];
	if (typeof value === 'object' && value !== null) {
		if (value.kind === 'range') return value;
		if (value.kind === 'dict') return [...value.entries.values()].map(([key]) => key);
		if (value.kind === 'tensor') {
			throw new PythonError(
				'NotSupportedError',
				'looping over the rows of a tensor is not part of the language yet',
				rt.at
			);
		}
	}
	throw new PythonError('TypeError', `'${typeName(value)}' object is not iterable`);
}

export function* listOfItems(rt: Runtime, value: Value): Evaluation<Value[]> {
	const items = yield* iterate(rt, value);
	if (items.length > MAX_ITEMS) {
		throw new PythonError('MemoryError', `a list of ${items.length} items is too long here`, rt.at);
	}
	return items instanceof PyRange
		? Array.from({ length: items.length }, (_, i) => items.at(i))
		: [...items];
}

function length(value: Value): bigint {
	if (typeof value === 'string') return BigInt([...value].length);
	if (typeof value === 'object' && value !== null) {
		if (value.kind === 'list' || value.kind === 'tuple') return BigInt(value.items.length);
		if (value.kind === 'dict') return BigInt(value.entries.size);
		if (value.kind === 'range') return BigInt(value.length);
		if (value.kind === 'tensor') {
			if (value.shape.length === 0) throw new PythonError('TypeError', 'len() of a 0-d tensor');
			return BigInt(value.shape[0]);
		}
	}
	throw new PythonError('TypeError', `object of type '${typeName(value)}' has no len()`);
}

/** `float(x)`, `int(x)`, `bool(x)` also take a one-element tensor. */
function* number(rt: Runtime, given: Value): Evaluation<Value> {
	return yield* force(rt, given instanceof PyTensor ? itemOf(rt, given) : given);
}

function* toFloat(rt: Runtime, { positional: [x] }: Arguments): Evaluation<Value> {
	const value = yield* number(rt, x ?? 0);
	if (typeof value === 'string') return parseFloatLiteral(value);
	if (typeof value === 'object') {
		throw new PythonError(
			'TypeError',
			`float() argument must be a string or a real number, not '${typeName(value)}'`
		);
	}
	return Number(value);
}

function* toInt(rt: Runtime, { positional: [x] }: Arguments): Evaluation<Value> {
	const value = yield* number(rt, x ?? 0n);
	if (typeof value === 'bigint') return value;
	if (typeof value === 'boolean') return BigInt(value);
	if (typeof value === 'number') {
		if (!Number.isFinite(value))
			throw new PythonError('ValueError', 'cannot convert float NaN or infinity to integer');
		return BigInt(Math.trunc(value));
	}
	if (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)) return BigInt(value.trim());
	throw new PythonError('ValueError', `invalid literal for int(): ${typeName(value)}`);
}

/** Python's truth; a tensor of one element is its number's. */
export function* truth(rt: Runtime, given: Value): Evaluation<boolean> {
	if (given instanceof PyTensor && sizeOf(given.shape) !== 1) {
		throw new PythonError(
			'RuntimeError',
			'Boolean value of Tensor with more than one value is ambiguous',
			rt.at
		);
	}
	const value = yield* number(rt, given);
	if (typeof value === 'object' && value !== null) {
		const sized =
			value.kind === 'list' ||
			value.kind === 'tuple' ||
			value.kind === 'dict' ||
			value.kind === 'range';
		return sized ? length(value) > 0n : true;
	}
	return Boolean(value);
}

function* extreme(rt: Runtime, args: Arguments, op: '<' | '>'): Evaluation<Value> {
	const { positional } = args;
	const items = positional.length === 1 ? yield* listOfItems(rt, positional[0]) : positional;
	if (items.length === 0) throw new PythonError('ValueError', 'arg is an empty sequence');
	let best = yield* force(rt, items[0]);
	for (const item of items.slice(1)) {
		const value = yield* force(rt, item);
		if (scalarCompare(op, value, best)) best = value;
	}
	return best;
}

function range(args: Arguments): PyRange {
	const bounds = args.positional.map((value) => {
		if (typeof value === 'bigint') return value;
		if (typeof value === 'boolean') return BigInt(value);
		throw new PythonError(
			'TypeError',
			`'${typeName(value)}' object cannot be interpreted as an integer`
		);
	});
	if (bounds.length < 1 || bounds.length > 3) {
		throw new PythonError('TypeError', `range expected 1 to 3 arguments, got ${bounds.length}`);
	}
	if (bounds[2] === 0n) throw new PythonError('ValueError', 'range() arg 3 must not be zero');
	return bounds.length === 1
		? new PyRange(0n, bounds[0], 1n)
		: new PyRange(bounds[0], bounds[1], bounds[2] ?? 1n);
}

function* absolute(rt: Runtime, x: Value): Evaluation<Value> {
	const value = yield* force(rt, x);
	if (typeof value === 'bigint') return value < 0n ? -value : value;
	if (typeof value === 'number') return Math.abs(value);
	throw new PythonError('TypeError', `bad operand type for abs(): '${typeName(value)}'`);
}

function* zip(rt: Runtime, args: Arguments): Evaluation<Value> {
	const columns: Value[][] = [];
	for (const value of args.positional) columns.push(yield* listOfItems(rt, value));
	const count = Math.min(
		...columns.map((column) => column.length),
		columns.length === 0 ? 0 : Infinity
	);
	return new PyList(
		Array.from({ length: count }, (_, i) => new PyTuple(columns.map((column) => column[i])))
	);
}

const python = (name: string, run: PyBuiltin['call']) =>
	[name, new PyType(name, 'python', null, run)] as const;

export const builtins: ReadonlyMap<string, Value> = new Map<string, Value>([
	['print', new PyBuiltin('print', print)],
	['range', new PyBuiltin('range', (_, args) => range(args))],
	['len', builtin('len', ['obj'], (_, { obj }) => length(obj))],
	['abs', builtin('abs', ['x'], (rt, { x }) => absolute(rt, x))],
	['min', new PyBuiltin('min', (rt, args) => extreme(rt, args, '<'))],
	['max', new PyBuiltin('max', (rt, args) => extreme(rt, args, '>'))],
	['zip', new PyBuiltin('zip', zip)],
	[
		'enumerate',
		builtin('enumerate', ['iterable', ['start', 0n]], function* (rt, { iterable, start }) {
			const items = yield* listOfItems(rt, iterable);
			const first = toIndex(start, 'start');
			return new PyList(items.map((item, i) => new PyTuple([BigInt(first + i), item])));
		})
	],
	python('float', toFloat),
	python('int', toInt),
	python('bool', (rt, { positional: [x] }) => truth(rt, x ?? false)),
	python('str', (rt, { positional: [x] }) => {
		const { ids, show } = shown(rt, x ?? '');
		return ids.length === 0 ? show() : new DeferredText(ids, show);
	}),
	python('list', function* (rt, { positional: [x] }) {
		return new PyList(x === undefined ? [] : yield* listOfItems(rt, x));
	}),
	python('tuple', function* (rt, { positional: [x] }) {
		return new PyTuple(x === undefined ? [] : yield* listOfItems(rt, x));
	})
]);
