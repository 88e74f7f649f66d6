/** Number literals: Python's rules for what may follow one, and its value. */
import type { Expression } from './ast.ts';
import type { Span } from '../graph.ts';
import type { Fail } from './parse-tokens.ts';

/** CPython's limit on decimal digits; longer ones would take quadratic time. */
const MAX_DIGITS = 4300;

const radixNames: Readonly<Record<string, string>> = { x: 'hexadecimal', o: 'octal', b: 'binary' };
const word = /[\p{XID_Continue}]+/uy;

/** Refuses `1abc`, `0x`, `1__0`, `012`, as Python does. */
export function checkNumber(source: string, from: number, to: number, fail: Fail): void {
	const text = source.slice(from, to);
	word.lastIndex = to;
	const tail = word.exec(source)?.[0] ?? '';
	if (tail !== '' && !/^(?:and|else|for|if|in|is|not|or)$/.test(tail)) {
		const radix = /^0[xob]/i.test(text + tail) ? (text + tail)[1]?.toLowerCase() : undefined;
		const kind =
			radix === undefined ? (/j$/i.test(text) ? 'imaginary' : 'decimal') : radixNames[radix];
		const digit = /^[xob]?_?(\d)/i.exec(tail)?.[1];
		const message =
			digit !== undefined && radix !== undefined && radix !== 'x'
				? `invalid digit '${digit}' in ${kind} literal`
				: `invalid ${kind} literal`;
		const hint = radix === undefined ? 'a name cannot start with a digit' : undefined;
		fail(message, from, to + tail.length, { hint: tail.startsWith('_') ? undefined : hint });
	}
	if (/^0[\d_]*[1-9][\d_]*$/.test(text)) {
		fail(
			'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
			from,
			to
		);
	}
	const digits = /^\d[\d_]*$/.test(text) ? text.replaceAll('_', '').length : 0;
	if (digits > MAX_DIGITS) {
		fail(
			`Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion: value has ${digits} digits`,
			from,
			to,
			{ hint: 'write it in hexadecimal' }
		);
	}
}

/** The value of a checked literal. Complex numbers are not part of the language. */
export function readNumber(literal: string, at: Span, fail: Fail): Expression {
	const text = literal.replaceAll('_', '');
	const radix = /^0[xob]/i.test(text);
	if (!radix && /j$/i.test(text)) {
		fail('complex numbers are not part of the language here yet', at.from, at.to, {
			type: 'NotSupportedError',
			hint: 'keep the real and the imaginary part in two variables'
		});
	}
	if (!radix && !/^\d+$/.test(text)) return { kind: 'Number', value: Number(text), int: false, at };
	const exact = BigInt(radix ? text : text.replace(/^0+(?=\d)/, ''));
	const value = Number(exact);
	if (Number.isSafeInteger(value)) return { kind: 'Number', value, int: true, at };
	return { kind: 'Number', value, int: true, exact, at };
}
