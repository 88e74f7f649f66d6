/** Statements: executes a block, one statement after the other. Expressions are in expressions.ts. */
import type { BinaryOperator, Expression, Statement } from './ast.ts';
import { assign, deleteTarget, load, resolve, store } from './assign.ts';
import { callValue, makeFunction } from './calls.ts';
import { makeClass } from './classes.ts';
import { withBlock } from './contexts.ts';
import { createException, errorOf } from './exceptions.ts';
import { evaluate } from './expressions.ts';
import { importModule, importNames } from './imports.ts';
import { iteratorOf, listOfItems, take } from './iterators.ts';
import { during } from './marks.ts';
import { extend } from './methods.ts';
import { binary, inPlaceMethod } from './operators.ts';
import { force, truth } from './protocols.ts';
import { raise, tryBlock } from './raising.ts';
import type { Completion } from './records.ts';
import type { Runtime } from './runtime.ts';
import { bindName } from './scope.ts';
import type { Scope } from './scopes.ts';
import { tensorInPlace } from './tensor-operators.ts';
import { PyList, type Evaluation, type Value } from './values.ts';
import { PyTensor } from './variable.ts';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export function* execute(
	rt: Runtime,
	block: readonly Statement[],
	scope: Scope
): Evaluation<Completion> {
	for (const statement of block) {
		const completion = yield* step(rt, statement, scope);
		if (completion !== 'normal') return completion;
	}
	return 'normal';
}

function* step(rt: Runtime, statement: Statement, scope: Scope): Evaluation<Completion> {
	rt.at = statement.at;
	rt.spend('statement');
	switch (statement.kind) {
		case 'Expr':
			yield* evaluate(rt, statement.value, scope);
			return 'normal';
		case 'Assign': {
			const value = yield* evaluate(rt, statement.value, scope);
			for (const target of statement.targets) {
				rt.at = statement.at;
				yield* assign(rt, target, value, scope);
			}
			return 'normal';
		}
		case 'AnnAssign':
			if (statement.value) {
				yield* assign(rt, statement.target, yield* evaluate(rt, statement.value, scope), scope);
			}
			return 'normal';
		case 'AugAssign':
			yield* augmented(rt, statement, scope);
			return 'normal';
		case 'If': {
			const test = yield* truth(rt, yield* evaluate(rt, statement.test, scope));
			return yield* execute(rt, test ? statement.body : statement.orelse, scope);
		}
		case 'For':
			return yield* forLoop(rt, statement, scope);
		case 'While':
			return yield* whileLoop(rt, statement, scope);
		case 'With':
			return yield* withBlock(rt, statement, scope);
		case 'FunctionDef':
		case 'ClassDef':
			yield* define(rt, statement, scope);
			return 'normal';
		case 'Try':
			return yield* tryBlock(rt, statement, scope);
		case 'Raise':
			return yield* raise(rt, statement, scope);
		case 'Return':
			return { returned: statement.value ? yield* evaluate(rt, statement.value, scope) : null };
		case 'Assert':
			yield* assertion(rt, statement, scope);
			return 'normal';
		case 'Delete':
			for (const target of statement.targets) yield* deleteTarget(rt, target, scope);
			return 'normal';
		case 'Global': // the scope has known since it was made
		case 'Nonlocal':
			return 'normal';
		case 'Import':
			for (const { name, asname } of statement.names) importModule(rt, name, asname, scope);
			return 'normal';
		case 'ImportFrom':
			importNames(rt, statement, scope);
			return 'normal';
		case 'Pass':
			return 'normal';
		case 'Break':
			return 'break';
		case 'Continue':
			return 'continue';
	}
}

/** `a op= b`: in place for tensors and lists, else read, combine, store; the target is evaluated once. */
function* augmented(
	rt: Runtime,
	{ target, op, value, at }: Of<'AugAssign'>,
	scope: Scope
): Evaluation<void> {
	const place = yield* resolve(rt, target, scope);
	const current = yield* force(rt, yield* load(rt, place));
	const operand = yield* force(rt, yield* evaluate(rt, value, scope));
	rt.at = at;
	// part of a tensor is combined first and then written into the whole
	const isPart = place.kind === 'item' && place.object instanceof PyTensor;
	const combine = isPart ? binary : combined;
	const result = yield* combine(rt, op, current, operand);
	// Python stores even what was changed in place; for `w.data -= …` that is the alias setter
	if (result !== current || place.kind === 'attribute') yield* store(rt, place, result);
}

function* combined(
	rt: Runtime,
	op: BinaryOperator,
	current: Value,
	operand: Value
): Evaluation<Value> {
	if (current instanceof PyTensor) return yield* tensorInPlace(rt, op, current, operand);
	if (op === '+' && current instanceof PyList) {
		extend(rt, current, yield* listOfItems(rt, operand));
		return current;
	}
	return (
		(yield* inPlaceMethod(rt, op, current, operand)) ?? (yield* binary(rt, op, current, operand))
	);
}

/** One pass of a loop body: false when the loop must end. */
export function* pass(
	rt: Runtime,
	body: readonly Statement[],
	scope: Scope
): Evaluation<Completion> {
	yield { ids: [] };
	rt.spend('pass');
	return yield* execute(rt, body, scope);
}

function* forLoop(rt: Runtime, statement: Of<'For'>, scope: Scope): Evaluation<Completion> {
	const items = yield* iteratorOf(rt, yield* evaluate(rt, statement.iter, scope));
	const most = rt.options.maxPasses ?? Infinity;
	const run = markedPass(rt, statement, scope);
	for (let i = 0; i < most; i++) {
		rt.at = statement.at;
		const item = yield* take(rt, items);
		if (item === undefined) break;
		yield* assign(rt, statement.target, item, scope);
		const completion = yield* run(passName(statement.target, item) ?? `for ${i + 1}`);
		if (completion === 'break') return 'normal';
		if (typeof completion === 'object') return completion;
	}
	return yield* execute(rt, statement.orelse, scope);
}

function* whileLoop(rt: Runtime, statement: Of<'While'>, scope: Scope): Evaluation<Completion> {
	const run = markedPass(rt, statement, scope);
	for (let i = 1; yield* truth(rt, yield* evaluate(rt, statement.test, scope)); i++) {
		const completion = yield* run(`while ${i}`);
		if (completion === 'break') return 'normal';
		if (typeof completion === 'object') return completion;
	}
	return yield* execute(rt, statement.orelse, scope);
}

/** Passes of a loop whose nodes the picture may fold, each to one, and all of them. */
function markedPass(rt: Runtime, { kind, body, at }: Of<'For' | 'While'>, scope: Scope) {
	const { provenance } = rt.builder;
	const { within: around } = provenance;
	const loop = rt.builder.callsWith({ kind: 'loop', name: kind.toLowerCase(), at });
	return function* (name: string): Evaluation<Completion> {
		provenance.within = loop;
		try {
			return yield* during(rt, { kind: 'pass', name, at }, () => pass(rt, body, scope));
		} finally {
			provenance.within = around;
		}
	};
}

/** `i = 2`, where that says which pass it is. */
function passName(target: Expression, item: Value): string | null {
	return target.kind === 'Name' && typeof item === 'bigint' ? `${target.id} = ${item}` : null;
}

function* define(
	rt: Runtime,
	statement: Of<'FunctionDef' | 'ClassDef'>,
	scope: Scope
): Evaluation<void> {
	const { name } = statement;
	const decorators: Value[] = [];
	for (const each of statement.decorators) decorators.push(yield* evaluate(rt, each, scope));
	let value: Value =
		statement.kind === 'ClassDef'
			? yield* makeClass(rt, statement, scope)
			: yield* makeFunction(rt, statement, scope);
	for (const decorator of decorators.reverse()) {
		value = yield* callValue(rt, decorator, { positional: [value], keywords: new Map() });
	}
	bindName(rt, name, value, scope);
}

function* assertion(rt: Runtime, { test, msg, at }: Of<'Assert'>, scope: Scope): Evaluation<void> {
	if (yield* truth(rt, yield* evaluate(rt, test, scope))) return;
	const args = msg ? [yield* evaluate(rt, msg, scope)] : [];
	rt.at = at;
	throw yield* errorOf(rt, createException('AssertionError', args));
}
