/** Builtins about objects and classes: isinstance, getattr, super, property and their kin. */
import { attributeOf, attributeOrNothing, setAttribute } from './attributes.ts';
import { PythonError } from './errors.ts';
import { objectClass } from './object-class.ts';
import { PyClass, PyDescriptor, PyInstance, PySuper } from './objects.ts';
import { binary } from './operators.ts';
import { force } from './protocols.ts';
import type { Runtime } from './runtime.ts';
import { builtin } from './signature.ts';
import { specialMethod } from './special.ts';
import { typeName } from './type-names.ts';
import { isInstance, isSubclass, typeOf } from './types.ts';
import { PyBuiltin, PyTuple, type Arguments, type Evaluation, type Value } from './values.ts';

/** `super()` inside a method, or `super(Net, self)`. */
function superOf(rt: Runtime, { positional }: Arguments): Value {
	if (positional.length === 0) return implicitSuper(rt);
	const [cls, self = null] = positional;
	const fits = cls instanceof PyClass && (self instanceof PyClass || self instanceof PyInstance);
	if (fits && (self instanceof PyClass ? self : self.cls).derivesFrom(cls)) {
		return new PySuper(cls, self);
	}
	const message = 'super(type, obj): obj must be an instance or subtype of type';
	throw new PythonError('TypeError', message, rt.at);
}

function implicitSuper(rt: Runtime): PySuper {
	const { frame } = rt;
	const owner = frame?.function.owner;
	const first = frame?.function.definition.params[0];
	if (!frame || !owner || !first) {
		throw new PythonError(
			'RuntimeError',
			frame ? 'super(): no arguments' : 'super(): no current frame',
			rt.at
		);
	}
	return new PySuper(owner, frame.scope.names.get(first.name) ?? null);
}

function isCallable(value: Value): boolean {
	if (value instanceof PyInstance) return specialMethod(value, '__call__') !== null;
	if (typeof value !== 'object' || value === null) return false;
	return ['function', 'builtin', 'method', 'class', 'type'].includes(value.kind);
}

function attributeName(rt: Runtime, name: Value, callee: string): string {
	if (typeof name === 'string') return name;
	throw new PythonError('TypeError', `${callee}(): attribute name must be string`, rt.at);
}

/** What getattr() with a default and hasattr() go by: an AttributeError says that there is none. */
function* attributeIfAny(rt: Runtime, object: Value, name: string): Evaluation<Value | undefined> {
	try {
		return yield* attributeOrNothing(rt, object, name);
	} catch (error) {
		if (error instanceof PythonError && error.type === 'AttributeError') return undefined;
		throw error;
	}
}

function* getAttribute(rt: Runtime, { positional }: Arguments): Evaluation<Value> {
	const [object = null, given = null, fallback] = positional;
	const name = attributeName(rt, given, 'getattr');
	if (fallback === undefined) return yield* attributeOf(rt, object, name);
	return (yield* attributeIfAny(rt, object, name)) ?? fallback;
}

function* power(rt: Runtime, base: Value, exponent: Value, modulus: Value): Evaluation<Value> {
	if (modulus === null) return yield* binary(rt, '**', base, exponent);
	const ints = [base, exponent, modulus].map((each) => (typeof each === 'bigint' ? each : null));
	const [b, e, m] = ints;
	if (b === null || e === null || m === null || e < 0n || m <= 0n) {
		throw new PythonError(
			'NotSupportedError',
			'pow() with a modulus takes positive ints here',
			rt.at
		);
	}
	let [result, square] = [1n % m, b % m];
	for (let rest = e; rest > 0n; rest >>= 1n) {
		if (rest & 1n) result = (result * square) % m;
		square = (square * square) % m;
	}
	return result < 0n ? result + m : result;
}

const descriptor = (of: 'staticmethod' | 'classmethod') =>
	builtin(of, ['function'], (_, bound) => new PyDescriptor(of, bound.function));

export const objects: readonly (readonly [string, Value])[] = [
	['object', objectClass],
	['super', new PyBuiltin('super', superOf, [])],
	['staticmethod', descriptor('staticmethod')],
	['classmethod', descriptor('classmethod')],
	[
		'property',
		builtin(
			'property',
			[
				['fget', null],
				['fset', null]
			],
			(_, { fget, fset }) => new PyDescriptor('property', fget, fset)
		)
	],
	[
		'type',
		builtin('type', ['object'], function* (rt, { object }) {
			return typeOf(yield* force(rt, object));
		})
	],
	[
		'isinstance',
		builtin('isinstance', ['obj', 'class'], function* (rt, bound) {
			return isInstance(rt, yield* force(rt, bound.obj), bound.class);
		})
	],
	[
		'issubclass',
		builtin('issubclass', ['cls', 'class'], (rt, bound) => isSubclass(rt, bound.cls, bound.class))
	],
	['callable', builtin('callable', ['obj'], (_, { obj }) => isCallable(obj))],
	['getattr', new PyBuiltin('getattr', getAttribute, ['object', 'name', '*default'])],
	[
		'hasattr',
		builtin('hasattr', ['obj', 'name'], function* (rt, { obj, name }) {
			const wanted = attributeName(rt, name, 'hasattr');
			return (yield* attributeIfAny(rt, obj, wanted)) !== undefined;
		})
	],
	[
		'setattr',
		builtin('setattr', ['obj', 'name', 'value'], function* (rt, { obj, name, value }) {
			yield* setAttribute(rt, obj, attributeName(rt, name, 'setattr'), value);
			return null;
		})
	],
	[
		'pow',
		builtin('pow', ['base', 'exp', ['mod', null]], function* (rt, { base, exp, mod }) {
			return yield* power(rt, yield* force(rt, base), yield* force(rt, exp), mod);
		})
	],
	[
		'divmod',
		builtin('divmod', ['x', 'y'], function* (rt, bound) {
			const [x, y] = [yield* force(rt, bound.x), yield* force(rt, bound.y)];
			return new PyTuple([yield* binary(rt, '//', x, y), yield* binary(rt, '%', x, y)]);
		})
	],
	[
		'chr',
		builtin('chr', ['i'], (rt, { i }) => {
			const code = typeof i === 'bigint' ? Number(i) : -1;
			if (code >= 0 && code < 0x110000) return String.fromCodePoint(code);
			throw new PythonError('ValueError', 'chr() arg not in range(0x110000)', rt.at);
		})
	],
	[
		'ord',
		builtin('ord', ['c'], (rt, { c }) => {
			if (typeof c === 'string' && [...c].length === 1) return BigInt(c.codePointAt(0)!);
			const message =
				typeof c === 'string'
					? `ord() expected a character, but string of length ${[...c].length} found`
					: `ord() expected string of length 1, but ${typeName(c)} found`;
			throw new PythonError('TypeError', message, rt.at);
		})
	]
];
