/**
 * Which names a block of statements reads before it certainly assigns them. At the top of a
 * loop pass all others are dead: their values need not be computed for the next pass.
 * Errs towards "read": branches, loops and functions may read, but never certainly assign.
 */
import type { Expression, Statement } from './ast.ts';
import { expressionsIn } from './syntax.ts';

export function readsBeforeAssigning(body: readonly Statement[]): ReadonlySet<string> {
	const reads = new Set<string>();
	const assigned = new Set<string>();
	visitBlock(body, reads, assigned);
	return reads;
}

/** Every name that the block assigns, certainly or not, outside functions. */
export function assignedNames(body: readonly Statement[]): ReadonlySet<string> {
	const assigned = new Set<string>();
	for (const statement of body) {
		visitBlock([statement], new Set(), assigned);
		for (const inner of blocksOf(statement))
			for (const name of assignedNames(inner)) assigned.add(name);
	}
	return assigned;
}

/** Names that functions and classes of the module read when they run, whenever that is. */
export function namesInFunctions(body: readonly Statement[]): ReadonlySet<string> {
	const reads = new Set<string>();
	const look = (node: object): void => {
		const { kind } = node as Statement | Expression;
		if (kind === 'FunctionDef' || kind === 'ClassDef' || kind === 'Lambda') collect(node);
		else for (const child of expressionsIn(node)) look(child);
	};
	const collect = (node: object): void => {
		for (const child of expressionsIn(node)) {
			if (child.kind === 'Name') reads.add(child.id);
			collect(child);
		}
	};
	body.forEach(look);
	return reads;
}

function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
	switch (statement.kind) {
		case 'If':
		case 'For':
		case 'While':
			return [statement.body, statement.orelse];
		case 'With':
			return [statement.body];
		case 'Try':
			return [
				statement.body,
				...statement.handlers.map((handler) => handler.body),
				statement.orelse,
				statement.finalbody
			];
		default:
			return [];
	}
}

function visitBlock(body: readonly Statement[], reads: Set<string>, assigned: Set<string>): void {
	for (const statement of body) visit(statement, reads, assigned);
}

function visit(statement: Statement, reads: Set<string>, assigned: Set<string>): void {
	const read = (e: Expression | null) => e && readExpression(e, reads, assigned);
	switch (statement.kind) {
		case 'Assign':
			read(statement.value);
			for (const target of statement.targets) assignTarget(target, reads, assigned);
			return;
		case 'AnnAssign':
			read(statement.value);
			if (statement.value) assignTarget(statement.target, reads, assigned);
			return;
		case 'With':
			for (const { context } of statement.items) read(context);
			visitBlock(statement.body, reads, assigned);
			return;
		case 'FunctionDef':
			for (const { default: value } of statement.params) read(value);
			visitBlock(statement.body, reads, new Set(assigned));
			assigned.add(statement.name);
			return;
		case 'ClassDef':
			statement.bases.forEach(read);
			visitBlock(statement.body, reads, new Set(assigned));
			assigned.add(statement.name);
			return;
		case 'If':
		case 'While':
			read(statement.test);
			break;
		case 'For':
			read(statement.iter);
			break;
		case 'Try':
			for (const { type } of statement.handlers) read(type);
			break;
		case 'Import':
			for (const { name, asname } of statement.names) assigned.add(asname ?? name.split('.')[0]);
			return;
		case 'ImportFrom':
			for (const { name, asname } of statement.names) assigned.add(asname ?? name);
			return;
		default:
			for (const e of expressionsIn(statement)) read(e);
			return;
	}
	// a branch or a loop body may run or not: what it assigns stays uncertain
	for (const block of blocksOf(statement)) {
		const inner = new Set(assigned);
		if (statement.kind === 'For') assignTarget(statement.target, reads, inner);
		visitBlock(block, reads, inner);
	}
}

function assignTarget(target: Expression, reads: Set<string>, assigned: Set<string>): void {
	if (target.kind === 'Name') assigned.add(target.id);
	else if (target.kind === 'Tuple' || target.kind === 'List') {
		for (const each of target.elts) assignTarget(each, reads, assigned);
	} else if (target.kind === 'Starred') assignTarget(target.value, reads, assigned);
	else readExpression(target, reads, assigned);
}

function readExpression(e: Expression, reads: Set<string>, assigned: ReadonlySet<string>): void {
	if (e.kind === 'Name') {
		if (!assigned.has(e.id)) reads.add(e.id);
		return;
	}
	for (const child of expressionsIn(e)) readExpression(child, reads, assigned);
}
