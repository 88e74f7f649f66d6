/** Arithmetic and comparison of Python numbers, strings and sequences, with Python's messages. */
import type { BinaryOperator, CompareOperator } from './ast.ts';
import { PythonError } from './errors.ts';
import { keyOf, PyList, PyTuple, typeName, type Value } from './values.ts';

type Number_ = bigint | number;

/** Bits that an int may grow to; more is a mistake in a lesson. */
const MAX_BITS = 4096;

/** `left op right` on everything but tensors. */
export function scalarBinary(op: BinaryOperator, left: Value, right: Value): Value {
	const a = asNumber(left);
	const b = asNumber(right);
	if (a !== null && b !== null) {
		return typeof a === 'bigint' && typeof b === 'bigint'
			? ints(op, a, b)
			: floats(op, Number(a), Number(b));
	}
	const sequence = sequences(op, left, right) ?? sequences(op, right, left, true);
	if (sequence !== undefined) return sequence;
	throw new PythonError(
		'TypeError',
		`unsupported operand type(s) for ${op}: '${typeName(left)}' and '${typeName(right)}'`
	);
}

function asNumber(value: Value): Number_ | null {
	if (typeof value === 'boolean') return BigInt(value);
	return typeof value === 'bigint' || typeof value === 'number' ? value : null;
}

function ints(op: BinaryOperator, a: bigint, b: bigint): Value {
	switch (op) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return a * b;
		case '/':
			return floats('/', Number(a), Number(b));
		case '//':
			return floorDivide(a, b);
		case '%':
			return a - floorDivide(a, b) * b;
		case '**':
			return power(a, b);
		case '&':
			return a & b;
		case '|':
			return a | b;
		case '^':
			return a ^ b;
		case '<<':
		case '>>':
			return shift(op, a, b);
		case '@':
			throw new PythonError('TypeError', "unsupported operand type(s) for @: 'int' and 'int'");
	}
}

function floorDivide(a: bigint, b: bigint): bigint {
	if (b === 0n) throw new PythonError('ZeroDivisionError', 'integer division or modulo by zero');
	const quotient = a / b;
	return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function power(a: bigint, b: bigint): Value {
	if (b < 0n) return floats('**', Number(a), Number(b));
	if (BigInt(a.toString(2).length) * b > MAX_BITS && a !== 0n && a !== 1n && a !== -1n) {
		throw new PythonError('OverflowError', 'the result of ** is too large');
	}
	return a ** b;
}

function shift(op: '<<' | '>>', a: bigint, b: bigint): bigint {
	if (b < 0n) throw new PythonError('ValueError', 'negative shift count');
	if (b > MAX_BITS) throw new PythonError('OverflowError', 'shift count too large');
	return op === '<<' ? a << b : a >> b;
}

function floats(op: BinaryOperator, a: number, b: number): Value {
	switch (op) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return a * b;
		case '/':
			if (b === 0) throw new PythonError('ZeroDivisionError', 'division by zero');
			return a / b;
		case '//':
			if (b === 0) throw new PythonError('ZeroDivisionError', 'float floor division by zero');
			return Math.floor(a / b);
		case '%': {
			if (b === 0) throw new PythonError('ZeroDivisionError', 'float modulo');
			const rest = a % b;
			return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
		}
		case '**':
			if (a === 0 && b < 0) {
				throw new PythonError('ZeroDivisionError', '0.0 cannot be raised to a negative power');
			}
			return a ** b;
		default:
			throw new PythonError(
				'TypeError',
				`unsupported operand type(s) for ${op}: 'float' and 'float'`
			);
	}
}

function sequences(
	op: BinaryOperator,
	left: Value,
	right: Value,
	swapped = false
): Value | undefined {
	if (op === '+' && !swapped) {
		if (typeof left === 'string' && typeof right === 'string') return left + right;
		if (left instanceof PyList && right instanceof PyList) {
			return new PyList([...left.items, ...right.items]);
		}
		if (left instanceof PyTuple && right instanceof PyTuple) {
			return new PyTuple([...left.items, ...right.items]);
		}
	}
	if (op !== '*' || (typeof right !== 'bigint' && typeof right !== 'boolean')) return undefined;
	const times = Math.max(0, Number(right));
	const length =
		typeof left === 'string'
			? left.length
			: left instanceof PyList || left instanceof PyTuple
				? left.items.length
				: null;
	if (length === null) return undefined;
	if (length * times > 1_000_000)
		throw new PythonError('MemoryError', 'the repeated sequence would be too long');
	if (typeof left === 'string') return left.repeat(times);
	const items = Array.from({ length: times }, () => (left as PyList).items).flat();
	return left instanceof PyList ? new PyList(items) : new PyTuple(items);
}

/** Python's == on everything but tensors. */
export function equal(a: Value, b: Value): boolean {
	if (a === b) return true;
	const [x, y] = [asNumber(a), asNumber(b)];
	if (x !== null && y !== null) return x == y; // Python compares int with float by value
	if (
		(a instanceof PyList && b instanceof PyList) ||
		(a instanceof PyTuple && b instanceof PyTuple)
	) {
		return a.items.length === b.items.length && a.items.every((item, i) => equal(item, b.items[i]));
	}
	return false;
}

/** `left op right` for Python's comparison operators on everything but tensors. */
export function scalarCompare(op: CompareOperator, left: Value, right: Value): boolean {
	switch (op) {
		case '==':
			return equal(left, right);
		case '!=':
			return !equal(left, right);
		case 'is':
			return left === right;
		case 'is not':
			return left !== right;
		case 'in':
			return contains(right, left);
		case 'not in':
			return !contains(right, left);
		default:
			return ordered(op, left, right);
	}
}

function ordered(op: '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
	const [a, b] = [orderable(left), orderable(right)];
	if (a === null || b === null || (typeof a === 'string') !== (typeof b === 'string')) {
		throw new PythonError(
			'TypeError',
			`'${op}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`
		);
	}
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

function orderable(value: Value): Number_ | string | null {
	return typeof value === 'string' ? value : asNumber(value);
}

function contains(container: Value, item: Value): boolean {
	if (typeof container === 'string') {
		if (typeof item === 'string') return container.includes(item);
		throw new PythonError(
			'TypeError',
			`'in <string>' requires string as left operand, not ${typeName(item)}`
		);
	}
	if (typeof container === 'object' && container !== null) {
		if (container.kind === 'list' || container.kind === 'tuple') {
			return container.items.some((each) => equal(each, item));
		}
		if (container.kind === 'dict') return container.entries.has(keyOf(item));
		if (container.kind === 'range') {
			for (let i = 0; i < container.length; i++) if (equal(container.at(i), item)) return true;
			return false;
		}
	}
	throw new PythonError('TypeError', `argument of type '${typeName(container)}' is not iterable`);
}
