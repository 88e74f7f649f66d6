/** Looking names up and binding them, by Python's rules. */
import { cast, isFloat } from '../tensor.ts';
import { builtins, isLackingBuiltin } from './builtins.ts';
import { PythonError } from './errors.ts';
import { didYouMean } from './nearest.ts';
import type { Runtime } from './runtime.ts';
import type { Scope } from './scopes.ts';
import { PyTuple, type Value } from './values.ts';
import { PyTensor } from './variable.ts';

export function lookUp(rt: Runtime, name: string, scope: Scope): Value {
	for (let at: Scope | null = scope; at; at = at.parent) {
		if (at.bindings.globals.has(name)) at = rt.globals;
		const value = at.names.get(name);
		if (value !== undefined) return value;
		if (at.bindings.locals.has(name)) throw unbound(rt, name, at === scope);
	}
	const builtin = builtins.get(name);
	if (builtin !== undefined) return builtin;
	if (isLackingBuiltin(name)) {
		throw new PythonError('NotSupportedError', `${name} is not part of the language yet`, rt.at);
	}
	throw new PythonError(
		'NameError',
		`name '${name}' is not defined`,
		rt.at,
		meant(rt, name, scope)
	);
}

/** A name that the function assigns somewhere is its own, even before that. */
function unbound(rt: Runtime, name: string, own: boolean): PythonError {
	const text = own
		? `cannot access local variable '${name}' where it is not associated with a value`
		: `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`;
	return new PythonError(
		own ? 'UnboundLocalError' : 'NameError',
		text,
		rt.at,
		`the function assigns '${name}', so it does not read the module's; write \`global ${name}\` if it should`
	);
}

/** Binds `name`; a tensor's first name also names its node in the picture. */
export function bindName(rt: Runtime, name: string, given: Value, scope: Scope): void {
	const target = homeOf(rt, name, scope);
	const value = target === rt.globals ? substitute(rt, name, given) : given;
	target.names.set(name, value);
	// what is kept is made whole: the picture shows an iteration as it was
	if (value instanceof PyTuple) value.complete();
	if (value instanceof PyTensor) rt.bind(name, value, 'assign', rt.at);
	if (name === 'loss') rt.noteLoss(value);
}

/** Where assigning to `name` in `scope` puts it: `global` and `nonlocal` send it elsewhere. */
export function homeOf(rt: Runtime, name: string, scope: Scope): Scope {
	const { globals, nonlocals } = scope.bindings;
	if (globals.has(name)) return rt.globals;
	if (!nonlocals.has(name)) return scope;
	for (let at = scope.parent; at; at = at.parent) {
		if (at.kind !== 'function' || at.bindings.nonlocals.has(name)) continue;
		if (at.names.has(name) || at.bindings.locals.has(name)) return at;
	}
	return scope;
}

/** `overrides` and `inputs` replace what the lesson's own top-level assignments made. */
function substitute(rt: Runtime, name: string, value: Value): Value {
	const { overrides, inputs } = rt.options;
	if (overrides && Object.hasOwn(overrides, name)) {
		if (typeof value === 'bigint') return BigInt(overrides[name]);
		if (typeof value === 'number') return overrides[name];
	}
	if (
		inputs &&
		Object.hasOwn(inputs, name) &&
		value instanceof PyTensor &&
		!rt.substituted.has(name)
	) {
		rt.substituted.add(name);
		const given = inputs[name].value;
		if (given.shape.join() !== value.shape.join()) {
			throw new PythonError(
				'ValueError',
				`the input given for '${name}' has shape [${given.shape.join(', ')}], but the lesson makes [${value.shape.join(', ')}]`,
				rt.at
			);
		}
		const leaf = isFloat(given.dtype) ? cast(given, rt.dtype) : given;
		return rt.fresh(leaf, value.requiresGrad || inputs[name].requiresGrad);
	}
	return value;
}

/** What may have been meant: a name in sight, or one that torch has. */
function meant(rt: Runtime, name: string, scope: Scope): string | undefined {
	const names = ['True', 'False', 'None', ...builtins.keys()];
	for (let at: Scope | null = scope; at; at = at.parent) names.unshift(...at.names.keys());
	return didYouMean(name, names) ?? elsewhere(rt, name);
}

function elsewhere(rt: Runtime, name: string): string | undefined {
	const module = ['torch', 'torch.nn', 'torch.nn.functional', 'torch.optim', 'math'].find(
		(each) => rt.modules.get(each)?.member(name) !== undefined
	);
	return module && `${module} has it: write ${module}.${name}, or from ${module} import ${name}`;
}
