/** Methods that Python itself calls, `__add__` and its kin, and what a builtin answers with. */
import { PyInstance, PyMethod } from './objects.ts';
import type { Runtime } from './runtime.ts';
import { PyBuiltin, PyFunction, type Evaluation, type Value } from './values.ts';

/** The method of that name in the class of `value`; null where it has none. */
export function specialMethod(value: Value, name: string): PyMethod | null {
	if (!(value instanceof PyInstance)) return null;
	const found = value.cls.find(name);
	return found instanceof PyFunction || found instanceof PyBuiltin
		? new PyMethod(value, found)
		: null;
}

/** Calls it. It must be there. */
export function callMethod(
	rt: Runtime,
	value: Value,
	name: string,
	positional: readonly Value[]
): Evaluation<Value> {
	return rt.language.call(rt, specialMethod(value, name), { positional, keywords: new Map() });
}

/** What a builtin gave: a value, or an evaluation that will give one. */
export function isEvaluation<T extends Value | undefined>(
	result: T | Evaluation<T>
): result is Evaluation<T> {
	return typeof result === 'object' && result !== null && !('kind' in result);
}
