/** Statements with a body: if, for, while, with, def; and, by name, those that lessons do not have. */
import type { Expression, Statement, WithItem } from './ast.ts';
import { readArguments } from './parse-calls.ts';
import { readClass, readFunction } from './parse-definitions.ts';
import { readTry } from './parse-exceptions.ts';
import { readElements, splitAt } from './parse-elements.ts';
import type { Reader } from './parse-reader.ts';
import type { ReadStatements } from './parse-definitions.ts';
import { checkTarget } from './parse-targets.ts';
import { MAX_DEPTH, tooDeep } from './parse-limits.ts';
import type { Syntax } from './parse-tree.ts';

type Read = (reader: Reader, node: Syntax, readAll: ReadStatements) => Statement;

/** A compound statement; `readAll` reads the statements of a body. */
export function readBlockStatement(
	reader: Reader,
	node: Syntax,
	readAll: ReadStatements
): Statement {
	const [first] = node.children;
	if (first?.name === 'async') return reader.unsupported('`async` is', first, 'leave it out');
	const read = readers[node.name];
	return read ? read(reader, node, readAll) : reader.fail('invalid syntax', node);
}

const readers: Readonly<Record<string, Read>> = {
	IfStatement: readIf,
	ForStatement: readFor,
	WhileStatement: readWhile,
	WithStatement: readWith,
	FunctionDefinition: (reader, node, readAll) => readFunction(reader, node, readAll, []),
	DecoratedStatement: readDecorated,
	ClassDefinition: (reader, node, readAll) => readClass(reader, node, readAll, []),
	TryStatement: readTry,
	MatchStatement: (reader, node) =>
		reader.unsupported('`match` is', head(node), 'use if, elif, else')
};

/** The first word: where to say that a whole block is not supported. */
function head(node: Syntax): Syntax {
	return node.children[0] ?? node;
}

function readIf(reader: Reader, node: Syntax, readAll: ReadStatements): Statement {
	const { children } = node;
	const bodies = children.filter(({ name }) => name === 'Body');
	const starts = children
		.map(({ name }, at) => (/^(?:if|elif)$/.test(name) ? at : -1))
		.filter((at) => at >= 0);
	// Every elif is an `if` inside the one before it.
	reader.branches += starts.length;
	if (reader.branches > MAX_DEPTH) tooDeep(node.from, node.to, reader.throwAt);
	const branches = starts.map((start) => {
		const [word, test, body] = children.slice(start, start + 3);
		if (!word || !test || body?.name !== 'Body') return reader.fail('invalid syntax', test ?? node);
		return {
			from: word.from,
			to: node.to,
			test: reader.expression(test),
			body: readAll(reader, body.children)
		};
	});
	const last = bodies.length > starts.length ? bodies.at(-1) : undefined;
	let orelse = last ? readAll(reader, last.children) : [];
	const to = orelse.at(-1)?.at.to;
	reader.branches -= starts.length;
	for (const { from, test, body } of branches.toReversed()) {
		const end = to ?? orelse.at(-1)?.at.to ?? body.at(-1)?.at.to ?? node.to;
		orelse = [{ kind: 'If', test, body, orelse, at: reader.at({ from, to: end }) }];
	}
	const [outer] = orelse;
	return outer ?? reader.fail('invalid syntax', node);
}

/** The nodes between two words, as one expression. */
function between(reader: Reader, node: Syntax, start: string, end: string): Expression {
	const names = node.children.map(({ name }) => name);
	const inner = node.children.slice(names.indexOf(start) + 1, names.indexOf(end));
	return readElements(reader, inner, node);
}

/** The body of a loop, and that of its `else`. */
function readLoop(reader: Reader, node: Syntax, readAll: ReadStatements) {
	const [first, second] = node.children.filter(({ name }) => name === 'Body');
	reader.scope.loops++;
	const body = first ? readAll(reader, first.children) : [];
	reader.scope.loops--;
	const orelse = second ? readAll(reader, second.children) : [];
	const to = orelse.at(-1)?.at.to ?? body.at(-1)?.at.to ?? node.to;
	return { body, orelse, at: reader.at({ from: node.from, to }) };
}

function readFor(reader: Reader, node: Syntax, readAll: ReadStatements): Statement {
	const target = between(reader, node, 'for', 'in');
	checkTarget(reader, target);
	const iter = between(reader, node, 'in', 'Body');
	return { kind: 'For', target, iter, ...readLoop(reader, node, readAll) };
}

function readWhile(reader: Reader, node: Syntax, readAll: ReadStatements): Statement {
	const test = between(reader, node, 'while', 'Body');
	return { kind: 'While', test, ...readLoop(reader, node, readAll) };
}

function readWith(reader: Reader, node: Syntax, readAll: ReadStatements): Statement {
	const nodes = node.children.slice(1, -1);
	const last = nodes.at(-1);
	if (last?.name === ',') reader.fail('invalid syntax', last);
	const items = splitAt(nodes, ',').map(([context, , name]): WithItem => {
		if (!context) return reader.fail('invalid syntax', node);
		const target = name ? reader.expression(name) : null;
		if (target) checkTarget(reader, target);
		return { context: reader.expression(context), target };
	});
	const body = readAll(reader, node.children.at(-1)?.children ?? []);
	const at = reader.at({ from: node.from, to: body.at(-1)?.at.to ?? node.to });
	return { kind: 'With', items, body, at };
}

function readDecorated(reader: Reader, node: Syntax, readAll: ReadStatements): Statement {
	const decorators = node.children.filter(({ name }) => name === 'Decorator');
	const definition = node.children.at(-1);
	const isClass = definition?.name === 'ClassDefinition';
	if (!isClass && definition?.name !== 'FunctionDefinition') {
		return readBlockStatement(reader, definition ?? node, readAll);
	}
	if (definition.children[0]?.name === 'async')
		reader.unsupported('`async` is', definition, 'leave it out');
	const expressions = decorators.map((decorator) => readDecorator(reader, decorator));
	const read = isClass ? readClass : readFunction;
	return read(reader, definition, readAll, expressions);
}

/** `@a.b(c)`: the grammar has it as a flat list. */
function readDecorator(reader: Reader, node: Syntax): Expression {
	const [, first, ...rest] = node.children;
	if (!first) return reader.fail('invalid syntax', node);
	let value = reader.expression(first);
	for (const part of rest) {
		const at = reader.at({ from: first.from, to: part.to });
		if (part.name === 'VariableName')
			value = { kind: 'Attribute', value, attr: reader.identifier(part), at };
		if (part.name === 'ArgList')
			value = { kind: 'Call', func: value, ...readArguments(reader, part), at };
	}
	return value;
}
