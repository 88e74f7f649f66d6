/** Operators on everything but tensors: numbers, texts and sequences, with Python's messages. */
import type { BinaryOperator, CompareOperator } from './ast.ts';
import { PythonError } from './errors.ts';
import { floats, ints, toFloat } from './numbers.ts';
import { merged } from './dicts.ts';
import { PyMethod, PySet } from './objects.ts';
import { keyOf, typeName } from './type-names.ts';
import { PyDict, PyList, PyRange, PyTuple, PyType, type Value } from './values.ts';
import { PyTensor } from './variable.ts';

/** Longest list that joining or repeating may make, and longest text. */
const MAX_ITEMS = 1_000_000;
export const MAX_TEXT = 10_000_000;

/** `left op right` on everything but tensors. */
export function scalarBinary(op: BinaryOperator, left: Value, right: Value): Value {
	const result = numeric(op, left, right) ?? sequences(op, left, right);
	if (result !== null) return result;
	const symbol = op === '**' ? '** or pow()' : op;
	throw new PythonError(
		'TypeError',
		`unsupported operand type(s) for ${symbol}: '${typeName(left)}' and '${typeName(right)}'`
	);
}

function numeric(op: BinaryOperator, left: Value, right: Value): Value {
	if (typeof left === 'boolean' && typeof right === 'boolean') {
		if (op === '&') return left && right;
		if (op === '|') return left || right;
		if (op === '^') return left !== right;
	}
	if (op === '|' && left instanceof PyDict && right instanceof PyDict) return merged(left, right);
	const [a, b] = [asNumber(left), asNumber(right)];
	if (a === null || b === null) return null;
	if (typeof a === 'bigint' && typeof b === 'bigint') return ints(op, a, b);
	return floats(op, asFloat(a), asFloat(b));
}

function asNumber(value: Value): bigint | number | null {
	if (typeof value === 'boolean') return BigInt(value);
	return typeof value === 'bigint' || typeof value === 'number' ? value : null;
}

function asFloat(value: bigint | number): number {
	return typeof value === 'bigint' ? toFloat(value) : value;
}

function sequences(op: BinaryOperator, left: Value, right: Value): Value {
	if (op === '+' && isSequence(left)) return joined(left, right);
	if (op !== '*') return null;
	if (isSequence(left)) return repeated(left, right);
	return isSequence(right) ? repeated(right, left) : null;
}

type Sequence = string | PyList | PyTuple;

function isSequence(value: Value): value is Sequence {
	if (value instanceof PyList) return value.view === '';
	return typeof value === 'string' || value instanceof PyTuple;
}

function joined(left: Sequence, right: Value): Value {
	if (typeof left === 'string' && typeof right === 'string') {
		refuseLength(left.length + right.length, MAX_TEXT);
		return left + right;
	}
	if (left instanceof PyList && right instanceof PyList) {
		return new PyList(together(left.items, right.items));
	}
	if (left instanceof PyTuple && right instanceof PyTuple) {
		return new PyTuple(together(left.items, right.items));
	}
	const name = typeof left === 'string' ? 'str' : left.kind;
	throw new PythonError(
		'TypeError',
		`can only concatenate ${name} (not "${typeName(right)}") to ${name}`,
		undefined,
		name === 'str' ? 'use an f-string, or str(…) around the value' : undefined
	);
}

function together(left: readonly Value[], right: readonly Value[]): Value[] {
	refuseLength(left.length + right.length, MAX_ITEMS);
	return [...left, ...right];
}

/** Throws for a text or list that is too long to make. */
export function refuseLength(length: number, most: number): void {
	if (length <= most) return;
	throw new PythonError(
		'MemoryError',
		`a text or list of ${length} is too long here, ${most} at most`
	);
}

function repeated(sequence: Sequence, count: Value): Value {
	if (typeof count !== 'bigint' && typeof count !== 'boolean') {
		throw new PythonError(
			'TypeError',
			`can't multiply sequence by non-int of type '${typeName(count)}'`
		);
	}
	const times = Math.max(0, Number(count));
	const length = typeof sequence === 'string' ? sequence.length : sequence.items.length;
	if (length * times > (typeof sequence === 'string' ? MAX_TEXT : MAX_ITEMS)) {
		throw new PythonError('MemoryError', 'the repeated sequence would be too long');
	}
	if (typeof sequence === 'string') return sequence.repeat(times);
	const items = Array.from({ length: times }, () => sequence.items).flat();
	return sequence instanceof PyList ? new PyList(items) : new PyTuple(items);
}

/** Python's == on everything but tensors, whose equality is not one truth. */
export function equal(a: Value, b: Value): boolean {
	if (a === b && typeof a !== 'number') return true;
	const [x, y] = [asNumber(a), asNumber(b)];
	if (x !== null && y !== null) return x == y; // Python compares int with float by value
	if (a instanceof PyTensor || b instanceof PyTensor) throw insideTensor();
	if (
		(a instanceof PyList && b instanceof PyList) ||
		(a instanceof PyTuple && b instanceof PyTuple)
	) {
		return a.items.length === b.items.length && a.items.every((item, i) => same(item, b.items[i]));
	}
	if (a instanceof PyRange && b instanceof PyRange) return sameRange(a, b);
	if (a instanceof PyDict && b instanceof PyDict) return sameDict(a, b);
	if (a instanceof PySet && b instanceof PySet) {
		return (
			a.entries.size === b.entries.size && [...a.entries.keys()].every((key) => b.entries.has(key))
		);
	}
	if (a instanceof PyMethod && b instanceof PyMethod) return a.self === b.self && a.func === b.func;
	if (a instanceof PyType && b instanceof PyType) {
		return a.of === b.of && (a.of === 'dtype' ? a.dtype === b.dtype : a.name === b.name);
	}
	return false;
}

function insideTensor(): PythonError {
	return new PythonError(
		'NotSupportedError',
		'comparing lists or looking something up among tensors is not part of the language yet',
		undefined,
		'compare the tensors one by one'
	);
}

/** Containers take an item for itself, whatever it says of its equality (nan in a list, a tensor). */
function same(a: Value, b: Value): boolean {
	return a === b || equal(a, b);
}

function sameRange(a: PyRange, b: PyRange): boolean {
	if (a.length !== b.length) return false;
	return a.length === 0 || (a.start === b.start && (a.length === 1 || a.step === b.step));
}

function sameDict(a: PyDict, b: PyDict): boolean {
	if (a.entries.size !== b.entries.size) return false;
	return [...a.entries].every(([key, [, value]]) => {
		const other = b.entries.get(key);
		return other !== undefined && same(value, other[1]);
	});
}

/** `left op right` for Python's comparison operators on everything but tensors. */
export function scalarCompare(op: CompareOperator, left: Value, right: Value): boolean {
	switch (op) {
		case '==':
			return equal(left, right);
		case '!=':
			return !equal(left, right);
		case 'is':
			return identical(left, right);
		case 'is not':
			return !identical(left, right);
		case 'in':
			return contains(right, left);
		case 'not in':
			return !contains(right, left);
		default:
			return ordered(op, left, right);
	}
}

/** Types are looked up anew each time, and are the same object all the same. */
function identical(a: Value, b: Value): boolean {
	return a === b || (a instanceof PyType && equal(a, b));
}

type Ordering = '<' | '<=' | '>' | '>=';

function ordered(op: Ordering, left: Value, right: Value): boolean {
	const [a, b] = [asNumber(left), asNumber(right)];
	if (a !== null && b !== null) return inOrder(op, a, b);
	if (typeof left === 'string' && typeof right === 'string') {
		return inOrder(op, compareTexts(left, right), 0);
	}
	if (
		(left instanceof PyList && right instanceof PyList) ||
		(left instanceof PyTuple && right instanceof PyTuple)
	) {
		const at = left.items.findIndex(
			(item, i) => i >= right.items.length || !same(item, right.items[i])
		);
		if (at < 0 || at >= right.items.length) {
			return inOrder(op, left.items.length, right.items.length);
		}
		return ordered(op, left.items[at], right.items[at]);
	}
	throw new PythonError(
		'TypeError',
		`'${op}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`
	);
}

function inOrder(op: Ordering, a: bigint | number, b: bigint | number): boolean {
	switch (op) {
		case '<':
			return a < b;
		case '<=':
			return a <= b;
		case '>':
			return a > b;
		case '>=':
			return a >= b;
	}
}

/** By code points, as Python orders texts; JavaScript's < goes by halves of them. */
function compareTexts(a: string, b: string): number {
	const [x, y] = [[...a], [...b]];
	const at = x.findIndex((c, i) => c !== y[i]);
	if (at < 0) return x.length - y.length;
	return at < y.length ? x[at].codePointAt(0)! - y[at].codePointAt(0)! : 1;
}

function contains(container: Value, item: Value): boolean {
	if (typeof container === 'string') {
		if (typeof item === 'string') return container.includes(item);
		throw new PythonError(
			'TypeError',
			`'in <string>' requires string as left operand, not ${typeName(item)}`
		);
	}
	if (container instanceof PyList || container instanceof PyTuple) {
		return container.items.some((each) => same(each, item));
	}
	if (container instanceof PyDict || container instanceof PySet) {
		return container.entries.has(keyOf(item));
	}
	if (container instanceof PyRange) {
		if (typeof item !== 'bigint' && typeof item !== 'boolean') {
			return typeof item === 'number' && Number.isInteger(item) && holds(container, BigInt(item));
		}
		return holds(container, BigInt(item));
	}
	throw new PythonError('TypeError', `argument of type '${typeName(container)}' is not iterable`);
}

function holds({ start, stop, step }: PyRange, item: bigint): boolean {
	const inside = step > 0n ? item >= start && item < stop : item <= start && item > stop;
	return inside && (item - start) % step === 0n;
}
