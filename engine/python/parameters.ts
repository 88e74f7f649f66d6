/** Gives the parameters of a lesson's own function their values, with CPython's messages. */
import type { Param } from './ast.ts';
import { PythonError } from './errors.ts';
import { takes } from './signature.ts';
import { PyDict, PyTuple, type Arguments, type Definition, type Value } from './values.ts';

/** What takes arguments by Python's rules: a function of the lesson, or one of ours in its manner. */
export interface Parametrised {
	readonly definition: Pick<Definition, 'qualifiedName' | 'params'>;
	readonly defaults: readonly (Value | undefined)[];
}

/** Parameter → value. TypeError where the arguments do not fit. */
export function bindParameters(f: Parametrised, args: Arguments): ReadonlyMap<string, Value> {
	const { params } = f.definition;
	const star = params.findIndex((param) => param.star === '*');
	const mapping = params.findIndex((param) => param.star === '**');
	const end = star >= 0 ? star : mapping >= 0 ? mapping : params.length;
	const plain = params.slice(0, end);
	const values = new Map<string, Value>();
	plain.forEach(({ name }, i) => {
		if (i < args.positional.length) values.set(name, args.positional[i]);
	});
	const rest = star >= 0 && params[star].name !== '';
	if (rest) values.set(params[star].name, new PyTuple(args.positional.slice(star)));
	takeKeywords(f, args, values, mapping < 0 ? null : params[mapping].name);
	if (!rest && args.positional.length > plain.length) throw tooMany(f, plain, args);
	params.forEach(({ name }, i) => {
		const value = f.defaults[i];
		if (!values.has(name) && value !== undefined) values.set(name, value);
	});
	refuseMissing(f, plain, 'positional', values);
	const named = params.slice(end).filter((param) => param.star === '');
	refuseMissing(f, named, 'keyword-only', values);
	return values;
}

/** `mapping` takes the keywords that no parameter has. */
function takeKeywords(
	f: Parametrised,
	args: Arguments,
	values: Map<string, Value>,
	mapping: string | null
): void {
	const others = new PyDict();
	for (const [name, value] of args.keywords) {
		if (!f.definition.params.some((param) => param.name === name && param.star === '')) {
			if (mapping === null) throw unexpected(f, name);
			others.entries.set(`s${name}`, [name, value]);
			continue;
		}
		if (values.has(name)) throw typeError(f, `got multiple values for argument '${name}'`);
		values.set(name, value);
	}
	if (mapping !== null) values.set(mapping, others);
}

function tooMany(f: Parametrised, plain: readonly Param[], { positional }: Arguments): PythonError {
	const most = plain.length;
	const least = most - plain.filter((_, i) => f.defaults[i] !== undefined).length;
	const takes = least < most ? `from ${least} to ${most}` : String(most);
	const noun = takes === '1' ? 'argument' : 'arguments';
	const verb = positional.length === 1 ? 'was' : 'were';
	return typeError(f, `takes ${takes} positional ${noun} but ${positional.length} ${verb} given`);
}

function refuseMissing(
	f: Parametrised,
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

function unexpected(f: Parametrised, name: string): PythonError {
	const named = f.definition.params.filter((param) => param.star === '' && param.name !== 'self');
	const hint = takes(
		name,
		named.map((param) => param.name)
	);
	return typeError(f, `got an unexpected keyword argument '${name}'`, hint);
}

function typeError(f: Parametrised, message: string, hint?: string): PythonError {
	const text = `${f.definition.qualifiedName}() ${message}`;
	return new PythonError('TypeError', text, undefined, hint);
}
