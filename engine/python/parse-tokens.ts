/** What the scanner hands on: Python's tokens with their offsets, and the words of the language. */
import { PythonError } from './errors.ts';
import type { Locate } from './parse-locate.ts';

export type TokenKind = 'name' | 'number' | 'string' | 'op' | 'newline' | 'indent' | 'dedent';

export interface Token {
	readonly kind: TokenKind;
	readonly from: number;
	readonly to: number;
	/** '' for strings. */
	readonly text: string;
	/** How many brackets are open before it. */
	readonly depth: number;
}

export interface Scan {
	readonly tokens: readonly Token[];
	/**
	 * The source as the grammar sees it, every token at its offset: statements on one line each,
	 * without blank lines, comments and the text of strings, and with a line end more.
	 */
	readonly masked: string;
	/** The innermost bracket that is open at the end, if any. */
	readonly unclosed: Token | null;
}

export interface FailOptions {
	/** SyntaxError unless told. */
	readonly type?: 'IndentationError' | 'TabError' | 'NotSupportedError';
	readonly hint?: string | undefined;
}

/** Throws a located error of Python's kind; every error of the parser goes through here. */
export interface Fail {
	(message: string, from: number, to: number, options?: FailOptions): never;
	readonly locate: Locate;
}

export function createFail(locate: Locate): Fail {
	const fail = (message: string, from: number, to: number, options: FailOptions = {}): never => {
		const { type = 'SyntaxError', hint } = options;
		throw new PythonError(type, message, locate(from, to), hint);
	};
	return Object.assign(fail, { locate });
}

export const keywords: ReadonlySet<string> = new Set(
	(
		'False None True and as assert async await break class continue def del elif else except ' +
		'finally for from global if import in is lambda nonlocal not or pass raise return try while ' +
		'with yield'
	).split(' ')
);

/** Words that open a block. */
export const blockWords: ReadonlySet<string> = new Set(
	'if elif else for while with def class try except finally async match case'.split(' ')
);

/** One level of indentation. */
export interface Level {
	readonly column: number;
	/** The width if a tab were one column. */
	readonly alternative: number;
}

/** The scanner as its parts (indentation, strings) see it. */
export interface Scanning {
	readonly source: string;
	readonly fail: Fail;
	pos: number;
	readonly tokens: readonly Token[];
	readonly brackets: readonly Token[];
	readonly levels: Level[];
	/** The next token, or the space, comment or line end before it. */
	token(): void;
	/** A new token, which the grammar sees as `shown` (of the same length) if that is given. */
	add(kind: TokenKind, from: number, to: number, shown?: string): Token;
	/** Moves past `pattern` (sticky) if it matches here. */
	match(pattern: RegExp): boolean;
	/** Shows `text` at offset `from` to the grammar, and space since the last one. */
	emit(from: number, text: string): void;
	open(token: Token): void;
	close(token: Token): void;
}
