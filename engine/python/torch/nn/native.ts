/** Classes of torch.nn and torch.optim, written here in the manner of a Python class. */
import type { Param } from '../../ast.ts';
import type { PyClass, PyInstance } from '../../objects.ts';
import { bindParameters, type Parametrised } from '../../parameters.ts';
import type { Runtime } from '../../runtime.ts';
import { PyBuiltin, type Arguments, type Evaluation, type Value } from '../../values.ts';

/** `name`, `[name, default]`, `*rest`, `**named`, in order; `self` is not among them. */
export type Parameters = readonly (string | readonly [name: string, value: Value])[];

export type Given = Readonly<Record<string, Value>>;

export type Body = (
	rt: Runtime,
	self: PyInstance,
	given: Given
) => Value | void | Evaluation<Value>;

const NOWHERE = { from: 0, to: 0, line: 0, column: 0 };

function parametrised(qualifiedName: string, parameters: Parameters): Parametrised {
	const params = ['self', ...parameters].map((each): Param => {
		const given = typeof each === 'string' ? each : each[0];
		const star = given.startsWith('**') ? '**' : given.startsWith('*') ? '*' : '';
		return { name: given.slice(star.length), default: null, star, at: NOWHERE };
	});
	const defaults = [
		undefined,
		...parameters.map((each) => (typeof each === 'string' ? undefined : each[1]))
	];
	return { definition: { qualifiedName, params }, defaults };
}

/** Adds a method to a class of ours. Arguments are bound, and refused, as Python does. */
export function method(cls: PyClass, name: string, parameters: Parameters, run: Body): void {
	const takes = parametrised(`${cls.name}.${name}`, parameters);
	const call = (rt: Runtime, args: Arguments) => {
		const given = Object.fromEntries(bindParameters(takes, args));
		return run(rt, given.self as PyInstance, given) ?? null;
	};
	cls.members.set(name, new PyBuiltin(name, call, ['self', ...parameters]));
}

/** Calls a function of torch.nn.functional by name. */
export function* functional(
	rt: Runtime,
	name: string,
	positional: readonly Value[],
	named: Readonly<Record<string, Value>> = {}
): Evaluation<Value> {
	const f = rt.modules.get('torch.nn.functional')?.member(name);
	const keywords = new Map(Object.entries(named));
	if (f !== undefined) return yield* rt.language.call(rt, f, { positional, keywords });
	return yield* tensorMethod(rt, positional[0], name, positional.slice(1));
}

/** Calls a method of a tensor by name. */
export function* tensorMethod(
	rt: Runtime,
	tensor: Value,
	name: string,
	positional: readonly Value[] = []
): Evaluation<Value> {
	const found = yield* rt.language.attribute(rt, tensor, name);
	return yield* rt.language.call(rt, found, { positional, keywords: new Map() });
}
