/** The number of a cell as text to be changed, and back. */
import { shortestFloat32 } from '#engine/shortest.ts';

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
	return String(shortestFloat32(value));
}

/** What was typed, if a float32 can hold it. */
export function readCell(text: string): CellReading {
	if (text.trim() === '') return { value: null, problem: 'empty' };
	const value = parseNumber(text);
	if (Number.isNaN(value)) return { value: null, problem: 'not-a-number' };
	if (!Number.isFinite(Math.fround(value))) return { value: null, problem: 'infinite' };
	return { value, problem: null };
}
