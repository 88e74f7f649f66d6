/** Strings and f-strings in the scanner: where they end, and which brackets their fields open. */
import type { Scanning } from './parse-tokens.ts';

export const stringStart = /(?:[bBuU]|[bB]?[rR]|[rR][bB]|[fF][rR]?|[rR][fF])?(?:'''|"""|'|")/y;

interface Literal {
	readonly from: number;
	readonly quote: string;
	readonly raw: boolean;
}

/** Reads the string whose prefix and opening quote lie between `from` and the scanner. */
export function scanString(scanner: Scanning, from: number): void {
	const start = scanner.source.slice(from, scanner.pos);
	const quote = start.replace(/^\w+/, '');
	const literal = { from, quote, raw: /^\w*r/i.test(start) };
	if (/^\w*f/i.test(start)) return scanFormat(scanner, literal);
	const body = scanner.pos;
	const end = findEnd(scanner, literal);
	scanner.pos = end + quote.length;
	scanner.add('string', from, scanner.pos, start + 'x'.repeat(end - body) + quote);
}

/** Where the closing quote starts. */
function findEnd(scanner: Scanning, literal: Literal): number {
	const { source } = scanner;
	const { quote } = literal;
	for (let at = scanner.pos; at < source.length; at++) {
		const character = source[at];
		if (character === '\\') at += source.startsWith('\r\n', at + 1) ? 2 : 1;
		else if (quote.length === 1 && isLineEnd(character)) return unterminated(scanner, literal, at);
		else if (character === quote[0] && source.startsWith(quote, at)) return at;
	}
	return unterminated(scanner, literal, source.replace(/(?:\r\n?|\n)$/, '').length);
}

/** An f-string: its text is hidden from the grammar, its fields are ordinary tokens in `{` `}`. */
function scanFormat(scanner: Scanning, literal: Literal): void {
	const { quote, from } = literal;
	scanner.add('string', from, scanner.pos, scanner.source.slice(from, scanner.pos));
	for (;;) {
		const stop = scanText(scanner, literal, false);
		if (stop === '{') scanField(scanner, literal);
		else if (stop === '}') {
			scanner.fail("f-string: single '}' is not allowed", scanner.pos, scanner.pos + 1, {
				hint: 'write }} for a brace in the text'
			});
		} else break;
	}
	scanner.emit(scanner.pos, quote);
	scanner.pos += quote.length;
}

/** Reads text up to a brace or the closing quote (''), which it leaves. */
function scanText(scanner: Scanning, literal: Literal, inFormat: boolean): '{' | '}' | '' {
	const { source, pos: from } = scanner;
	const { quote, raw } = literal;
	const stopAt = (at: number): void => {
		scanner.emit(from, 'x'.repeat(at - from));
		scanner.pos = at;
	};
	for (let at = from; at < source.length; at++) {
		const character = source[at];
		if (character === '{' || character === '}') {
			if (!inFormat && source[at + 1] === character) at++;
			else return (stopAt(at), character);
		} else if (character === quote[0] && source.startsWith(quote, at)) return (stopAt(at), '');
		else if (quote.length === 1 && isLineEnd(character)) return unterminated(scanner, literal, at);
		else if (character === '\\') at = skipEscape(source, at, raw);
	}
	return unterminated(scanner, literal, source.replace(/(?:\r\n?|\n)$/, '').length);
}

/** The last offset of the escape at `at`; a brace is never escaped, but may belong to \N{…}. */
function skipEscape(source: string, at: number, raw: boolean): number {
	const next = source[at + 1];
	if (next === '{' || next === '}') return at;
	if (!raw && source.startsWith('N{', at + 1)) {
		const end = source.indexOf('}', at);
		return end < 0 ? at + 1 : end;
	}
	return at + (source.startsWith('\r\n', at + 1) ? 2 : 1);
}

/** A replacement field, from `{` to behind its `}`. */
function scanField(scanner: Scanning, literal: Literal): void {
	const { source, brackets, pos: from, fail } = scanner;
	const quote = literal.quote;
	scanner.pos++;
	scanner.open(scanner.add('op', from, scanner.pos));
	const depth = brackets.length;
	const first = /[ \t\f\r\n]*(!(?!=)|[}:=])/y;
	first.lastIndex = scanner.pos;
	if (first.test(source)) {
		const bang = source[first.lastIndex - 1] === '!';
		const message = bang ? "expression required before '!'" : 'empty expression not allowed';
		fail(`f-string: ${message}`, from, first.lastIndex);
	}
	while (scanner.pos < source.length) {
		const inside = brackets.length > depth;
		if (!inside && source.startsWith(':', scanner.pos)) {
			scanner.pos++;
			scanner.add('op', scanner.pos - 1, scanner.pos);
			return scanSpec(scanner, literal, from);
		}
		if (!inside && source.startsWith(quote, scanner.pos) && closesString(scanner, quote)) break;
		if (!inside && scanner.match(/!(?!=)/y)) {
			const at = scanner.add('op', scanner.pos - 1, scanner.pos);
			if (!/^[rsa](?!\w)/.test(source.slice(scanner.pos, scanner.pos + 2))) {
				const expected = "invalid conversion character: expected 's', 'r', or 'a'";
				fail(`f-string: ${expected}`, at.from, at.to);
			}
			continue;
		}
		scanner.token();
		if (brackets.length < depth) return;
	}
	if (brackets.length > depth) return;
	fail("f-string: expecting '}'", from, from + 1);
}

/** Whether the quote here has no partner on its line, and so must end the f-string. */
function closesString(scanner: Scanning, quote: string): boolean {
	const rest = scanner.source.slice(scanner.pos + quote.length, scanner.pos + 2000);
	const line = quote.length === 1 ? (rest.split(/[\r\n]/, 1)[0] ?? '') : rest;
	return !line.includes(quote);
}

/** A format specification, behind the colon, to behind the field's `}`. */
function scanSpec(scanner: Scanning, literal: Literal, field: number): void {
	for (;;) {
		const stop = scanText(scanner, literal, true);
		if (stop === '') scanner.fail("f-string: expecting '}'", field, field + 1);
		if (stop === '{') {
			scanField(scanner, literal);
			continue;
		}
		scanner.pos++;
		scanner.close(scanner.add('op', scanner.pos - 1, scanner.pos));
		return;
	}
}

function isLineEnd(character: string | undefined): boolean {
	return character === '\n' || character === '\r';
}

/** `end`: where the line or the source ends without the quote. */
function unterminated({ fail }: Scanning, { from, quote }: Literal, end: number): never {
	const { line } = fail.locate(end, end);
	const [kind, close] =
		quote.length === 1
			? ['string', 'the same quote on the same line']
			: ['triple-quoted string', 'three quotes'];
	const message = `unterminated ${kind} literal (detected at line ${line})`;
	return fail(message, from, from + quote.length, { hint: `close the text with ${close}` });
}
