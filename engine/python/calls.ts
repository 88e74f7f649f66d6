/** Calls: of builtins, of types, and of the lesson's own functions. */
import type { Expression, Statement } from './ast.ts';
import { iterate } from './protocols.ts';
import { PythonError } from './errors.ts';
import { bindParameters } from './parameters.ts';
import type { Runtime } from './runtime.ts';
import { bindName } from './scope.ts';
import {
	createScope,
	PyFunction,
	PyRange,
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
		if (keywords.has(name)) {
			throw new PythonError('SyntaxError', `keyword argument repeated: ${name}`, value.at);
		}
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
	const site = rt.at;
	const scope = createScope(f.scope, f.bindings.globals, f.bindings.locals);
	for (const [name, value] of bindParameters(f, args)) bindName(rt, name, value, scope);
	rt.depth++;
	const result = yield* runBody(rt, f, scope);
	rt.depth--;
	// an error leaves the place where it happened
	rt.at = site;
	return result;
}

function* runBody(rt: Runtime, { body }: PyFunction, scope: Scope): Evaluation<Value> {
	if (!isBlock(body)) return yield* rt.language.evaluate(rt, body, scope);
	const completion = yield* rt.language.execute(rt, body, scope);
	return typeof completion === 'object' ? completion.returned : null;
}

function isBlock(body: PyFunction['body']): body is readonly Statement[] {
	return Array.isArray(body);
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
