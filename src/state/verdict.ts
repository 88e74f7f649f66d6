/** Verdicts in the four words that the reader gets. */
import type { Answer, CheckRow, Difference } from '#engine';

/** Equal bit for bit; equal up to rounding; different; cannot tell. */
export type Mark = 'equal' | 'rounding' | 'different' | 'unknown';

export const GLYPHS: Readonly<Record<Mark, string>> = {
	equal: '=',
	rounding: '≈',
	different: '≠',
	unknown: '?'
};

/** `equal` only where every entry was compared and none was off at all. */
export function markOf({ verdict, worst, compared, total }: Answer): Mark {
	if (verdict === 'fail') return 'different';
	if (verdict === 'unknown') return 'unknown';
	const exact = worst === null || worst.got === worst.expected;
	return exact && compared === total ? 'equal' : 'rounding';
}

/** One mark for a whole row: the worst news first. */
export function markOfRow({ formula, slope, machine }: CheckRow): Mark {
	const marks = [formula, slope, machine].map(markOf);
	if (marks.includes('different')) return 'different';
	if (marks[0] === 'unknown') return 'unknown';
	return marks[0] === 'equal' && marks[2] === 'equal' ? 'equal' : 'rounding';
}

/** Two numbers of the same meaning: the same bits or not. That a difference is rounding is not ours to say. */
export function markOfDifference({ unequal }: Difference): Mark {
	if (unequal === null) return 'unknown';
	return unequal === 0 ? 'equal' : 'different';
}
