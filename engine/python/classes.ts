/** Classes of the lesson: made from a `class` statement, and called to make objects. */
import type { Statement } from './ast.ts';
import { PythonError } from './errors.ts';
import { isException } from './exceptions.ts';
import { objectClass } from './object-class.ts';
import { linearized, PyClass, PyDescriptor, PyInstance } from './objects.ts';
import type { Runtime } from './runtime.ts';
import { createScope, type Scope } from './scopes.ts';
import { typeName } from './type-names.ts';
import {
	PyFunction,
	PyTuple,
	PyType,
	type Arguments,
	type Evaluation,
	type Value
} from './values.ts';

/** Runs the body of a class and makes the class of what it named. */
export function* makeClass(
	rt: Runtime,
	statement: Extract<Statement, { kind: 'ClassDef' }>,
	scope: Scope
): Evaluation<PyClass> {
	const { name, body, keywords } = statement;
	if (keywords.length > 0) {
		const [{ name: keyword, value }] = keywords;
		throw new PythonError(
			'NotSupportedError',
			`${keyword ?? '**'} in the head of a class is not part of the language yet`,
			value.at
		);
	}
	const bases: PyClass[] = [];
	for (const base of statement.bases) {
		const value = yield* rt.language.evaluate(rt, base, scope);
		bases.push(asBase(value, base.at));
	}
	const inside = createScope(scope, 'class', undefined, `${scope.prefix}${name}.`);
	yield* rt.language.execute(rt, body, inside);
	rt.at = statement.at;
	const parents = bases.length > 0 ? bases : [objectClass];
	// ordering ancestors takes as long as they are many, squared
	for (const { order } of parents) rt.spend('item', order.length);
	if (!linearized(parents)) throw unordered(rt, parents);
	const cls = new PyClass(name, parents, '__main__');
	for (const [key, value] of inside.names) {
		cls.members.set(key, value);
		for (const each of functionsOf(value)) each.owner ??= cls;
	}
	return cls;
}

function asBase(value: Value, at: PythonError['at']): PyClass {
	if (value instanceof PyClass) return value;
	const isType = value instanceof PyType;
	throw new PythonError(
		isType ? 'NotSupportedError' : 'TypeError',
		isType
			? `a class that derives from ${value.name} is not part of the language yet`
			: `a class can only derive from classes, not from a ${typeName(value)}`,
		at,
		isType ? 'keep the value in an attribute of an object instead' : undefined
	);
}

function unordered(rt: Runtime, bases: readonly PyClass[]): PythonError {
	const names = bases.map((base) => base.name).join(', ');
	const message = `Cannot create a consistent method resolution\norder (MRO) for bases ${names}`;
	return new PythonError('TypeError', message, rt.at);
}

/** The functions in a member of a class: itself, or those of a property. */
function functionsOf(value: Value): PyFunction[] {
	if (value instanceof PyFunction) return [value];
	if (value instanceof PyDescriptor) return [...functionsOf(value.get), ...functionsOf(value.set)];
	return [];
}

/** `cls(…)`. */
export function* instantiate(rt: Runtime, cls: PyClass, args: Arguments): Evaluation<Value> {
	const instance = new PyInstance(cls);
	if (isException(cls)) instance.fields.set('args', new PyTuple(args.positional));
	const init = cls.find('__init__')!;
	const given = args.positional.length + args.keywords.size;
	if (init === objectClass.members.get('__init__') && given > 0) {
		throw new PythonError('TypeError', `${cls.name}() takes no arguments`, rt.at);
	}
	const { at } = rt;
	const positional = [instance, ...args.positional];
	const result = yield* rt.language.call(rt, init, { positional, keywords: args.keywords });
	rt.at = at;
	if (result !== null) {
		const message = `__init__() should return None, not '${typeName(result)}'`;
		throw new PythonError('TypeError', message, rt.at);
	}
	return instance;
}
