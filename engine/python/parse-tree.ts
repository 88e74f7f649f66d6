/** The grammar's tree (@lezer/python, strict: the first error ends it) as plain nested objects. */
import { parser } from '@lezer/python';
import type { Tree } from '@lezer/common';
import { MAX_DEPTH, tooDeep } from './parse-limits.ts';
import type { Fail } from './parse-tokens.ts';

export interface Syntax {
	readonly name: string;
	readonly from: number;
	readonly to: number;
	readonly children: readonly Syntax[];
}

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
