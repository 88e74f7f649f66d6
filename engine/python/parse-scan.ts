/**
 * Reads the source as Python's tokenizer does, before the grammar sees it: indentation, brackets,
 * strings, numbers, odd characters. It finds what Python reports first, and prepares a masked
 * text on which the grammar cannot stumble.
 */
import { checkCharacter } from './parse-characters.ts';
import { scanIndent } from './parse-indent.ts';
import { checkNumber } from './parse-numbers.ts';
import { scanString, stringStart } from './parse-scan-strings.ts';
import type { Fail, Level, Scan, Scanning, Token, TokenKind } from './parse-tokens.ts';

/** CPython's limit too. */
const MAX_BRACKETS = 200;

// Space, comments and lines that a backslash continues.
const blank = /(?:[ \t\f]+|\\(?:\r\n?|\n)(?!$)|#[^\r\n]*)+/y;
const lineEnd = /\r\n?|\n/y;
const name = /[\p{XID_Start}_]\p{XID_Continue}*/uy;
const number =
	/0(?:[xX](?:_?[\da-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y;
const operator =
	/\*\*=|\/\/=|>>=|<<=|\.\.\.|\*\*|\/\/|>>|<<|[-+*/%@&|^=!<>:]=|->|[-+*/%@&|^~<>()[\]{},:;.=!?$`]/y;

const openerOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export class Scanner implements Scanning {
	pos = 0;
	readonly tokens: Token[] = [];
	readonly brackets: Token[] = [];
	readonly levels: Level[] = [];
	readonly #pieces: string[] = [];
	#emitted = 0;

	constructor(
		readonly source: string,
		readonly fail: Fail
	) {}

	/** The whole source. Throws PythonError for what Python's own tokenizer refuses. */
	scan(): Scan {
		const { source } = this;
		const nul = source.indexOf('\0');
		if (nul >= 0) this.fail('source code cannot contain null bytes', nul, nul + 1);
		if (source.startsWith('\ufeff')) this.pos = 1;
		scanIndent(this);
		while (this.pos < source.length) this.token();
		this.#endLine(this.pos);
		for (const _ of this.levels) this.add('dedent', this.pos, this.pos);
		this.emit(this.pos, '\n');
		const unclosed = this.brackets.at(-1) ?? null;
		return { tokens: this.tokens, masked: this.#pieces.join(''), unclosed };
	}

	token(): void {
		const { source, pos } = this;
		if (this.match(blank)) return;
		if (this.match(stringStart)) return scanString(this, pos);
		if (this.match(name)) return this.#name(pos);
		if (this.match(number)) return this.#number(pos);
		if (this.match(operator)) return this.#operator(pos);
		if (this.match(lineEnd)) return this.#newline(pos);
		checkCharacter(source, pos, this.fail);
	}

	add(kind: TokenKind, from: number, to: number, shown?: string): Token {
		const text = kind === 'string' ? '' : this.source.slice(from, to);
		const token = { kind, from, to, text, depth: this.brackets.length };
		this.tokens.push(token);
		if (kind !== 'newline') this.emit(from, shown ?? text);
		return token;
	}

	match(pattern: RegExp): boolean {
		pattern.lastIndex = this.pos;
		if (!pattern.test(this.source)) return false;
		this.pos = pattern.lastIndex;
		return true;
	}

	emit(from: number, text: string): void {
		this.#pieces.push(' '.repeat(from - this.#emitted), text);
		this.#emitted = from + text.length;
	}

	open(token: Token): void {
		if (this.brackets.length >= MAX_BRACKETS) {
			this.fail('too many nested parentheses', token.from, token.to, {
				hint: 'give the inner parts names on lines of their own'
			});
		}
		this.brackets.push(token);
	}

	close({ text, from, to }: Token): void {
		const opener = this.brackets.pop();
		if (!opener) return this.fail(`unmatched '${text}'`, from, to);
		if (opener.text === openerOf[text]) return;
		const pair = `closing parenthesis '${text}' does not match opening parenthesis '${opener.text}'`;
		const between = this.source.slice(opener.from, from).match(/\r\n?|\n/g);
		const line = this.fail.locate(opener.from, opener.to).line;
		this.fail(between ? `${pair} on line ${line}` : pair, from, to);
	}

	#name(from: number): void {
		// The grammar still knows Python 2's print statement: under another name it is just a name.
		const print = this.pos - from === 5 && this.source.startsWith('print', from);
		this.add('name', from, this.pos, print ? '_____' : undefined);
	}

	#number(from: number): void {
		checkNumber(this.source, from, this.pos, this.fail);
		// The grammar wants a digit behind the point.
		const shown = this.source.slice(from, this.pos).replace(/\.(?!\d)/, '0');
		this.add('number', from, this.pos, shown);
	}

	#operator(from: number): void {
		const token = this.add('op', from, this.pos);
		if ('([{'.includes(token.text)) this.open(token);
		else if (')]}'.includes(token.text)) this.close(token);
	}

	#newline(from: number): void {
		if (this.brackets.length > 0) return;
		this.#endLine(from);
		scanIndent(this);
	}

	#endLine(at: number): void {
		const last = this.tokens.at(-1)?.kind ?? 'newline';
		const ended = last === 'newline' || last === 'indent' || last === 'dedent';
		if (!ended) this.add('newline', at, this.pos);
	}
}
