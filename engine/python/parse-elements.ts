/** Lists of expressions between commas: tuples with and without parentheses, lists, sets, slices. */
import type { Expression } from './ast.ts';
import { spanOf, type Range, type Reader } from './parse-reader.ts';
import type { Syntax } from './parse-tree.ts';

/** The expressions of `nodes`, which are expressions, commas and stars. */
export function readItems(reader: Reader, nodes: readonly Syntax[]): Expression[] {
	const items: Expression[] = [];
	let star: Syntax | null = null;
	for (const node of nodes) {
		if (node.name === ',') continue;
		if (node.name === '*') {
			star = node;
			continue;
		}
		const value = reader.expression(node);
		const at = star ? reader.at({ from: star.from, to: node.to }) : value.at;
		items.push(star ? { kind: 'Starred', value, at } : value);
		star = null;
	}
	return items;
}

/** One expression, or a tuple if there is a comma. A star needs the comma. */
export function readElements(
	reader: Reader,
	nodes: readonly Syntax[],
	fallback: Range,
	loneStar = "can't use starred expression here"
): Expression {
	const items = readItems(reader, nodes);
	const at = reader.at(spanOf(nodes, fallback));
	if (nodes.some(({ name }) => name === ',')) return { kind: 'Tuple', elts: items, at };
	const [only] = items;
	if (!only) return reader.fail('invalid syntax', fallback);
	if (only.kind === 'Starred') return reader.fail(loneStar, only.at);
	return only;
}

/** What stands between the brackets of `x[…]`: an expression, a slice, or a tuple of them. */
export function readIndex(reader: Reader, nodes: readonly Syntax[], fallback: Range): Expression {
	const inner = nodes.slice(1, -1);
	const groups = splitAt(inner, ',');
	const items = groups.filter((group) => group.length > 0).map((group) => readSlice(reader, group));
	const [first] = items;
	if (!first) return reader.fail('invalid syntax', fallback);
	if (groups.length === 1) return first;
	return { kind: 'Tuple', elts: items, at: reader.at(spanOf(inner, fallback)) };
}

function readSlice(reader: Reader, nodes: readonly Syntax[]): Expression {
	const bounds = splitAt(nodes, ':');
	const [lower = null, upper = null, step = null] = bounds.map(([node]) =>
		node ? reader.expression(node) : null
	);
	if (bounds.length === 1 && lower) return lower;
	const at = reader.at(spanOf(nodes, { from: 0, to: 0 }));
	return { kind: 'Slice', lower, upper, step, at };
}

/** `nodes` in the groups between nodes named `separator`. */
export function splitAt(nodes: readonly Syntax[], separator: string): Syntax[][] {
	const groups: Syntax[][] = [[]];
	for (const node of nodes) {
		if (node.name === separator) groups.push([]);
		else groups.at(-1)?.push(node);
	}
	return groups;
}
