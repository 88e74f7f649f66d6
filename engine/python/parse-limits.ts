/** Limits that keep the grammar and every later recursion over an expression far from the stack's end. */
import type { Fail, Token } from './parse-tokens.ts';

/** The most operators, calls and brackets between two commas, those around them included. */
export const MAX_OPERATORS = 300;

/** The most levels that blocks, brackets and operators may nest together. */
export const MAX_DEPTH = 500;

/** The most characters of a source: some hundred times the longest lesson. */
export const MAX_SOURCE = 1 << 17;

const words = new Set(['or', 'and', 'not', 'if', 'lambda', 'in', 'is', 'for', 'await']);

interface Level {
	count: number;
	/** A lambda goes on behind a comma. */
	lambda: boolean;
}

/**
 * Throws for an expression of more than MAX_OPERATORS. How deeply a chain nests shows only in its
 * tree, and the grammar gives up long chains silently, so what could nest is counted beforehand.
 */
export function checkOperators(tokens: readonly Token[], fail: Fail): void {
	let levels: Level[] = [{ count: 0, lambda: false }];
	let total = 0;
	for (const token of tokens) {
		const { kind, text } = token;
		const level = levels.at(-1);
		if (!level || kind === 'newline' || text === ';') {
			levels = [{ count: 0, lambda: false }];
			total = 0;
		} else if (text === ',' && !level.lambda) {
			total -= level.count;
			level.count = 0;
		} else if (kind === 'op' && /^[)\]}]$/.test(text)) {
			total -= level.count;
			levels.pop();
		} else if (kind === 'name' ? words.has(text) : kind === 'op' && /[^,:;]/.test(text)) {
			level.count++;
			level.lambda ||= text === 'lambda';
			if (++total > MAX_OPERATORS) tooDeep(token.from, token.to, fail);
			if (/^[([{]$/.test(text)) levels.push({ count: 0, lambda: false });
		}
	}
}

/** Throws for a source of more than MAX_SOURCE characters. */
export function checkLength({ length }: string, fail: Fail): void {
	if (length <= MAX_SOURCE) return;
	fail(`source too long: ${length} characters, ${MAX_SOURCE} at most`, MAX_SOURCE, length);
}

/** Ends the parse of something that nests too deeply. */
export function tooDeep(from: number, to: number, fail: Fail): never {
	return fail('nested too deeply, or too many operators in one expression', from, to, {
		hint: 'split it: give the parts names on lines of their own'
	});
}
