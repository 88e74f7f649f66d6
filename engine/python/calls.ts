/** Calls: of builtins, of types, and of the lesson's own functions. */
import type { Expression } from './ast.ts';
import { iterate } from './builtins.ts';
import { PythonError } from './errors.ts';
import type { Runtime } from './runtime.ts';
import { bindName } from './scope.ts';
import {
	PyFunction,
	PyRange,
	PyTuple,
	typeName,
	type Arguments,
	type Evaluation,
	type Scope,
	type Value
} from './values.ts';

/** Python's own default; each call takes several frames of ours. */
const MAX_DEPTH = 200;

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export function* call(rt: Runtime, e: Of<'Call'>, scope: Scope): Evaluation<Value> {
	const callee = yield* rt.language.evaluate(rt, e.func, scope);
	const positional: Value[] = [];
	for (const arg of e.args) {
		if (arg.kind !== 'Starred') {
			positional.push(yield* rt.language.evaluate(rt, arg, scope));
			continue;
		}
		const items = yield* iterate(rt, yield* rt.language.evaluate(rt, arg.value, scope));
		for (let i = 0; i < items.length; i++)
			positional.push(items instanceof PyRange ? items.at(i) : items[i]);
	}
	const keywords = new Map<string, Value>();
	for (const { name, value } of e.keywords) {
		if (name === null)
			throw new PythonError(
				'NotSupportedError',
				'** in a call is not part of the language yet',
				e.at
			);
		keywords.set(name, yield* rt.language.evaluate(rt, value, scope));
	}
	rt.at = e.at;
	return yield* callValue(rt, callee, { positional, keywords });
}

export function* callValue(rt: Runtime, callee: Value, args: Arguments): Evaluation<Value> {
	if (callee instanceof PyFunction) return yield* callFunction(rt, callee, args);
	const run =
		typeof callee === 'object' && callee !== null
			? callee.kind === 'builtin'
				? callee.call
				: callee.kind === 'type'
					? callee.construct
					: null
			: null;
	if (!run)
		throw new PythonError('TypeError', `'${typeName(callee)}' object is not callable`, rt.at);
	const result = run(rt, args);
	return isEvaluation(result) ? yield* result : result;
}

function isEvaluation(result: Value | Evaluation<Value>): result is Evaluation<Value> {
	return typeof result === 'object' && result !== null && 'next' in result;
}

function* callFunction(rt: Runtime, f: PyFunction, args: Arguments): Evaluation<Value> {
	if (rt.depth >= MAX_DEPTH) {
		throw new PythonError('RecursionError', 'maximum recursion depth exceeded', rt.at);
	}
	const scope: Scope = { names: new Map(), parent: f.scope, globals: new Set() };
	const site = rt.at;
	bindParameters(rt, f, args, scope);
	rt.depth++;
	try {
		if (!Array.isArray(f.body)) return yield* rt.language.evaluate(rt, f.body as Expression, scope);
		const completion = yield* rt.language.execute(rt, f.body, scope);
		return typeof completion === 'object' ? completion.returned : null;
	} finally {
		rt.depth--;
		rt.at = site;
	}
}

function bindParameters(
	rt: Runtime,
	f: PyFunction,
	{ positional, keywords }: Arguments,
	scope: Scope
): void {
	const left = new Map(keywords);
	let next = 0;
	f.params.forEach((param, i) => {
		if (param.star === '*') {
			scope.names.set(param.name, new PyTuple(positional.slice(next)));
			next = positional.length;
			return;
		}
		if (param.star === '**') {
			throw new PythonError(
				'NotSupportedError',
				'**kwargs is not part of the language yet',
				param.at
			);
		}
		const given = next < positional.length ? positional[next++] : undefined;
		if (given !== undefined && left.has(param.name)) {
			throw new PythonError(
				'TypeError',
				`${f.name}() got multiple values for argument '${param.name}'`,
				rt.at
			);
		}
		const value = given ?? left.get(param.name) ?? f.defaults[i];
		left.delete(param.name);
		if (value === undefined) {
			throw new PythonError(
				'TypeError',
				`${f.name}() missing 1 required positional argument: '${param.name}'`,
				rt.at
			);
		}
		bindName(rt, param.name, value, scope);
	});
	if (next < positional.length) {
		throw new PythonError(
			'TypeError',
			`${f.name}() takes ${f.params.length} positional arguments but ${positional.length} were given`,
			rt.at
		);
	}
	for (const name of left.keys()) {
		throw new PythonError(
			'TypeError',
			`${f.name}() got an unexpected keyword argument '${name}'`,
			rt.at
		);
	}
}

export function* evaluateDefaults(
	rt: Runtime,
	defaults: readonly (Expression | null)[],
	scope: Scope
): Evaluation<(Value | undefined)[]> {
	const values: (Value | undefined)[] = [];
	for (const each of defaults) {
		values.push(each ? yield* rt.language.evaluate(rt, each, scope) : undefined);
	}
	return values;
}

export function* makeLambda(rt: Runtime, e: Of<'Lambda'>, scope: Scope): Evaluation<Value> {
	const defaults = yield* evaluateDefaults(
		rt,
		e.params.map((param) => param.default),
		scope
	);
	return new PyFunction('<lambda>', e.params, defaults, e.body, scope);
}
