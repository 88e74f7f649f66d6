/** Binds call arguments to named parameters, with Python's messages when they do not fit. */
import { PythonError } from './errors.ts';
import { didYouMean } from './nearest.ts';
import { PyBuiltin, type Arguments, type Evaluation, type Value } from './values.ts';
import type { Runtime } from './runtime.ts';

/** Parameters in order: `x` is required, `[name, default]` is not, `*shape` takes the rest. */
export type Signature = readonly (string | readonly [name: string, value: Value])[];

export type Bound = Readonly<Record<string, Value>>;

/** Positional arguments taken by a `*rest` parameter. */
export type Rest = readonly Value[];

const nameOf = (parameter: Signature[number]): string =>
	typeof parameter === 'string' ? parameter : parameter[0];

/** TypeError where an argument is missing, unknown, given twice or too many. */
export function bindArguments(
	callee: string,
	signature: Signature,
	args: Arguments
): { bound: Bound; rest: Rest } {
	const starred = signature.findIndex((parameter) => nameOf(parameter).startsWith('*'));
	const bound: Record<string, Value> = {};
	const positional = starred < 0 ? signature : signature.slice(0, starred);
	if (starred < 0 && args.positional.length > positional.length) {
		const most = positional.length;
		throw new PythonError(
			'TypeError',
			`${callee}() takes at most ${most} argument${most === 1 ? '' : 's'} (${args.positional.length} given)`
		);
	}
	positional.forEach((parameter, i) => {
		if (i < args.positional.length) bound[nameOf(parameter)] = args.positional[i];
	});
	let rest = args.positional.slice(positional.length);
	for (const [name, value] of args.keywords) {
		// `permute(dims=(1, 0))` names what otherwise takes the rest
		if (starred >= 0 && nameOf(signature[starred]) === `*${name}` && rest.length === 0) {
			rest = [value];
			continue;
		}
		if (!signature.some((parameter) => nameOf(parameter) === name)) {
			const message = `${callee}() got an unexpected keyword argument '${name}'`;
			throw new PythonError('TypeError', message, undefined, takes(name, signature.map(nameOf)));
		}
		if (name in bound) {
			throw new PythonError('TypeError', `${callee}() got multiple values for argument '${name}'`);
		}
		bound[name] = value;
	}
	for (const parameter of signature) {
		const name = nameOf(parameter);
		if (name in bound || name.startsWith('*')) continue;
		if (typeof parameter === 'string') {
			throw new PythonError('TypeError', `${callee}() missing required argument: '${name}'`);
		}
		bound[name] = parameter[1];
	}
	return { bound, rest };
}

/** What a call with a wrong keyword may have meant. */
export function takes(name: string, parameters: readonly string[]): string {
	const named = parameters.filter((each) => /^[a-z]/i.test(each));
	const all = named.length === 0 ? 'it takes no arguments by name' : `it takes ${named.join(', ')}`;
	return didYouMean(name, named) ?? all;
}

export type Implementation = (rt: Runtime, bound: Bound, rest: Rest) => Value | Evaluation<Value>;

/** A builtin whose arguments are bound before `run` sees them. */
export function builtin(name: string, signature: Signature, run: Implementation): PyBuiltin {
	const call = (rt: Runtime, args: Arguments) => {
		const { bound, rest } = bindArguments(name, signature, args);
		return run(rt, bound, rest);
	};
	return new PyBuiltin(name, call, signature);
}
