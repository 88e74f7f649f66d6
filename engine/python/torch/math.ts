/** Python's math module, on numbers. */
import { PythonError } from '../errors.ts';
import { builtin } from '../signature.ts';
import { PyModule, toNumber, type Value } from '../values.ts';

type Real = (x: number) => number;

function domain(check: (x: number) => boolean, f: Real): Real {
	return (x) => {
		if (!check(x)) throw new PythonError('ValueError', 'math domain error');
		return f(x);
	};
}

const real: Readonly<Record<string, Real>> = {
	sqrt: domain((x) => !(x < 0), Math.sqrt),
	exp: Math.exp,
	log: domain((x) => !(x <= 0), Math.log),
	log2: domain((x) => !(x <= 0), Math.log2),
	log10: domain((x) => !(x <= 0), Math.log10),
	sin: Math.sin,
	cos: Math.cos,
	tan: Math.tan,
	tanh: Math.tanh,
	fabs: Math.abs
};

function rounding(f: Real): (x: number) => Value {
	return (x) => {
		if (!Number.isFinite(x))
			throw new PythonError(
				'OverflowError',
				`cannot convert float ${Number.isNaN(x) ? 'NaN' : 'infinity'} to integer`
			);
		return BigInt(f(x));
	};
}

const members = new Map<string, Value>([
	['pi', Math.PI],
	['e', Math.E],
	['inf', Infinity],
	['nan', NaN],
	...Object.entries(real).map(
		([name, f]) =>
			[name, builtin(name, ['x'], (_, { x }) => f(toNumber(x, 'must be real number')))] as const
	),
	['floor', builtin('floor', ['x'], (_, { x }) => rounding(Math.floor)(toNumber(x, 'x')))],
	['ceil', builtin('ceil', ['x'], (_, { x }) => rounding(Math.ceil)(toNumber(x, 'x')))],
	['isnan', builtin('isnan', ['x'], (_, { x }) => Number.isNaN(toNumber(x, 'x')))],
	['isinf', builtin('isinf', ['x'], (_, { x }) => Math.abs(toNumber(x, 'x')) === Infinity)]
]);

export const mathModule = new PyModule('math', (name) => members.get(name));
