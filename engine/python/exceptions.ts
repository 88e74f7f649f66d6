/** Python's exceptions as classes and objects, and the way between them and our own errors. */
import { PythonError } from './errors.ts';
import { objectClass } from './object-class.ts';
import { PyClass, PyInstance } from './objects.ts';
import type { Runtime } from './runtime.ts';
import { typeName } from './type-names.ts';
import { PyBuiltin, PyTuple, type Evaluation, type Value } from './values.ts';

/** Class → what derives from it, as CPython has them. */
const FAMILIES: Readonly<Record<string, string>> = {
	BaseException: 'Exception KeyboardInterrupt SystemExit',
	Exception:
		'ArithmeticError AssertionError AttributeError ImportError LookupError MemoryError NameError ' +
		'OSError RuntimeError StopIteration SyntaxError TypeError ValueError Warning',
	ArithmeticError: 'OverflowError ZeroDivisionError',
	ImportError: 'ModuleNotFoundError',
	LookupError: 'IndexError KeyError',
	NameError: 'UnboundLocalError',
	OSError: 'FileNotFoundError TimeoutError',
	RuntimeError: 'NotImplementedError RecursionError',
	Warning: 'UserWarning DeprecationWarning RuntimeWarning'
};

const base = new PyClass('BaseException', [objectClass], 'builtins', true);

function classesUnder(parent: PyClass): [string, PyClass][] {
	const names = FAMILIES[parent.name]?.split(' ') ?? [];
	return names.flatMap((name) => {
		const cls = new PyClass(name, [parent], 'builtins', true);
		return [[name, cls], ...classesUnder(cls)];
	});
}

export const exceptionClasses: ReadonlyMap<string, PyClass> = new Map([
	['BaseException', base],
	...classesUnder(base)
]);

export function isException(cls: PyClass): boolean {
	return cls.derivesFrom(base);
}

function argumentsOf(self: Value): readonly Value[] {
	const args = self instanceof PyInstance ? self.fields.get('args') : undefined;
	return args instanceof PyTuple ? args.items : [];
}

base.members.set(
	'__init__',
	new PyBuiltin('__init__', (_, { positional: [self, ...rest] }) => {
		if (self instanceof PyInstance) self.fields.set('args', new PyTuple(rest));
		return null;
	})
);
base.members.set(
	'__str__',
	new PyBuiltin('__str__', function* (rt, { positional: [self] }) {
		const args = argumentsOf(self);
		if (args.length === 0) return '';
		const isKey = self instanceof PyInstance && self.cls.name === 'KeyError';
		if (args.length > 1) return yield* rt.language.repr(rt, new PyTuple(args));
		return isKey ? yield* rt.language.repr(rt, args[0]) : yield* rt.language.str(rt, args[0]);
	})
);
base.members.set(
	'__repr__',
	new PyBuiltin('__repr__', function* (rt, { positional: [self] }) {
		const texts: string[] = [];
		for (const each of argumentsOf(self)) texts.push(yield* rt.language.repr(rt, each));
		return `${typeName(self)}(${texts.join(', ')})`;
	})
);

/** An exception object of a class of Python's. */
export function createException(name: string, args: readonly Value[]): PyInstance {
	const instance = new PyInstance(exceptionClasses.get(name) ?? base);
	instance.fields.set('args', new PyTuple(args));
	return instance;
}

/** KeyError says the key as repr() writes it, and keeps the key itself. */
export function* missingKey(rt: Runtime, key: Value): Evaluation<PythonError> {
	const { at } = rt;
	const text = yield* rt.language.repr(rt, key);
	return new PythonError('KeyError', text, at, undefined, createException('KeyError', [key]));
}

/** The error that ends a lesson if nobody catches `instance`. */
export function* errorOf(rt: Runtime, instance: PyInstance): Evaluation<PythonError> {
	const { at } = rt;
	const message = yield* rt.language.str(rt, instance);
	return new PythonError(instance.cls.name, message, at, undefined, instance);
}

/** The object that `except … as e` sees; null for what a lesson cannot catch. */
export function raisedBy(error: PythonError): PyInstance | null {
	if (error.raised) return error.raised;
	if (error.final || !exceptionClasses.has(error.type)) return null;
	error.raised = createException(error.type, [error.message]);
	return error.raised;
}
