/** `raise` and `try`. */
import type { ExceptHandler, Statement } from './ast.ts';
import { readElements, splitAt } from './parse-elements.ts';
import { spanOf, type Reader } from './parse-reader.ts';
import type { Syntax } from './parse-tree.ts';

export function readRaise(reader: Reader, node: Syntax): Statement {
	const [exc = [], cause] = splitAt(node.children.slice(1), 'from');
	const comma = node.children.find(({ name }) => name === ',');
	if (comma) reader.fail('invalid syntax', comma);
	return {
		kind: 'Raise',
		exc: exc.length > 0 ? readElements(reader, exc, node) : null,
		cause: cause ? readElements(reader, cause, node) : null,
		at: reader.at(node)
	};
}

export function readTry(
	reader: Reader,
	node: Syntax,
	readAll: (reader: Reader, nodes: readonly Syntax[]) => Statement[]
): Statement {
	const blocks = { try: [], else: [], finally: [] } as Record<string, Statement[]>;
	const handlers: ExceptHandler[] = [];
	const { children } = node;
	let start = 0;
	children.forEach((child, end) => {
		if (child.name !== 'Body') return;
		const [word, ...head] = children.slice(start, end);
		start = end + 1;
		if (word?.name === 'except') handlers.push(readHandler(reader, word, head, child, readAll));
		else if (word) blocks[word.name] = readAll(reader, child.children);
	});
	const bare = handlers.findIndex(({ type }) => type === null);
	if (bare >= 0 && bare < handlers.length - 1) {
		reader.fail("default 'except:' must be last", handlers[bare].at);
	}
	if (handlers.length === 0 && blocks.finally.length === 0) {
		reader.fail("expected 'except' or 'finally' block", { from: node.to, to: node.to });
	}
	const { try: body, else: orelse, finally: finalbody } = blocks;
	const last = [...body, ...handlers.flatMap((each) => each.body), ...orelse, ...finalbody].at(-1);
	const at = reader.at({ from: node.from, to: last?.at.to ?? node.to });
	return { kind: 'Try', body, handlers, orelse, finalbody, at };
}

/** `except Type as name:` and its body. */
function readHandler(
	reader: Reader,
	word: Syntax,
	head: readonly Syntax[],
	block: Syntax,
	readAll: (reader: Reader, nodes: readonly Syntax[]) => Statement[]
): ExceptHandler {
	const [types = [], alias = []] = splitAt(head, 'as');
	const [first] = types;
	if (first?.name === '*') return reader.unsupported('`except*` is', first, 'write `except`');
	const comma = types.find(({ name }) => name === ',');
	if (comma) {
		reader.fail('multiple exception types must be parenthesized', spanOf(types, word));
	}
	const type = types.length > 0 ? readElements(reader, types, word) : null;
	const name = alias[0] ? reader.identifier(alias[0]) : null;
	if (name !== null) reader.scope.assigned.add(name);
	const body = readAll(reader, block.children);
	const at = reader.at({ from: word.from, to: body.at(-1)?.at.to ?? block.to });
	return { type, name, body, at };
}
