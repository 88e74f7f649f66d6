/** Which names a function makes its own: Python decides that by reading it, before it runs. */
import type { Expression, Statement } from './ast.ts';

export interface Bindings {
	/** Bound somewhere in the function, parameters not counted. */
	readonly locals: ReadonlySet<string>;
	/** Handed to the module by `global`. */
	readonly globals: ReadonlySet<string>;
}

export function bindingsOf(body: readonly Statement[]): Bindings {
	const locals = new Set<string>();
	const globals = new Set<string>();
	for (const statement of body) bind(statement, locals, globals);
	for (const name of globals) locals.delete(name);
	return { locals, globals };
}

function bind(statement: Statement, locals: Set<string>, globals: Set<string>): void {
	const blocks = (...bodies: (readonly Statement[])[]) => {
		for (const each of bodies.flat()) bind(each, locals, globals);
	};
	switch (statement.kind) {
		case 'Assign':
		case 'Delete':
			for (const target of statement.targets) bindTarget(target, locals);
			return;
		case 'AnnAssign':
		case 'AugAssign':
			return bindTarget(statement.target, locals);
		case 'For':
			bindTarget(statement.target, locals);
			return blocks(statement.body, statement.orelse);
		case 'If':
		case 'While':
			return blocks(statement.body, statement.orelse);
		case 'With':
			for (const { target } of statement.items) if (target) bindTarget(target, locals);
			return blocks(statement.body);
		case 'FunctionDef':
			locals.add(statement.name);
			return;
		case 'Import':
			for (const { name, asname } of statement.names) locals.add(asname ?? name.split('.')[0]);
			return;
		case 'ImportFrom':
			for (const { name, asname } of statement.names) locals.add(asname ?? name);
			return;
		case 'Global':
			for (const name of statement.names) globals.add(name);
	}
}

function bindTarget(target: Expression, locals: Set<string>): void {
	if (target.kind === 'Name') locals.add(target.id);
	else if (target.kind === 'Starred') bindTarget(target.value, locals);
	else if (target.kind === 'Tuple' || target.kind === 'List') {
		for (const each of target.elts) bindTarget(each, locals);
	}
}
