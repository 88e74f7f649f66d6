/** The grammar's tree (@lezer/python, strict: the first error ends it) as plain nested objects. */
import { parser } from '@lezer/python';
import type { Tree } from '@lezer/common';
import type { Fail } from './parse-tokens.ts';

export interface Syntax {
	readonly name: string;
	readonly from: number;
	readonly to: number;
	readonly children: readonly Syntax[];
}

/**
 * The most levels that blocks, brackets and operators may nest, together. It keeps every recursion
 * over the tree, here and in the interpreter, far from the end of the stack.
 */
export const MAX_DEPTH = 500;

const strict = parser.configure({ strict: true });

/** The tree of `text`, or the offset at which no parse goes on. */
export function readTree(text: string, fail: Fail): Syntax | number {
	const parse = strict.startParse(text);
	let tree: Tree | null = null;
	try {
		while (!tree) tree = parse.advance();
	} catch (error) {
		if (error instanceof SyntaxError) return parse.parsedPos;
		throw error;
	}
	return plain(tree, fail);
}

interface Open extends Syntax {
	readonly children: Syntax[];
}

function plain(tree: Tree, fail: Fail): Syntax {
	const root: Open = { name: 'Script', from: 0, to: tree.length, children: [] };
	const path: Open[] = [];
	tree.iterate({
		enter({ name, from, to }) {
			if (path.length >= MAX_DEPTH) tooDeep(from, to, fail);
			const node = path.length === 0 ? root : { name, from, to, children: [] };
			path.at(-1)?.children.push(node);
			path.push(node);
		},
		leave() {
			path.pop();
		}
	});
	return root;
}

/** Ends the parse of something nested beyond MAX_DEPTH. */
export function tooDeep(from: number, to: number, fail: Fail): never {
	return fail(`nested too deeply: more than ${MAX_DEPTH} levels`, from, to, {
		hint: 'split it: give the parts names on lines of their own'
	});
}
