/** Arithmetic on sizes and other whole numbers, which Python does beside the tensors: `x.shape[0] * 2`. */
import { itemsOf, type Call, type Made, type Value } from '../call.ts';

type Sign = '+' | '-' | '*' | '//' | '==';

const FOLD: Readonly<Record<Sign, (a: number, b: number) => number>> = {
	'+': (a, b) => a + b,
	'-': (a, b) => a - b,
	'*': (a, b) => a * b,
	'//': (a, b) => Math.trunc(a / b),
	'==': (a, b) => Number(a === b)
};

/** Null unless both operands are whole numbers known before the run, and one of them is a size. */
export function wholeArithmetic(c: Call, sign: Sign): Made | null {
	const values = [c.value(0), c.value(1)];
	if (!values.some(({ kind }) => kind === 'list')) return null;
	const [a, b] = values.map(itemsOf);
	if (!a || !b) return null;
	const length = Math.max(a.length, b.length);
	const items = Array.from({ length }, (_, i) =>
		combined(a[a.length === 1 ? 0 : i], sign, b[b.length === 1 ? 0 : i])
	);
	if (items.includes(null)) return null;
	return { value: { kind: 'list', items: items as string[], isScalar: values.every(isScalar) } };
}

function combined(a: string, sign: Sign, b: string): string | null {
	if (isLiteral(a) && isLiteral(b)) return String(FOLD[sign](Number(a), Number(b)));
	if (sign === '==')
		return a === b
			? '1'
			: isLiteral(a) && Number(a) < 0
				? '0'
				: isLiteral(b) && Number(b) < 0
					? '0'
					: null;
	return `${bracketed(a)} ${sign} ${bracketed(b)}`;
}

export const isLiteral = (text: string) => /^-?\d+$/.test(text);

/** An operand of whichever operator. */
function bracketed(text: string): string {
	return /\s|^-/.test(text) ? `(${text})` : text;
}

function isScalar(value: Value): boolean {
	return value.kind === 'list'
		? value.isScalar
		: value.kind === 'held' && value.tensor.shape.length === 0;
}

export const listOf = (items: readonly string[], isScalar = false): Made => ({
	value: { kind: 'list', items, isScalar }
});

/** `(2, 3)`, `(2,)`. */
export function tuple(items: readonly (string | number)[]): string {
	return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}
