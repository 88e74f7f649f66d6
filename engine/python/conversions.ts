/** Python's types as functions, and what rounds: float(), int(), bool(), str(), round(), abs(). */
import { digitsRounded } from './digits.ts';
import { PythonError } from './errors.ts';
import { formatString, parseFloatLiteral } from './format.ts';
import { toFloat as intToFloat, truncated } from './numbers.ts';
import { listOfItems } from './iterators.ts';
import { update } from './dicts.ts';
import { force, number, truth } from './protocols.ts';
import type { Runtime } from './runtime.ts';
import { setOf } from './sets.ts';
import { shown, textOf } from './show.ts';
import { formatted } from './show-format.ts';
import { bindArguments, builtin, type Implementation, type Signature } from './signature.ts';
import { callMethod, specialMethod } from './special.ts';
import { typeName } from './type-names.ts';
import {
	PyDict,
	PyList,
	PyTuple,
	PyType,
	toIndex,
	type Arguments,
	type Evaluation,
	type Value
} from './values.ts';
import { PyTensor } from './variable.ts';

function* toFloat(rt: Runtime, x: Value): Evaluation<Value> {
	if (specialMethod(x, '__float__')) return yield* callMethod(rt, x, '__float__', []);
	const value = yield* number(rt, x);
	if (typeof value === 'string') return parseFloatLiteral(value);
	if (typeof value === 'bigint') return intToFloat(value);
	if (typeof value === 'object') {
		throw new PythonError(
			'TypeError',
			`float() argument must be a string or a real number, not '${typeName(value)}'`
		);
	}
	return Number(value);
}

function* toInt(rt: Runtime, x: Value, base: Value): Evaluation<Value> {
	if (specialMethod(x, '__int__')) return yield* callMethod(rt, x, '__int__', []);
	const value = yield* number(rt, x);
	if (base !== null) return parseInteger(value, toIndex(base, 'base'));
	switch (typeof value) {
		case 'bigint':
		case 'boolean':
			return BigInt(value);
		case 'number':
			return truncated(value);
		case 'string':
			return parseInteger(value, 10);
		default:
			throw new PythonError(
				'TypeError',
				`int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`
			);
	}
}

/** Python's own limit. */
const MAX_DIGITS = 4300;

/** Digits of any base from 2 to 36, with Python's prefixes and underscores. */
function parseInteger(text: Value, base: number): bigint {
	if (typeof text !== 'string') {
		throw new PythonError('TypeError', "int() can't convert non-string with explicit base");
	}
	if (base !== 0 && (base < 2 || base > 36)) {
		throw new PythonError('ValueError', 'int() base must be >= 2 and <= 36, or 0');
	}
	const match = /^\s*([-+]?)(0[xXoObB])?_?([0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)\s*$/.exec(text);
	const [, sign = '', prefix = '', body = ''] = match ?? [];
	const named = { x: 16, o: 8, b: 2 }[prefix.slice(1).toLowerCase()] ?? 10;
	const own = base === 0 ? named : base;
	// 0b1 is a number of base 16 too
	const digits = (prefix !== '' && own !== named ? prefix : '') + body.replaceAll('_', '');
	if (digits.length > MAX_DIGITS) throw tooManyDigits(digits.length);
	let value = 0n;
	for (const digit of digits) {
		const size = parseInt(digit, 36);
		if (size >= own) return refuseLiteral(text, base);
		value = value * BigInt(own) + BigInt(size);
	}
	if (digits === '') return refuseLiteral(text, base);
	return sign === '-' ? -value : value;
}

function tooManyDigits(count: number): PythonError {
	const limit = `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion`;
	return new PythonError('ValueError', `${limit}: value has ${count} digits`);
}

function refuseLiteral(text: string, base: number): never {
	const message = `invalid literal for int() with base ${base}: ${formatString(text)}`;
	throw new PythonError('ValueError', message);
}

export function* absolute(rt: Runtime, x: Value): Evaluation<Value> {
	const value = yield* force(rt, x);
	if (specialMethod(value, '__abs__')) return yield* callMethod(rt, value, '__abs__', []);
	if (typeof value === 'bigint') return value < 0n ? -value : value;
	if (typeof value === 'boolean') return BigInt(value);
	if (typeof value === 'number') return Math.abs(value);
	if (value instanceof PyTensor) return yield* tensorMethod(rt, value, 'abs', []);
	throw new PythonError('TypeError', `bad operand type for abs(): '${typeName(value)}'`);
}

/** abs(x) and round(x) of a tensor are its methods. */
function* tensorMethod(
	rt: Runtime,
	tensor: PyTensor,
	name: string,
	positional: readonly Value[]
): Evaluation<Value> {
	const method = yield* rt.language.attribute(rt, tensor, name);
	return yield* rt.language.call(rt, method, { positional, keywords: new Map() });
}

/** round(x) gives an int, round(x, digits) a float; ties go to the even digit of the exact value. */
function* round(rt: Runtime, x: Value, digits: Value): Evaluation<Value> {
	const value = yield* force(rt, x);
	if (specialMethod(value, '__round__')) return yield* callMethod(rt, value, '__round__', []);
	const places = digits === null ? null : toIndex(digits, 'ndigits');
	if (typeof value === 'bigint' || typeof value === 'boolean') {
		return roundInt(BigInt(value), places ?? 0);
	}
	if (typeof value !== 'number') {
		if (value instanceof PyTensor) {
			if (places === null) return yield* tensorMethod(rt, value, 'round', []);
			throw new PythonError(
				'NotSupportedError',
				'round() of a tensor to some digits is not part of the language yet',
				rt.at,
				'take its number first: round(x.item(), 2)'
			);
		}
		throw new PythonError('TypeError', `type ${typeName(value)} doesn't define __round__ method`);
	}
	if (places === null) return truncated(Number.isFinite(value) ? digitsRounded(value, 0) : value);
	return Number.isFinite(value) ? digitsRounded(value, places) : value;
}

function roundInt(value: bigint, places: number): bigint {
	if (places >= 0) return value;
	const unit = 10n ** BigInt(Math.min(-places, 400));
	const rest = ((value % unit) + unit) % unit;
	const down = value - rest;
	const up = 2n * rest > unit || (2n * rest === unit && (down / unit) % 2n !== 0n);
	return up ? down + unit : down;
}

function pythonType(name: string, signature: Signature, run: Implementation): [string, PyType] {
	const construct = (rt: Runtime, args: Arguments) => {
		const { bound, rest } = bindArguments(name, signature, args);
		return run(rt, bound, rest);
	};
	return [name, new PyType(name, 'python', null, construct, signature)];
}

/** bin(), oct(), hex(). */
const digitsOf = (name: string, prefix: string, base: number): [string, Value] => [
	name,
	builtin(name, ['number'], (_, { number: x }) => {
		const value = typeof x === 'boolean' ? BigInt(x) : x;
		if (typeof value !== 'bigint') {
			const message = `'${typeName(x)}' object cannot be interpreted as an integer`;
			throw new PythonError('TypeError', message);
		}
		return `${value < 0n ? '-' : ''}${prefix}${(value < 0n ? -value : value).toString(base)}`;
	})
];

export const types: ReadonlyMap<string, PyType> = new Map<string, PyType>([
	pythonType('float', [['x', 0]], (rt, { x }) => toFloat(rt, x)),
	pythonType(
		'int',
		[
			['x', 0n],
			['base', null]
		],
		(rt, { x, base }) => toInt(rt, x, base)
	),
	pythonType('bool', [['x', false]], (rt, { x }) => truth(rt, x)),
	pythonType('str', [['object', '']], (rt, { object }) => textFrom(rt, object, false)),
	pythonType('list', [['iterable', new PyTuple([])]], function* (rt, { iterable }) {
		return new PyList(yield* listOfItems(rt, iterable));
	}),
	pythonType('tuple', [['iterable', new PyTuple([])]], function* (rt, { iterable }) {
		return new PyTuple(yield* listOfItems(rt, iterable));
	}),
	pythonType('set', [['iterable', new PyTuple([])]], function* (rt, { iterable }) {
		return setOf(yield* listOfItems(rt, iterable));
	}),
	pythonType('frozenset', [['iterable', new PyTuple([])]], function* (rt, { iterable }) {
		return setOf(yield* listOfItems(rt, iterable), true);
	}),
	['dict', new PyType('dict', 'python', null, makeDict, ['*mapping', '**named'])]
]);

/** dict(), dict(mapping), dict(pairs), dict(name=value). */
function* makeDict(rt: Runtime, { positional, keywords }: Arguments): Evaluation<Value> {
	const dict = new PyDict();
	if (positional.length > 1) {
		const message = `dict expected at most 1 argument, got ${positional.length}`;
		throw new PythonError('TypeError', message);
	}
	if (positional.length === 1) yield* update(rt, dict, positional[0]);
	for (const [name, value] of keywords) dict.entries.set(`s${name}`, [name, value]);
	return dict;
}

function* textFrom(rt: Runtime, value: Value, repr: boolean): Evaluation<Value> {
	return textOf(yield* shown(rt, value, repr));
}

export const conversions: readonly (readonly [string, Value])[] = [
	...types,
	digitsOf('bin', '0b', 2),
	digitsOf('oct', '0o', 8),
	digitsOf('hex', '0x', 16),
	[
		'format',
		builtin('format', ['value', ['format_spec', '']], function* (rt, { value, format_spec }) {
			return textOf(yield* formatted(rt, yield* force(rt, value), String(format_spec)));
		})
	],
	['abs', builtin('abs', ['x'], (rt, { x }) => absolute(rt, x))],
	['repr', builtin('repr', ['obj'], (rt, { obj }) => textFrom(rt, obj, true))],
	[
		'round',
		builtin('round', ['number', ['ndigits', null]], (rt, { number: x, ndigits }) =>
			round(rt, x, ndigits)
		)
	]
];
