/** Statements: executes a block, one statement after the other. Expressions are in expressions.ts. */
import type { BinaryOperator, Statement, WithItem } from './ast.ts';
import { force, iterate, listOfItems, truth } from './protocols.ts';
import { PythonError } from './errors.ts';
import { assign, deleteTarget, load, resolve, store } from './assign.ts';
import { evaluateDefaults } from './calls.ts';
import { binary, evaluate } from './expressions.ts';
import type { Completion, Runtime } from './runtime.ts';
import { bindName } from './scope.ts';
import { shown } from './show.ts';
import { tensorInPlace } from './tensor-operators.ts';
import { createModules, ENABLE_GRAD, NO_GRAD, unknownName } from './torch/namespace.ts';
import {
	PyFunction,
	PyList,
	PyRange,
	typeName,
	type Evaluation,
	type Scope,
	type Value
} from './values.ts';
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
			return yield* withBlock(rt, statement.items, statement.body, scope);
		case 'FunctionDef':
			yield* define(rt, statement, scope);
			return 'normal';
		case 'Return':
			return { returned: statement.value ? yield* evaluate(rt, statement.value, scope) : null };
		case 'Assert':
			yield* assertion(rt, statement, scope);
			return 'normal';
		case 'Delete':
			for (const target of statement.targets) yield* deleteTarget(rt, target, scope);
			return 'normal';
		case 'Global': // the scope has known since it was made
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
	const current = yield* force(rt, load(rt, place));
	const operand = yield* force(rt, yield* evaluate(rt, value, scope));
	rt.at = at;
	const result = yield* combined(rt, op, current, operand);
	// Python stores even what was changed in place; for `w.data -= …` that is the alias setter
	if (result !== current || place.kind === 'attribute') yield* store(rt, place, result);
}

function* combined(
	rt: Runtime,
	op: BinaryOperator,
	current: Value,
	operand: Value
): Evaluation<Value> {
	if (current instanceof PyTensor) return tensorInPlace(rt, op, current, operand);
	if (op === '+' && current instanceof PyList) {
		current.items.push(...(yield* listOfItems(rt, operand)));
		return current;
	}
	return binary(rt, op, current, operand);
}

/** One pass of a loop body: false when the loop must end. */
export function* pass(
	rt: Runtime,
	body: readonly Statement[],
	scope: Scope
): Evaluation<Completion> {
	yield { ids: [] };
	return yield* execute(rt, body, scope);
}

function* forLoop(rt: Runtime, statement: Of<'For'>, scope: Scope): Evaluation<Completion> {
	const items = yield* iterate(rt, yield* evaluate(rt, statement.iter, scope));
	const most = rt.options.maxPasses ?? Infinity;
	// a list may grow while it is looped over
	for (let i = 0; i < Math.min(items.length, most); i++) {
		rt.at = statement.at;
		yield* assign(rt, statement.target, items instanceof PyRange ? items.at(i) : items[i], scope);
		const completion = yield* pass(rt, statement.body, scope);
		if (completion === 'break') return 'normal';
		if (typeof completion === 'object') return completion;
	}
	return yield* execute(rt, statement.orelse, scope);
}

function* whileLoop(rt: Runtime, statement: Of<'While'>, scope: Scope): Evaluation<Completion> {
	while (yield* truth(rt, yield* evaluate(rt, statement.test, scope))) {
		const completion = yield* pass(rt, statement.body, scope);
		if (completion === 'break') return 'normal';
		if (typeof completion === 'object') return completion;
	}
	return yield* execute(rt, statement.orelse, scope);
}

function* withBlock(
	rt: Runtime,
	items: readonly WithItem[],
	body: readonly Statement[],
	scope: Scope
): Evaluation<Completion> {
	const before = rt.gradEnabled;
	for (const { context } of items) {
		const manager = yield* evaluate(rt, context, scope);
		if (manager === NO_GRAD) rt.gradEnabled = false;
		else if (manager === ENABLE_GRAD) rt.gradEnabled = true;
		else {
			throw new PythonError(
				'NotSupportedError',
				`'with' takes torch.no_grad() or torch.enable_grad() here, not ${typeName(manager)}`,
				context.at
			);
		}
	}
	try {
		return yield* execute(rt, body, scope);
	} finally {
		rt.gradEnabled = before;
	}
}

function* define(rt: Runtime, statement: Of<'FunctionDef'>, scope: Scope): Evaluation<void> {
	if (statement.decorators.length > 0) {
		throw new PythonError(
			'NotSupportedError',
			'decorators are not part of the language yet',
			statement.decorators[0].at
		);
	}
	const { name, params, body } = statement;
	const defaults = yield* evaluateDefaults(
		rt,
		params.map((param) => param.default),
		scope
	);
	bindName(rt, name, new PyFunction(name, params, defaults, body, scope), scope);
}

function* assertion(rt: Runtime, { test, msg, at }: Of<'Assert'>, scope: Scope): Evaluation<void> {
	if (yield* truth(rt, yield* evaluate(rt, test, scope))) return;
	const { ids, show } = shown(rt, msg ? yield* evaluate(rt, msg, scope) : '');
	yield { ids };
	throw new PythonError('AssertionError', show(), at);
}

function importModule(rt: Runtime, name: string, asname: string | null, scope: Scope): void {
	const modules = createModules(rt);
	const root = name.split('.')[0];
	const module = modules.get(asname ? name : root);
	if (!module || !modules.has(name)) throw noModule(rt, name);
	bindName(rt, asname ?? root, module, scope);
}

function importNames(rt: Runtime, { module, names }: Of<'ImportFrom'>, scope: Scope): void {
	const found = createModules(rt).get(module);
	if (!found) throw noModule(rt, module);
	for (const { name, asname } of names) {
		const value = found.member(name);
		if (value === undefined) throw unknownName(found, name);
		bindName(rt, asname ?? name, value, scope);
	}
}

function noModule(rt: Runtime, name: string): PythonError {
	return new PythonError(
		'ModuleNotFoundError',
		`No module named '${name}'`,
		rt.at,
		'lessons here can import torch, torch.nn.functional, torch.autograd and math'
	);
}
