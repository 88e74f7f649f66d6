/** Which names a function makes its own: Python decides that by reading it, before it runs. */
import type { Expression, Statement } from './ast.ts';
import { expressionsIn } from './syntax.ts';

export interface Bindings {
	/** Bound somewhere in the function, parameters not counted. */
	readonly locals: ReadonlySet<string>;
	/** Handed to the module by `global`. */
	readonly globals: ReadonlySet<string>;
	/** Handed to a function around by `nonlocal`. */
	readonly nonlocals: ReadonlySet<string>;
}

interface Found {
	readonly locals: Set<string>;
	readonly globals: Set<string>;
	readonly nonlocals: Set<string>;
}

export function bindingsOf(body: readonly Statement[] | Expression): Bindings {
	const found: Found = { locals: new Set(), globals: new Set(), nonlocals: new Set() };
	if ('kind' in body) bindWalrus(body, found.locals);
	else for (const statement of body) bind(statement, found);
	for (const name of [...found.globals, ...found.nonlocals]) found.locals.delete(name);
	return found;
}

function bind(statement: Statement, found: Found): void {
	const { locals } = found;
	const blocks = (...bodies: (readonly Statement[])[]) => {
		for (const each of bodies.flat()) bind(each, found);
	};
	switch (statement.kind) {
		case 'Assign':
		case 'Delete':
			for (const target of statement.targets) bindTarget(target, locals);
			break;
		case 'AnnAssign':
		case 'AugAssign':
			bindTarget(statement.target, locals);
			break;
		case 'For':
			bindTarget(statement.target, locals);
			bindWalrus(statement.iter, locals);
			return blocks(statement.body, statement.orelse);
		case 'If':
		case 'While':
			bindWalrus(statement.test, locals);
			return blocks(statement.body, statement.orelse);
		case 'With':
			for (const { context, target } of statement.items) {
				bindWalrus(context, locals);
				if (target) bindTarget(target, locals);
			}
			return blocks(statement.body);
		case 'Try':
			for (const { name } of statement.handlers) if (name !== null) locals.add(name);
			blocks(statement.body, ...statement.handlers.map((handler) => handler.body));
			return blocks(statement.orelse, statement.finalbody);
		case 'FunctionDef':
		case 'ClassDef':
			locals.add(statement.name);
			return;
		case 'Import':
			for (const { name, asname } of statement.names) locals.add(asname ?? name.split('.')[0]);
			return;
		case 'ImportFrom':
			for (const { name, asname } of statement.names) locals.add(asname ?? name);
			return;
		case 'Global':
			for (const name of statement.names) found.globals.add(name);
			return;
		case 'Nonlocal':
			for (const name of statement.names) found.nonlocals.add(name);
			return;
	}
	for (const e of expressionsIn(statement)) bindWalrus(e, locals);
}

/** `:=` anywhere in an expression, comprehensions included, functions not. */
function bindWalrus(e: Expression, locals: Set<string>): void {
	if (e.kind === 'Lambda') return;
	if (e.kind === 'NamedExpr') bindTarget(e.target, locals);
	for (const child of expressionsIn(e)) bindWalrus(child, locals);
}

function bindTarget(target: Expression, locals: Set<string>): void {
	if (target.kind === 'Name') locals.add(target.id);
	else if (target.kind === 'Starred') bindTarget(target.value, locals);
	else if (target.kind === 'Tuple' || target.kind === 'List') {
		for (const each of target.elts) bindTarget(each, locals);
	}
}
