/** Import statements. Which modules exist is the interpreter's business. */
import type { ImportAlias, Statement } from './ast.ts';
import { splitAt } from './parse-elements.ts';
import type { Reader } from './parse-reader.ts';
import type { Syntax } from './parse-tree.ts';

export function readImport(reader: Reader, node: Syntax): Statement {
	const { children } = node;
	const at = reader.at(node);
	const split = children.findIndex(({ name }) => name === 'import');
	const names = readNames(reader, children.slice(split + 1), split > 0);
	if (split === 0) {
		for (const { name } of names) reader.scope.assigned.add(name);
		return { kind: 'Import', names, at };
	}
	const source = children.slice(1, split);
	if (source[0]?.name !== 'VariableName') {
		return reader.unsupported('`from .` (a module beside this one) is', node);
	}
	if (names[0]?.name === '*' && reader.scope.function) {
		reader.fail('import * only allowed at module level', node);
	}
	const dot = children.find(({ name }, index) => index > split && name === '.');
	if (dot) reader.fail('invalid syntax', dot);
	return { kind: 'ImportFrom', module: dottedName(reader, source), names, at };
}

function readNames(reader: Reader, nodes: readonly Syntax[], from: boolean): ImportAlias[] {
	const bare = nodes.filter(({ name }) => name !== '(' && name !== ')');
	const last = bare.at(-1);
	if (last?.name === ',' && bare.length === nodes.length) {
		const message = 'trailing comma not allowed without surrounding parentheses';
		reader.fail(from ? message : 'invalid syntax', last);
	}
	return splitAt(bare, ',')
		.filter((group) => group.length > 0)
		.map((group) => {
			const [name = [], alias = []] = splitAt(group, 'as');
			const asname = alias[0] ? reader.identifier(alias[0]) : null;
			return { name: dottedName(reader, name), asname };
		});
}

function dottedName(reader: Reader, nodes: readonly Syntax[]): string {
	return nodes.map((node) => reader.identifier(node)).join('');
}
