/** Says what is wrong where the grammar stopped: CPython's message where it is certain. */
import { didYouMean } from './nearest.ts';
import { checkIndents } from './parse-indent.ts';
import { blockWords, keywords, type Fail, type Scan, type Token } from './parse-tokens.ts';

/** The token at fault, and those before it on its logical line. */
interface Place {
	readonly token: Token;
	readonly before: readonly Token[];
	readonly last: Token | undefined;
}

/** Throws the error for a grammar that stopped at offset `stop`. */
export function failAt(scan: Scan, stop: number, fail: Fail): never {
	const { tokens, unclosed } = scan;
	const index = tokenAt(scan, stop);
	const token = tokens[index];
	if (unclosed && (!token || token.kind === 'newline' || startsLater(token, unclosed, fail))) {
		const { text, from, to } = unclosed;
		fail(`'${text}' was never closed`, from, to);
	}
	checkIndents(tokens, token?.from ?? Infinity, fail);
	if (!token) return fail('invalid syntax', stop, stop);
	const isEdge = ({ kind }: Token): boolean => isMargin(kind) || kind === 'newline';
	const line = tokens.slice(tokens.slice(0, index).findLastIndex(isEdge) + 1, index);
	const before = statementOf(line);
	const place = { token, before, last: before.at(-1) };
	failUnsupported(place, fail);
	failStatement(place, fail);
	failExpression(place, fail);
	return fail('invalid syntax', token.from, token.to, { hint: hintFor(place) });
}

/** The index of the token that the grammar could not take. */
function tokenAt({ tokens, masked }: Scan, stop: number): number {
	const at = stop + masked.slice(stop).search(/[^ \t]|$/);
	if (masked[at] === '\n') {
		return tokens.findLastIndex(({ kind, from }) => kind === 'newline' && from <= at);
	}
	return tokens.findIndex(({ kind, to }) => !isMargin(kind) && kind !== 'newline' && to > at);
}

function isMargin(kind: Token['kind']): boolean {
	return kind === 'indent' || kind === 'dedent';
}

function startsLater(token: Token, opener: Token, fail: Fail): boolean {
	return fail.locate(token.from, token.to).line > fail.locate(opener.from, opener.to).line;
}

/** The tokens of the last statement: behind `;`, or behind the colon of `if a: b`. */
function statementOf(line: readonly Token[]): readonly Token[] {
	const start = line.findLastIndex(({ text, depth }) => text === ';' && depth === 0) + 1;
	const statement = line.slice(start);
	const colon = blockWords.has(statement[0]?.text ?? '') ? colonOf(statement) : -1;
	return colon >= 0 && colon < statement.length - 1 ? statement.slice(colon + 1) : statement;
}

/** Valid Python that the grammar does not know. */
function failUnsupported({ token, before, last }: Place, fail: Fail): void {
	const type = 'NotSupportedError';
	if (last?.text === 'yield' && (token.kind === 'newline' || token.text === ')')) {
		const message = '`yield` is not part of the language here yet';
		fail(message, last.from, last.to, { type, hint: 'return a list' });
	}
	const target = before.findLast(({ text }) => text === 'as');
	if (before[0]?.text !== 'with' || (token.text !== 'as' && !target)) return;
	if (token.text === 'as' || /^[.([]$/.test(token.text)) {
		const message = 'only `with … as name:` is part of the language here yet';
		fail(message, token.from, token.to, { type, hint: 'leave out the parentheses' });
	}
}

/** Mistakes that are seen from the first word of the statement. */
function failStatement({ token, before, last }: Place, fail: Fail): void {
	const first = before[0];
	if (!first) return;
	if (/^(?:print|exec)$/.test(first.text) && before.length === 1 && startsOperand(token)) {
		const message = `Missing parentheses in call to '${first.text}'. Did you mean ${first.text}(...)?`;
		fail(message, first.from, first.to);
	}
	if (!blockWords.has(first.text) || colonOf(before) >= 0) return;
	const bare = before.length === 1;
	if (first.text === 'def' && before.length === 2) fail("expected '('", token.from, token.to);
	if (/^(?:else|try|finally)$/.test(first.text)) {
		const hint = token.text === 'if' ? 'write elif' : undefined;
		if (bare) fail("expected ':'", token.from, token.to, { hint });
		return;
	}
	const whole =
		first.text !== 'for' || before.some(({ text, depth }) => text === 'in' && depth === 0);
	if (token.kind === 'newline' && !bare && endsOperand(last) && whole) {
		fail("expected ':'", token.from, token.to, {
			hint: `end the \`${first.text}\` line with a colon`
		});
	}
}

function failExpression(place: Place, fail: Fail): void {
	const { token, before, last } = place;
	const { from, to } = token;
	const first = before[0]?.text ?? '';
	if (token.text === '=' && (token.depth > 0 || /^(?:if|elif|while)$/.test(first))) {
		const constant = /^(?:None|True|False)$/.exec(last?.text ?? '');
		if (constant && inCall(place)) fail(`cannot assign to ${constant[0]}`, from, to);
		const plain = last?.kind === 'name' && before.at(-2)?.text !== '.';
		const message =
			inCall(place) && !plain
				? 'expression cannot contain assignment, perhaps you meant "=="?'
				: "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
		fail(message, from, to);
	}
	if (lacksElse(place)) fail("expected 'else' after 'if' expression", from, to);
	if (token.text === 'for' && listsElements(place)) {
		fail('did you forget parentheses around the comprehension target?', from, to);
	}
	const prefixed = last?.kind === 'name' && token.kind === 'string';
	if (token.depth > 0 && endsOperand(last) && startsOperand(token) && !prefixed) {
		fail('invalid syntax. Perhaps you forgot a comma?', from, to);
	}
}

/** `[a, b` before a `for`. */
function listsElements({ token: { depth }, before }: Place): boolean {
	const opener = before.findLastIndex(
		(token) => token.depth === depth - 1 && /^[[{]$/.test(token.text)
	);
	const inside = before.slice(opener + 1);
	return opener >= 0 && inside.some((token) => token.depth === depth && token.text === ',');
}

/** Whether the innermost open bracket is that of a call. */
function inCall({ token, before }: Place): boolean {
	const opener = before.findLastIndex(
		({ depth, text }) => depth === token.depth - 1 && text === '('
	);
	return opener > 0 && endsOperand(before[opener - 1]);
}

/** `a if b` that ends without `else`, in its own brackets. */
function lacksElse({ token, before, last }: Place): boolean {
	if (token.kind !== 'newline' && !/^[)\]},]$/.test(token.text)) return false;
	if (!endsOperand(last)) return false;
	const same = before.filter(({ depth }, index) => depth === token.depth && index > 0);
	const word = same.findLast(({ text }) => /^(?:if|else|for|[[({,:=])$/.test(text));
	return word?.text === 'if' && !same.some(({ text }) => text === 'for');
}

/** Where the colon is that ends the head of a block; -1 if there is none. */
function colonOf(tokens: readonly Token[]): number {
	let lambdas = 0;
	return tokens.findIndex(({ text, depth }) => {
		if (depth > 0) return false;
		if (text === 'lambda') lambdas++;
		return text === ':' && lambdas-- === 0;
	});
}

function startsOperand({ kind, text }: Token): boolean {
	if (kind === 'name') return !keywords.has(text) || /^(?:None|True|False|lambda)$/.test(text);
	return kind === 'number' || kind === 'string';
}

function endsOperand(token: Token | undefined): boolean {
	if (!token) return false;
	const { kind, text } = token;
	if (kind === 'name') return !keywords.has(text) || /^(?:None|True|False)$/.test(text);
	return kind === 'number' || kind === 'string' || /^[)\]}]$/.test(text);
}

/** What a newcomer from other languages may have meant. */
function hintFor({ token, before, last }: Place): string | undefined {
	const { text, kind } = token;
	const pair = `${last?.text ?? ''}${text}`;
	if (pair === '&&' || pair === '||') return `write ${pair === '&&' ? '`and`' : '`or`'}`;
	if (text === '!') return 'write `not`';
	const doubled = before.at(-2)?.text;
	if (kind === 'newline' && last && last.text === doubled && /^[-+]$/.test(doubled)) {
		return `Python has no ${doubled}${doubled}; write ${doubled}= 1`;
	}
	if (keywords.has(text) && (text === before[0]?.text || before.length === 0)) {
		const opens = /^(?:elif|else|except|finally)$/.test(text);
		return opens ? `\`${text}\` needs the block it belongs to right above it` : undefined;
	}
	if (before.length === 1 && last?.kind === 'name' && !keywords.has(last.text)) {
		const word = didYouMean(last.text, keywords, (found) => `\`${found}\``);
		if (word) return word;
	}
	const named = last && keywords.has(last.text) && /^(?:=|\+=|-=|\*=)$/.test(text);
	return named ? `\`${last.text}\` is a word of the language; choose another name` : undefined;
}
