/** Statements: one reader per kind of node of the grammar. */
import type { BinaryOperator, Expression, Statement } from './ast.ts';
import { readBlockStatement } from './parse-blocks.ts';
import { readElements, splitAt } from './parse-elements.ts';
import { readRaise } from './parse-exceptions.ts';
import { readYield } from './parse-expressions.ts';
import { readImport } from './parse-imports.ts';
import type { Reader } from './parse-reader.ts';
import { readScope } from './parse-scopes.ts';
import { checkAnnotated, checkTarget, checkUpdate } from './parse-targets.ts';
import type { Syntax } from './parse-tree.ts';

type Read = (reader: Reader, node: Syntax) => Statement;

/** The statements of a Script or Body node. */
export function readStatements(reader: Reader, nodes: readonly Syntax[]): Statement[] {
	return nodes.flatMap((node) => {
		if (node.name === ':') return [];
		if (node.name === 'StatementGroup') return readGroup(reader, node);
		return [readStatement(reader, node)];
	});
}

function readGroup(reader: Reader, { children }: Syntax): Statement[] {
	const double = children.find(({ name }, at) => name === ';' && children[at - 1]?.name === ';');
	if (double) reader.fail('invalid syntax', double);
	return children.filter(({ name }) => name !== ';').map((child) => readStatement(reader, child));
}

function readStatement(reader: Reader, node: Syntax): Statement {
	const read = readers[node.name];
	return read ? read(reader, node) : readBlockStatement(reader, node, readStatements);
}

const readers: Readonly<Record<string, Read>> = {
	ExpressionStatement: readExpressionStatement,
	AssignStatement: readAssign,
	UpdateStatement: readUpdate,
	ReturnStatement: readReturn,
	AssertStatement: readAssert,
	DeleteStatement: readDelete,
	ScopeStatement: readScope,
	ImportStatement: readImport,
	PassStatement: (reader, node) => ({ kind: 'Pass', at: reader.at(node) }),
	BreakStatement: (reader, node) => {
		if (reader.scope.loops === 0) reader.fail("'break' outside loop", node);
		return { kind: 'Break', at: reader.at(node) };
	},
	ContinueStatement: (reader, node) => {
		if (reader.scope.loops === 0) reader.fail("'continue' not properly in loop", node);
		return { kind: 'Continue', at: reader.at(node) };
	},
	RaiseStatement: readRaise,
	YieldStatement: (reader, node) => {
		return { kind: 'Expr', value: readYield(reader, node), at: reader.at(node) };
	},
	TypeDefinition: (reader, node) =>
		reader.unsupported('`type` as a statement is', node, 'leave it out')
};

function readExpressionStatement(reader: Reader, node: Syntax): Statement {
	return { kind: 'Expr', value: readElements(reader, node.children, node), at: reader.at(node) };
}

/** `a = b = value`, or `name: annotation = value`; annotations are read over. */
function readAssign(reader: Reader, node: Syntax): Statement {
	const groups = splitAt(node.children, 'AssignOp');
	const [left = []] = groups;
	const annotation = left.find(({ name }) => name === 'TypeDef');
	const loneStar = 'starred assignment target must be in a list or tuple';
	const sides = groups.map((group, index) => {
		const nodes = group.filter((child) => child !== annotation);
		const isTarget = index < groups.length - 1;
		return readElements(reader, nodes, node, isTarget ? loneStar : undefined);
	});
	const at = reader.at(node);
	if (annotation) return readAnnotated(reader, node, sides);
	const targets = sides.slice(0, -1);
	const value = sides.at(-1);
	if (!value) return reader.fail('invalid syntax', node);
	for (const target of targets) checkTarget(reader, target, 'assign to', targets.length === 1);
	return { kind: 'Assign', targets, value, at };
}

function readAnnotated(reader: Reader, node: Syntax, sides: readonly Expression[]): Statement {
	const [target, value = null] = sides;
	if (!target || sides.length > 2) return reader.fail('invalid syntax', node);
	checkAnnotated(reader, target);
	return { kind: 'AnnAssign', target, value, at: reader.at(node) };
}

function readUpdate(reader: Reader, node: Syntax): Statement {
	const at = node.children.findIndex(({ name }) => name === 'UpdateOp');
	const operator = node.children[at];
	if (!operator) return reader.fail('invalid syntax', node);
	const target = readElements(reader, node.children.slice(0, at), node);
	checkUpdate(reader, target);
	const value = readElements(reader, node.children.slice(at + 1), node);
	const op = reader.text(operator).slice(0, -1) as BinaryOperator;
	return { kind: 'AugAssign', target, op, value, at: reader.at(node) };
}

function readReturn(reader: Reader, node: Syntax): Statement {
	if (!reader.scope.function) reader.fail("'return' outside function", node);
	const rest = node.children.slice(1);
	const value = rest.length > 0 ? readElements(reader, rest, node) : null;
	return { kind: 'Return', value, at: reader.at(node) };
}

function readAssert(reader: Reader, node: Syntax): Statement {
	const [, first, comma, second, excess] = node.children;
	if (!first || excess || (comma && !second))
		return reader.fail('invalid syntax', excess ?? comma ?? node);
	const test = reader.expression(first);
	const msg = second ? reader.expression(second) : null;
	return { kind: 'Assert', test, msg, at: reader.at(node) };
}

function readDelete(reader: Reader, node: Syntax): Statement {
	const nodes = node.children.slice(1).filter(({ name }) => name !== ',');
	const targets = nodes.map((child) => reader.expression(child));
	for (const target of targets) checkTarget(reader, target, 'delete');
	return { kind: 'Delete', targets, at: reader.at(node) };
}
