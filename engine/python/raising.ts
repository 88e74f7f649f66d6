/** `try` and `raise`: from an error to the handler that takes it. */
import type { ExceptHandler, Statement } from './ast.ts';
import { PythonError } from './errors.ts';
import { errorOf, isException, raisedBy } from './exceptions.ts';
import { located } from './located.ts';
import { PyClass, PyInstance } from './objects.ts';
import type { Completion } from './records.ts';
import type { Runtime } from './runtime.ts';
import { bindName } from './scope.ts';
import type { Scope } from './scopes.ts';
import { PyTuple, type Evaluation, type Value } from './values.ts';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export function* raise(
	rt: Runtime,
	{ exc, cause, at }: Of<'Raise'>,
	scope: Scope
): Evaluation<never> {
	if (!exc) {
		if (rt.handled) throw rt.handled;
		throw new PythonError('RuntimeError', 'No active exception to reraise', at);
	}
	const instance = yield* exceptionOf(rt, yield* rt.language.evaluate(rt, exc, scope));
	if (cause) yield* rt.language.evaluate(rt, cause, scope);
	rt.at = at;
	throw yield* errorOf(rt, instance);
}

/** A class stands for an object made without arguments. */
function* exceptionOf(rt: Runtime, value: Value): Evaluation<PyInstance> {
	const made =
		value instanceof PyClass && isException(value)
			? yield* rt.language.call(rt, value, { positional: [], keywords: new Map() })
			: value;
	if (made instanceof PyInstance && isException(made.cls)) return made;
	throw new PythonError('TypeError', 'exceptions must derive from BaseException', rt.at);
}

export function* tryBlock(rt: Runtime, statement: Of<'Try'>, scope: Scope): Evaluation<Completion> {
	const { finalbody } = statement;
	let completion: Completion;
	try {
		completion = yield* guarded(rt, statement, scope);
	} catch (error) {
		const known = located(rt, error);
		const catchable = known instanceof PythonError && raisedBy(known) !== null;
		if (!catchable || finalbody.length === 0) throw known;
		const last = yield* rt.language.execute(rt, finalbody, scope);
		if (last !== 'normal') return last;
		throw known;
	}
	const last = yield* rt.language.execute(rt, finalbody, scope);
	return last === 'normal' ? completion : last;
}

function* guarded(rt: Runtime, statement: Of<'Try'>, scope: Scope): Evaluation<Completion> {
	const { body, handlers, orelse } = statement;
	const { depth, gradEnabled, frame } = rt;
	let completion: Completion;
	try {
		completion = yield* rt.language.execute(rt, body, scope);
	} catch (error) {
		Object.assign(rt, { depth, gradEnabled, frame });
		const known = located(rt, error);
		const raised = known instanceof PythonError ? raisedBy(known) : null;
		if (!raised) throw known;
		rt.spend('error');
		const handler = yield* handlerFor(rt, handlers, raised, scope);
		if (!handler) throw known;
		return yield* handle(rt, handler, known as PythonError, raised, scope);
	}
	return completion === 'normal' ? yield* rt.language.execute(rt, orelse, scope) : completion;
}

function* handlerFor(
	rt: Runtime,
	handlers: readonly ExceptHandler[],
	raised: PyInstance,
	scope: Scope
): Evaluation<ExceptHandler | null> {
	for (const handler of handlers) {
		if (!handler.type) return handler;
		const type = yield* rt.language.evaluate(rt, handler.type, scope);
		rt.at = handler.type.at;
		if (matches(rt, type, raised.cls)) return handler;
	}
	return null;
}

function matches(rt: Runtime, type: Value, cls: PyClass): boolean {
	if (type instanceof PyTuple) return type.items.some((each) => matches(rt, each, cls));
	if (type instanceof PyClass && isException(type)) return cls.derivesFrom(type);
	throw new PythonError(
		'TypeError',
		'catching classes that do not inherit from BaseException is not allowed',
		rt.at
	);
}

/** The name of the exception is gone after its handler, as in Python. */
function* handle(
	rt: Runtime,
	{ name, body }: ExceptHandler,
	error: PythonError,
	raised: PyInstance,
	scope: Scope
): Evaluation<Completion> {
	const before = rt.handled;
	rt.handled = error;
	if (name !== null) bindName(rt, name, raised, scope);
	try {
		return yield* rt.language.execute(rt, body, scope);
	} finally {
		rt.handled = before;
		if (name !== null) scope.names.delete(name);
	}
}
