/** `with`: enters what it is given, runs the body, and leaves again, whatever happened. */
import type { Statement } from './ast.ts';
import { assign } from './assign.ts';
import { PythonError } from './errors.ts';
import { raisedBy } from './exceptions.ts';
import { located } from './located.ts';
import { truth } from './protocols.ts';
import type { Completion } from './records.ts';
import type { Runtime } from './runtime.ts';
import type { Scope } from './scopes.ts';
import { callMethod, specialMethod } from './special.ts';
import { typeName } from './type-names.ts';
import type { Evaluation, Value } from './values.ts';

type With = Extract<Statement, { kind: 'With' }>;

export function* withBlock(rt: Runtime, statement: With, scope: Scope): Evaluation<Completion> {
	return yield* entered(rt, statement, 0, scope);
}

/** The items from `index` on, each inside the one before it. */
function* entered(
	rt: Runtime,
	statement: With,
	index: number,
	scope: Scope
): Evaluation<Completion> {
	const item = statement.items[index];
	if (!item) return yield* rt.language.execute(rt, statement.body, scope);
	const manager = yield* rt.language.evaluate(rt, item.context, scope);
	rt.at = item.context.at;
	if (!specialMethod(manager, '__enter__') || !specialMethod(manager, '__exit__')) {
		throw new PythonError(
			'TypeError',
			`'${typeName(manager)}' object does not support the context manager protocol`,
			rt.at
		);
	}
	const value = yield* callMethod(rt, manager, '__enter__', []);
	let completion: Completion;
	try {
		if (item.target) yield* assign(rt, item.target, value, scope);
		completion = yield* entered(rt, statement, index + 1, scope);
	} catch (error) {
		const known = located(rt, error);
		const raised = known instanceof PythonError ? raisedBy(known) : null;
		const details: Value[] = raised ? [raised.cls, raised, null] : [null, null, null];
		if (yield* truth(rt, yield* callMethod(rt, manager, '__exit__', details))) return 'normal';
		throw known;
	}
	yield* callMethod(rt, manager, '__exit__', [null, null, null]);
	return completion;
}
