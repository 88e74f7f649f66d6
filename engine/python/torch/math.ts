/** Python's math module, on numbers. */
import { PythonError } from '../errors.ts';
import { toFloat, truncated } from '../numbers.ts';
import { number } from '../protocols.ts';
import type { Runtime } from '../runtime.ts';
import { builtin } from '../signature.ts';
import { PyModule, typeName, type Evaluation, type PyBuiltin, type Value } from '../values.ts';

type Real = (x: number) => number;

const domain = () => new PythonError('ValueError', 'math domain error');

/** A real argument; also a tensor of one element, whose number is computed now. */
function* real(rt: Runtime, given: Value): Evaluation<number> {
	const value = yield* number(rt, given);
	if (typeof value === 'bigint') return toFloat(value);
	if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
	throw new PythonError('TypeError', `must be real number, not ${typeName(value)}`);
}

/** C's conventions: NaN out of a number is a domain error, infinity out of finite numbers a range error. */
function checked(result: number, ...given: readonly number[]): number {
	if (Number.isNaN(result) && !given.some(Number.isNaN)) throw domain();
	if (Math.abs(result) === Infinity && given.every(Number.isFinite)) {
		throw new PythonError('OverflowError', 'math range error');
	}
	return result;
}

const plain: Readonly<Record<string, Real>> = {
	sqrt: Math.sqrt,
	exp: Math.exp,
	log: (x) => logarithm(x, Math.log),
	log2: (x) => logarithm(x, Math.log2),
	log10: (x) => logarithm(x, Math.log10),
	sin: Math.sin,
	cos: Math.cos,
	tan: Math.tan,
	tanh: Math.tanh,
	fabs: Math.abs
};

function logarithm(x: number, log: Real): number {
	if (x <= 0) throw domain();
	return log(x);
}

function power(x: number, y: number): number {
	if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
	if (x === 0 && y < 0) throw domain();
	return checked(x ** y, x, y);
}

const unary = (name: string, f: (x: number) => Value): [string, PyBuiltin] => [
	name,
	builtin(name, ['x'], function* (rt, { x }) {
		return f(yield* real(rt, x));
	})
];

const members = new Map<string, Value>([
	['pi', Math.PI],
	['e', Math.E],
	['inf', Infinity],
	['nan', NaN],
	...Object.entries(plain).map(([name, f]) => unary(name, (x) => checked(f(x), x))),
	[
		'log',
		builtin('log', ['x', ['base', null]], function* (rt, { x, base }) {
			const numerator = logarithm(yield* real(rt, x), Math.log);
			return base === null ? numerator : numerator / logarithm(yield* real(rt, base), Math.log);
		})
	],
	[
		'pow',
		builtin('pow', ['x', 'y'], function* (rt, { x, y }) {
			return power(yield* real(rt, x), yield* real(rt, y));
		})
	],
	unary('floor', (x) => truncated(Math.floor(x))),
	unary('ceil', (x) => truncated(Math.ceil(x))),
	unary('isnan', (x) => Number.isNaN(x)),
	unary('isinf', (x) => Math.abs(x) === Infinity)
]);

export const mathModule = PyModule.of('math', members);
