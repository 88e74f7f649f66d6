/** Says what is wrong where the grammar stopped: CPython's message where it is certain. */
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
	const index = tokens.findIndex(({ kind, from }) => !isMargin(kind) && from >= stop);
	const token = tokens[index];
	if (unclosed && (!token || token.kind === 'newline' || startsLater(token, unclosed, fail))) {
		const { text, from, to } = unclosed;
		fail(`'${text}' was never closed`, from, to);
	}
	checkIndents(tokens, token?.from ?? Infinity, fail);
	if (!token) return fail('invalid syntax', stop, stop);
	const isEdge = ({ kind }: Token): boolean => isMargin(kind) || kind === 'newline';
	const before = tokens.slice(tokens.slice(0, index).findLastIndex(isEdge) + 1, index);
	const place = { token, before, last: before.at(-1) };
	failStatement(place, fail);
	failExpression(place, fail);
	return fail('invalid syntax', token.from, token.to, { hint: hintFor(place) });
}

function isMargin(kind: Token['kind']): boolean {
	return kind === 'indent' || kind === 'dedent';
}

function startsLater(token: Token, opener: Token, fail: Fail): boolean {
	return fail.locate(token.from, token.to).line > fail.locate(opener.from, opener.to).line;
}

/** Mistakes that are seen from the first word of the statement. */
function failStatement({ token, before, last }: Place, fail: Fail): void {
	const first = before[0];
	if (!first) return;
	if (first.text === 'print' && before.length === 1 && startsOperand(token)) {
		fail("Missing parentheses in call to 'print'. Did you mean print(...)?", first.from, first.to);
	}
	if (!blockWords.has(first.text) || hasColon(before)) return;
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
		fail(
			inCall(place) && last?.kind !== 'name'
				? 'expression cannot contain assignment, perhaps you meant "=="?'
				: "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
			from,
			to
		);
	}
	if (lacksElse(place)) fail("expected 'else' after 'if' expression", from, to);
	const prefixed = last?.kind === 'name' && token.kind === 'string';
	if (token.depth > 0 && endsOperand(last) && startsOperand(token) && !prefixed) {
		fail('invalid syntax. Perhaps you forgot a comma?', from, to);
	}
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

function hasColon(tokens: readonly Token[]): boolean {
	let lambdas = 0;
	for (const { text, depth } of tokens) {
		if (depth > 0) continue;
		if (text === 'lambda') lambdas++;
		else if (text === ':' && lambdas-- === 0) return true;
	}
	return false;
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
	const named = last && keywords.has(last.text) && /^(?:=|\+=|-=|\*=)$/.test(text);
	return named ? `\`${last.text}\` is a word of the language; choose another name` : undefined;
}
