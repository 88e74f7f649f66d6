/** A source as it is being written, read once for all that is asked of it. */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Knowledge } from './knowledge.ts';
import { outline, regionAt, type Region } from './outline.ts';

export class Reading {
	readonly tree: Tree;
	readonly root: Region;
	#starts: readonly number[] | null = null;

	constructor(
		readonly source: string,
		readonly known: Knowledge
	) {
		this.tree = parser.parse(source);
		this.root = outline(this.tree, source);
	}

	text({ from, to }: SyntaxNode): string {
		return this.source.slice(from, to);
	}

	/** The node that ends at `offset`, or at the last sign before it on its line. */
	nodeBefore(offset: number): SyntaxNode {
		const blank = /[ \t]*$/.exec(this.source.slice(0, offset))![0].length;
		const around = this.tree.resolveInner(offset, -1);
		return around.name === 'Script' ? this.tree.resolveInner(offset - blank, -1) : around;
	}

	/** The innermost function or class around `offset`. */
	regionAt(offset: number): Region {
		return regionAt(this.root, offset, this.source);
	}

	/** The class of that name in the module itself. */
	classNamed(name: string): Region | null {
		const classes = this.root.inner.filter(({ kind }) => kind === 'class');
		return classes.findLast((each) => each.name === name) ?? null;
	}

	/** From 1. */
	lineAt(offset: number): number {
		this.#starts ??= [0, ...[...this.source.matchAll(/\n/g)].map(({ index }) => index + 1)];
		let [low, high] = [0, this.#starts.length];
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if (this.#starts[middle] <= offset) low = middle;
			else high = middle;
		}
		return low + 1;
	}

	linesOf({ node }: Region): { from: number; to: number } {
		return { from: this.lineAt(node.from), to: this.lineAt(node.to) };
	}
}
