/** The number of a cell as text to be changed, and back. */

export type CellReading =
	| { readonly value: number; readonly problem: null }
	| { readonly value: null; readonly problem: 'empty' | 'not-a-number' | 'infinite' };

/** A number as people type it: a true minus sign and grouping spaces are as good as plain ones. */
export function parseNumber(text: string): number {
	const plain = text.trim().replaceAll('−', '-').replace(/[\s_]/g, '');
	return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/** The shortest text that float32 reads as `value`. */
export function exactText(value: number): string {
	for (let digits = 1; digits < 9; digits++) {
		const short = Number(value.toPrecision(digits));
		if (Object.is(Math.fround(short), Math.fround(value))) return String(short);
	}
	return String(Number(value.toPrecision(9)));
}

/** What was typed, if a float32 can hold it. */
export function readCell(text: string): CellReading {
	if (text.trim() === '') return { value: null, problem: 'empty' };
	const value = parseNumber(text);
	if (Number.isNaN(value)) return { value: null, problem: 'not-a-number' };
	if (!Number.isFinite(Math.fround(value))) return { value: null, problem: 'infinite' };
	return { value, problem: null };
}
