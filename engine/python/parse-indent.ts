/** Indentation, by CPython's rules: tabs count to eights and, to catch mixtures, also as ones. */
import { blockWords, type Fail, type Level, type Scanning, type Token } from './parse-tokens.ts';

/** CPython's limit too. */
const MAX_LEVELS = 100;

const blank = /[ \t\f]*(?=[#\r\n]|$)/y;
const leading = /[ \t\f]*/y;

/** Reads the space that starts a logical line; adds indent and dedent tokens. */
export function scanIndent(scanner: Scanning): void {
	const { source, pos: from, levels, fail } = scanner;
	if (isBlank(source, from)) return;
	scanner.match(leading);
	const to = scanner.pos;
	const here = measure(scanner, from, to);
	const top = levels.at(-1) ?? { column: 0, alternative: 0 };
	if (here.column > top.column) {
		if (here.alternative <= top.alternative) tabError(scanner, from, to);
		if (levels.length >= MAX_LEVELS) {
			fail('too many levels of indentation', from, to, { type: 'IndentationError' });
		}
		levels.push(here);
		scanner.add('indent', to, to);
		return;
	}
	let level = top;
	while (here.column < level.column) {
		levels.pop();
		scanner.add('dedent', to, to);
		level = levels.at(-1) ?? { column: 0, alternative: 0 };
	}
	if (here.column !== level.column) {
		fail('unindent does not match any outer indentation level', to, to + 1, {
			type: 'IndentationError',
			hint: 'start this line in the same column as an earlier line of the block it belongs to'
		});
	}
	if (here.alternative !== level.alternative) tabError(scanner, from, to);
}

function isBlank(source: string, from: number): boolean {
	blank.lastIndex = from;
	return blank.test(source);
}

function measure(scanner: Scanning, from: number, to: number): Level {
	let column = 0;
	let alternative = 0;
	let start = from;
	for (let at = from; at < to; at++) {
		const character = scanner.source[at];
		column = character === '\t' ? (Math.floor(column / 8) + 1) * 8 : column + 1;
		alternative++;
		if (character === '\f') {
			column = alternative = 0;
			start = at + 1;
		}
	}
	// The grammar sees the line before end here. A form feed starts a line anew.
	if (scanner.tokens.length > 0) scanner.emit(start - 1, '\n');
	scanner.emit(start, scanner.source.slice(start, to));
	return { column, alternative };
}

function tabError(scanner: Scanning, from: number, to: number): never {
	return scanner.fail('inconsistent use of tabs and spaces in indentation', from, to, {
		type: 'TabError',
		hint: 'indent with spaces only'
	});
}

/** Throws for the first line up to offset `limit` that is indented without need, or not at all. */
export function checkIndents(tokens: readonly Token[], limit: number, fail: Fail): void {
	let header: Token | null = null;
	let first: Token | null = null;
	let last: Token | null = null;
	let indented = false;
	for (const token of tokens) {
		if (token.from > limit) return;
		if (token.kind === 'newline') {
			header = last?.text === ':' && first && blockWords.has(first.text) ? first : null;
			first = last = null;
			indented = false;
		} else if (token.kind === 'indent') {
			if (!header) unexpectedIndent(token, fail);
			indented = true;
		} else if (token.kind !== 'dedent') {
			if (!first && header && !indented) missingBlock(header, token, fail);
			first ??= token;
			last = token;
		}
	}
	const end = tokens.at(-1);
	if (header && end) missingBlock(header, end, fail);
}

function unexpectedIndent({ from }: Token, fail: Fail): never {
	return fail('unexpected indent', from, from + 1, {
		type: 'IndentationError',
		hint: 'start this line in the same column as the line above it'
	});
}

function missingBlock({ text, from, to }: Token, next: Token, fail: Fail): never {
	const { line } = fail.locate(from, to);
	const block = text === 'async' ? 'def' : text;
	const what =
		{ def: 'function definition', class: 'class definition' }[block] ?? `'${block}' statement`;
	return fail(`expected an indented block after ${what} on line ${line}`, next.from, next.to, {
		type: 'IndentationError',
		hint: 'indent the lines that belong to it by four spaces'
	});
}
