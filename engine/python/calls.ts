/** Calls: of builtins, of types and classes, and of the lesson's own functions. */
import type { Provenance } from '../graph.ts';
import type { Expression, Statement } from './ast.ts';
import { bindingsOf } from './bindings.ts';
import { instantiate } from './classes.ts';
import { PythonError } from './errors.ts';
import { generator } from './generators.ts';
import { iteratorOf, take } from './iterators.ts';
import { located } from './located.ts';
import { PyClass, PyInstance, PyMethod } from './objects.ts';
import { bindParameters } from './parameters.ts';
import type { Runtime } from './runtime.ts';
import { bindName } from './scope.ts';
import { closureOf, createScope, type Scope } from './scopes.ts';
import { isEvaluation, specialMethod } from './special.ts';
import { called } from './trampoline.ts';
import { typeName } from './type-names.ts';
import {
	PyDict,
	PyFunction,
	type Arguments,
	type Definition,
	type Evaluation,
	type Value
} from './values.ts';

/** Python's own limit, the module's frame counted. */
const MAX_DEPTH = 998;

type Calls = Provenance['within'];
type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export function* call(rt: Runtime, e: Of<'Call'>, scope: Scope): Evaluation<Value> {
	const callee = yield* rt.language.evaluate(rt, e.func, scope);
	const positional: Value[] = [];
	for (const arg of e.args) {
		if (arg.kind !== 'Starred') {
			positional.push(yield* rt.language.evaluate(rt, arg, scope));
			continue;
		}
		const items = yield* iteratorOf(rt, yield* rt.language.evaluate(rt, arg.value, scope));
		for (let item = yield* take(rt, items); item !== undefined; item = yield* take(rt, items))
			positional.push(item);
	}
	const keywords = new Map<string, Value>();
	for (const { name, value } of e.keywords) {
		const given = yield* rt.language.evaluate(rt, value, scope);
		if (name === null) spread(rt, given, keywords, callee);
		else keywords.set(name, given);
	}
	rt.at = e.at;
	return yield* callValue(rt, callee, { positional, keywords });
}

/** `**mapping` in a call. */
function spread(rt: Runtime, given: Value, keywords: Map<string, Value>, callee: Value): void {
	if (!(given instanceof PyDict)) {
		const message = `argument after ** must be a mapping, not ${typeName(given)}`;
		throw new PythonError('TypeError', `${calleeName(callee)}() ${message}`, rt.at);
	}
	for (const [key, value] of given.entries.values()) {
		if (typeof key !== 'string')
			throw new PythonError('TypeError', 'keywords must be strings', rt.at);
		if (keywords.has(key)) {
			const message = `got multiple values for keyword argument '${key}'`;
			throw new PythonError('TypeError', `${calleeName(callee)}() ${message}`, rt.at);
		}
		keywords.set(key, value);
	}
}

function calleeName(callee: Value): string {
	if (callee instanceof PyMethod) return calleeName(callee.func);
	if (callee instanceof PyFunction) return `__main__.${callee.definition.qualifiedName}`;
	return typeof callee === 'object' && callee !== null && 'name' in callee
		? callee.name
		: typeName(callee);
}

export function* callValue(rt: Runtime, callee: Value, args: Arguments): Evaluation<Value> {
	if (callee instanceof PyFunction) return yield* callFunction(rt, callee, args);
	if (callee instanceof PyMethod) {
		const positional = [callee.self, ...args.positional];
		return yield* callValue(rt, callee.func, { positional, keywords: args.keywords });
	}
	if (callee instanceof PyClass) return yield* instantiate(rt, callee, args);
	if (callee instanceof PyInstance) {
		const method = specialMethod(callee, '__call__');
		if (method) return yield* callValue(rt, method, args);
	}
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

function* callFunction(rt: Runtime, f: PyFunction, args: Arguments): Evaluation<Value> {
	const { bindings, qualifiedName } = f.definition;
	const scope = createScope(f.scope, 'function', bindings, `${qualifiedName}.<locals>.`);
	for (const [name, value] of bindParameters(f, args)) bindName(rt, name, value, scope);
	const run = running(rt, f, scope);
	return f.definition.yields ? generator(rt, run) : yield* called(run);
}

/** Runs the body in its own frame; what the frame changes of the runtime is put back after it. */
function* running(rt: Runtime, f: PyFunction, scope: Scope): Evaluation<Value> {
	const { at: site, frame, gradEnabled, depth } = rt;
	const { provenance } = rt.builder;
	const { within } = provenance;
	if (depth >= MAX_DEPTH) {
		throw new PythonError('RecursionError', 'maximum recursion depth exceeded', site);
	}
	rt.spend('call');
	rt.depth = depth + 1;
	rt.frame = { function: f, scope, caller: frame };
	provenance.within = callsOf(rt, f, within);
	if (f.gradMode !== null) rt.gradEnabled = f.gradMode;
	try {
		const result = yield* runBody(rt, f, scope);
		// an error leaves the place where it happened
		rt.at = site;
		return result;
	} catch (error) {
		const known = located(rt, error);
		if (known instanceof PythonError) known.leaves(f.name, site);
		throw known;
	} finally {
		rt.depth = depth;
		rt.frame = frame;
		provenance.within = within;
		if (f.gradMode !== null) rt.gradEnabled = gradEnabled;
	}
}

/** The call that nodes made in `f` belong to: `forward` is its module's. */
function callsOf(rt: Runtime, { name }: PyFunction, within: Calls): Calls {
	if (name === 'forward' && within?.at(-1)?.kind === 'module') return within;
	return rt.builder.callsWith({ kind: 'function', name, at: rt.at });
}

function* runBody(rt: Runtime, { definition }: PyFunction, scope: Scope): Evaluation<Value> {
	const { body } = definition;
	if (!isBlock(body)) return yield* rt.language.evaluate(rt, body, scope);
	const completion = yield* rt.language.execute(rt, body, scope);
	return typeof completion === 'object' ? completion.returned : null;
}

function isBlock(body: Definition['body']): body is readonly Statement[] {
	return Array.isArray(body);
}

/** The function that a `def` or a lambda makes where it stands. */
export function* makeFunction(
	rt: Runtime,
	source: Of<'Lambda'> | Extract<Statement, { kind: 'FunctionDef' }>,
	scope: Scope
): Evaluation<PyFunction> {
	const defaults: (Value | undefined)[] = [];
	for (const { default: each } of source.params) {
		defaults.push(each ? yield* rt.language.evaluate(rt, each, scope) : undefined);
	}
	return new PyFunction(definitionOf(rt, source, scope), defaults, closureOf(scope));
}

function definitionOf(
	rt: Runtime,
	source: Of<'Lambda'> | Extract<Statement, { kind: 'FunctionDef' }>,
	scope: Scope
): Definition {
	const known = rt.definitions.get(source);
	if (known) return known;
	const { params, body } = source;
	const isLambda = source.kind === 'Lambda';
	const name = isLambda ? '<lambda>' : source.name;
	const definition: Definition = {
		name,
		qualifiedName: scope.prefix + name,
		params,
		body,
		bindings: bindingsOf(body),
		yields: !isLambda && source.yields === true
	};
	rt.definitions.set(source, definition);
	return definition;
}
