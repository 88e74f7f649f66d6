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

const space = /[ \t\f]+/y;
const comment = /#[^\r\n]*/y;
const lineEnd = /\r\n?|\n/y;
const name = /[\p{XID_Start}_]\p{XID_Continue}*/uy;
const number =
	/0(?:[xX](?:_?[\da-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y;
const operator =
	/\*\*=|\/\/=|>>=|<<=|\.\.\.|\*\*|\/\/|>>|<<|[-+*/%@&|^=!<>:]=|->|[-+*/%@&|^~<>()[\]{},:;.=!?$`]/y;
const continuation = /\\(?:\r\n?|\n)/y;

const openerOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export class Scanner implements Scanning {
	pos = 0;
	readonly tokens: Token[] = [];
	readonly brackets: Token[] = [];
	readonly levels: Level[] = [];
	readonly #pieces: string[] = [];
	#copied = 0;

	constructor(
		readonly source: string,
		readonly fail: Fail
	) {}

	/** The whole source. Throws PythonError for what Python's own tokenizer refuses. */
	scan(): Scan {
		const { source } = this;
		const nul = source.indexOf('\0');
		if (nul >= 0) this.fail('source code cannot contain null bytes', nul, nul + 1);
		if (source.startsWith('\ufeff')) this.mask(0, (this.pos = 1), ' ');
		scanIndent(this);
		while (this.pos < source.length) this.token();
		this.#endLine(this.pos);
		for (const _ of this.levels) this.add('dedent', this.pos, this.pos);
		this.#pieces.push(source.slice(this.#copied), '\n');
		const unclosed = this.brackets.at(-1) ?? null;
		return { tokens: this.tokens, masked: this.#pieces.join(''), unclosed };
	}

	token(): void {
		const { source, pos } = this;
		if (this.match(space)) {
			const text = source.slice(pos, this.pos);
			if (text.includes('\f')) this.mask(pos, this.pos, ' '.repeat(text.length));
			return;
		}
		if (this.match(stringStart)) return scanString(this, pos);
		if (this.match(name)) return this.#name(pos);
		if (this.match(number)) return this.#number(pos);
		if (this.match(operator)) return this.#operator(pos);
		if (this.match(lineEnd)) return this.#newline(pos);
		if (this.match(comment)) return this.mask(pos, this.pos, ' '.repeat(this.pos - pos));
		if (this.match(continuation)) return this.#continuation(pos);
		checkCharacter(source, pos, this.fail);
	}

	add(kind: TokenKind, from: number, to: number): Token {
		const text = kind === 'string' ? '' : this.source.slice(from, to);
		const token = { kind, from, to, text, depth: this.brackets.length };
		this.tokens.push(token);
		return token;
	}

	match(pattern: RegExp): boolean {
		pattern.lastIndex = this.pos;
		if (!pattern.test(this.source)) return false;
		this.pos = pattern.lastIndex;
		return true;
	}

	mask(from: number, to: number, text: string): void {
		this.#pieces.push(this.source.slice(this.#copied, from), text);
		this.#copied = to;
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
		const { text } = this.add('name', from, this.pos);
		// The grammar still knows Python 2's print statement: a masked name is just a name.
		if (text === 'print') this.mask(from, this.pos, '_____');
	}

	#number(from: number): void {
		checkNumber(this.source, from, this.pos, this.fail);
		this.add('number', from, this.pos);
	}

	#operator(from: number): void {
		const token = this.add('op', from, this.pos);
		if ('([{'.includes(token.text)) this.open(token);
		else if (')]}'.includes(token.text)) this.close(token);
	}

	#newline(from: number): void {
		const length = this.pos - from;
		if (this.source[from] === '\r') this.mask(from, this.pos, length === 2 ? ' \n' : '\n');
		if (this.brackets.length > 0) return;
		this.#endLine(from);
		scanIndent(this);
	}

	#endLine(at: number): void {
		const last = this.tokens.at(-1)?.kind ?? 'newline';
		const ended = last === 'newline' || last === 'indent' || last === 'dedent';
		if (!ended) this.add('newline', at, this.pos);
	}

	#continuation(from: number): void {
		const length = this.pos - from;
		if (this.source[from + 1] === '\r') this.mask(from, this.pos, ' \\\n'.slice(3 - length));
		if (this.pos === this.source.length) this.fail('unexpected EOF while parsing', from, this.pos);
	}
}
