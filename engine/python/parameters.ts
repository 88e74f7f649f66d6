/** Gives the parameters of a lesson's own function their values, with CPython's messages. */
import type { Param } from './ast.ts';
import { PythonError } from './errors.ts';
import { PyTuple, type Arguments, type PyFunction, type Value } from './values.ts';

/** Parameter → value. TypeError where the arguments do not fit. */
export function bindParameters(f: PyFunction, args: Arguments): ReadonlyMap<string, Value> {
	const star = f.params.findIndex((param) => param.star === '*');
	refuseMapping(f.params);
	const plain = star < 0 ? f.params : f.params.slice(0, star);
	const values = new Map<string, Value>();
	plain.forEach(({ name }, i) => {
		if (i < args.positional.length) values.set(name, args.positional[i]);
	});
	if (star >= 0) values.set(f.params[star].name, new PyTuple(args.positional.slice(star)));
	takeKeywords(f, args, values);
	if (star < 0 && args.positional.length > plain.length) throw tooMany(f, args);
	f.params.forEach(({ name }, i) => {
		const value = f.defaults[i];
		if (!values.has(name) && value !== undefined) values.set(name, value);
	});
	refuseMissing(f, plain, 'positional', values);
	refuseMissing(f, f.params.slice(plain.length), 'keyword-only', values);
	return values;
}

function refuseMapping(params: readonly Param[]): void {
	const mapping = params.find((param) => param.star === '**');
	if (!mapping) return;
	throw new PythonError(
		'NotSupportedError',
		`**${mapping.name} is not part of the language yet`,
		mapping.at
	);
}

function takeKeywords(f: PyFunction, args: Arguments, values: Map<string, Value>): void {
	for (const [name, value] of args.keywords) {
		if (!f.params.some((param) => param.name === name && param.star === '')) {
			throw typeError(f, `got an unexpected keyword argument '${name}'`);
		}
		if (values.has(name)) throw typeError(f, `got multiple values for argument '${name}'`);
		values.set(name, value);
	}
}

function tooMany(f: PyFunction, { positional }: Arguments): PythonError {
	const most = f.params.length;
	const least = most - f.defaults.filter((value) => value !== undefined).length;
	const takes = least < most ? `from ${least} to ${most}` : String(most);
	const noun = takes === '1' ? 'argument' : 'arguments';
	const verb = positional.length === 1 ? 'was' : 'were';
	return typeError(f, `takes ${takes} positional ${noun} but ${positional.length} ${verb} given`);
}

function refuseMissing(
	f: PyFunction,
	params: readonly Param[],
	kind: string,
	values: ReadonlyMap<string, Value>
): void {
	const names = params.filter(({ name }) => !values.has(name)).map(({ name }) => `'${name}'`);
	if (names.length === 0) return;
	const noun = names.length === 1 ? 'argument' : 'arguments';
	const last = names.length > 2 ? `, and ${names.at(-1)}` : ` and ${names.at(-1)}`;
	const list = names.length === 1 ? names[0] : names.slice(0, -1).join(', ') + last;
	throw typeError(f, `missing ${names.length} required ${kind} ${noun}: ${list}`);
}

function typeError(f: PyFunction, message: string): PythonError {
	return new PythonError('TypeError', `${f.name}() ${message}`);
}
