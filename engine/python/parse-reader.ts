/** What every part of the tree reading shares: places, errors, names, and the way back to expressions. */
import type { Expression } from './ast.ts';
import type { Span } from '../graph.ts';
import type { Fail } from './parse-tokens.ts';
import type { Syntax } from './parse-tree.ts';

/** Where a node lies; every node of both trees is one. */
export interface Range {
	readonly from: number;
	readonly to: number;
}

/** What a function (or the module) has done with names so far. */
export interface NameScope {
	readonly function: boolean;
	readonly params: ReadonlySet<string>;
	readonly used: Set<string>;
	readonly assigned: Set<string>;
	/** Loops around the present statement, inside this function. */
	loops: number;
	/** What the scope is written in; null for the module. */
	outer: NameScope | null;
	/** A `yield` stands in it. */
	yields: boolean;
	/** What `nonlocal` inside it asks of the functions around; known to be there when this one ends. */
	readonly wanted: Wanted[];
	/** A comprehension: what `:=` names in it belongs to the scope around it. */
	readonly comprehension: boolean;
}

export interface Wanted {
	readonly name: string;
	readonly at: Range;
}

export function createScope(
	isFunction: boolean,
	params: readonly string[] = [],
	comprehension = false
): NameScope {
	return {
		function: isFunction,
		params: new Set(params),
		used: new Set(),
		assigned: new Set(),
		loops: 0,
		outer: null,
		yields: false,
		wanted: [],
		comprehension
	};
}

export class Reader {
	scope = createScope(false);
	/** `if` and `elif` branches around the present statement. */
	branches = 0;

	constructor(
		readonly source: string,
		readonly throwAt: Fail,
		readonly readExpression: (reader: Reader, node: Syntax) => Expression
	) {}

	expression(node: Syntax): Expression {
		return this.readExpression(this, node);
	}

	at({ from, to }: Range): Span {
		return this.throwAt.locate(from, to);
	}

	text({ from, to }: Range): string {
		return this.source.slice(from, to);
	}

	/** An identifier, in the normal form in which Python compares names. */
	identifier(node: Range): string {
		return this.text(node).normalize('NFKC');
	}

	fail(message: string, { from, to }: Range, hint?: string): never {
		return this.throwAt(message, from, to, { hint });
	}

	/** For valid Python that lessons do not have. `construct` is what a learner calls it. */
	unsupported(construct: string, { from, to }: Range, hint?: string): never {
		const message = `${construct} not part of the language here yet`;
		return this.throwAt(message, from, to, { type: 'NotSupportedError', hint });
	}

	/** Reads something in a scope of its own. */
	within<T>(scope: NameScope, read: () => T): T {
		const outer = this.scope;
		scope.outer = outer;
		this.scope = scope;
		const result = read();
		this.scope = outer;
		return result;
	}
}

/** The range from the first to the last of `nodes`. */
export function spanOf(nodes: readonly Range[], fallback: Range): Range {
	return { from: nodes[0]?.from ?? fallback.from, to: nodes.at(-1)?.to ?? fallback.to };
}
