/** Python's types as functions, and what rounds: float(), int(), bool(), str(), round(), abs(). */
import { digitsRounded } from './digits.ts';
import { PythonError } from './errors.ts';
import { formatString, parseFloatLiteral } from './format.ts';
import { toFloat as intToFloat, truncated } from './numbers.ts';
import { force, listOfItems, number, truth } from './protocols.ts';
import type { Runtime } from './runtime.ts';
import { shown } from './show.ts';
import { bindArguments, builtin, type Implementation, type Signature } from './signature.ts';
import {
	DeferredText,
	PyList,
	PyTuple,
	PyType,
	toIndex,
	typeName,
	type Evaluation,
	type Value
} from './values.ts';
import { PyTensor } from './variable.ts';

function* toFloat(rt: Runtime, x: Value): Evaluation<Value> {
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

function* toInt(rt: Runtime, x: Value): Evaluation<Value> {
	const value = yield* number(rt, x);
	switch (typeof value) {
		case 'bigint':
		case 'boolean':
			return BigInt(value);
		case 'number':
			return truncated(value);
		case 'string':
			return parseInteger(value);
		default:
			throw new PythonError(
				'TypeError',
				`int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`
			);
	}
}

function parseInteger(text: string): bigint {
	const match = /^\s*([-+]?)(\d+(?:_\d+)*)\s*$/.exec(text);
	if (!match) {
		throw new PythonError(
			'ValueError',
			`invalid literal for int() with base 10: ${formatString(text)}`
		);
	}
	const size = BigInt(match[2].replaceAll('_', ''));
	return match[1] === '-' ? -size : size;
}

export function* absolute(rt: Runtime, x: Value): Evaluation<Value> {
	const value = yield* force(rt, x);
	if (typeof value === 'bigint') return value < 0n ? -value : value;
	if (typeof value === 'boolean') return BigInt(value);
	if (typeof value === 'number') return Math.abs(value);
	if (value instanceof PyTensor) {
		throw new PythonError('NotSupportedError', 'abs() of a tensor is not part of the language yet');
	}
	throw new PythonError('TypeError', `bad operand type for abs(): '${typeName(value)}'`);
}

/** round(x) gives an int, round(x, digits) a float; ties go to the even digit of the exact value. */
function* round(rt: Runtime, x: Value, digits: Value): Evaluation<Value> {
	const value = yield* force(rt, x);
	const places = digits === null ? null : toIndex(digits, 'ndigits');
	if (typeof value === 'bigint' || typeof value === 'boolean') {
		return roundInt(BigInt(value), places ?? 0);
	}
	if (typeof value !== 'number') {
		if (value instanceof PyTensor) {
			throw new PythonError(
				'NotSupportedError',
				'round() of a tensor is not part of the language yet',
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
	const type = new PyType(name, 'python', null, (rt, args) => {
		const { bound, rest } = bindArguments(name, signature, args);
		return run(rt, bound, rest);
	});
	return [name, type];
}

export const types: ReadonlyMap<string, PyType> = new Map([
	pythonType('float', [['x', 0]], (rt, { x }) => toFloat(rt, x)),
	pythonType(
		'int',
		[
			['x', 0n],
			['base', null]
		],
		(rt, { x, base }) => {
			if (base === null) return toInt(rt, x);
			throw new PythonError(
				'NotSupportedError',
				'int() with a base is not part of the language yet'
			);
		}
	),
	pythonType('bool', [['x', false]], (rt, { x }) => truth(rt, x)),
	pythonType('str', [['object', '']], (rt, { object }) => textOf(rt, object, false)),
	pythonType('list', [['iterable', new PyTuple([])]], function* (rt, { iterable }) {
		return new PyList(yield* listOfItems(rt, iterable));
	}),
	pythonType('tuple', [['iterable', new PyTuple([])]], function* (rt, { iterable }) {
		return new PyTuple(yield* listOfItems(rt, iterable));
	})
]);

function textOf(rt: Runtime, value: Value, repr: boolean): Value {
	const { ids, show } = shown(rt, value, repr);
	return ids.length === 0 ? show() : new DeferredText(ids, show);
}

export const conversions: readonly (readonly [string, Value])[] = [
	...types,
	['abs', builtin('abs', ['x'], (rt, { x }) => absolute(rt, x))],
	['repr', builtin('repr', ['obj'], (rt, { obj }) => textOf(rt, obj, true))],
	[
		'round',
		builtin('round', ['number', ['ndigits', null]], (rt, { number: x, ndigits }) =>
			round(rt, x, ndigits)
		)
	]
];
