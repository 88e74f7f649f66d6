/** Definitions: `def` and `class`, with their decorators. */
import type { Expression, Statement } from './ast.ts';
import { readArguments, readParams } from './parse-calls.ts';
import { createScope, spanOf, type Reader } from './parse-reader.ts';
import { settleNonlocals } from './parse-scopes.ts';
import type { Syntax } from './parse-tree.ts';

/** Reads the statements of a body. */
export type ReadStatements = (reader: Reader, nodes: readonly Syntax[]) => Statement[];

export function readFunction(
	reader: Reader,
	node: Syntax,
	readAll: ReadStatements,
	decorators: readonly Expression[]
): Statement {
	const [named, block] = [part(node, 'VariableName'), part(node, 'Body')];
	const list = part(node, 'ParamList');
	refuseGeneric(reader, node, 'a function');
	if (!named || !list || !block) return reader.fail('invalid syntax', node);
	const name = reader.identifier(named);
	const params = readParams(reader, list);
	reader.scope.assigned.add(name);
	const names = params.map((param) => param.name);
	const scope = createScope(true, names);
	const body = reader.within(scope, () => readAll(reader, block.children));
	settleNonlocals(reader, scope);
	const at = reader.at(spanOf([node, ...body.map((statement) => statement.at)], node));
	const { yields } = scope;
	return { kind: 'FunctionDef', name, params, body, decorators, ...(yields && { yields }), at };
}

export function readClass(
	reader: Reader,
	node: Syntax,
	readAll: ReadStatements,
	decorators: readonly Expression[]
): Statement {
	const [named, block] = [part(node, 'VariableName'), part(node, 'Body')];
	const list = part(node, 'ArgList');
	refuseGeneric(reader, node, 'a class');
	if (!named || !block) return reader.fail('invalid syntax', node);
	const name = reader.identifier(named);
	const { args: bases, keywords } = list ? readArguments(reader, list) : { args: [], keywords: [] };
	reader.scope.assigned.add(name);
	const scope = createScope(false);
	const body = reader.within(scope, () => readAll(reader, block.children));
	settleNonlocals(reader, scope);
	const at = reader.at(spanOf([node, ...body.map((statement) => statement.at)], node));
	return { kind: 'ClassDef', name, bases, keywords, body, decorators, at };
}

function part(node: Syntax, wanted: string): Syntax | undefined {
	return node.children.find(({ name }) => name === wanted);
}

function refuseGeneric(reader: Reader, node: Syntax, of: string): void {
	const generic = part(node, 'TypeParamList');
	if (generic) reader.unsupported(`\`[…]\` after the name of ${of} is`, generic, 'leave it out');
}
