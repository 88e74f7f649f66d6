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

export const QUESTIONS = ['formula', 'slope', 'machine', 'stability'] as const;
export type Question = (typeof QUESTIONS)[number];

/** What holds exactly is equal. */
const STABLE = { pass: 'equal', fail: 'different', unknown: 'unknown' } as const;

export function markAt(row: CheckRow, question: Question): Mark {
	return question === 'stability' ? STABLE[row.stability.verdict] : markOf(row[question]);
}

/** One mark for a whole row: the worst news first. */
export function markOfRow(row: CheckRow): Mark {
	const marks = QUESTIONS.map((question) => markAt(row, question));
	if (marks.includes('different')) return 'different';
	if (marks[0] === 'unknown') return 'unknown';
	return marks[0] === 'equal' && marks[2] === 'equal' ? 'equal' : 'rounding';
}

/** Two numbers of the same meaning: the same bits or not. That a difference is rounding is not ours to say. */
export function markOfDifference({ unequal }: Difference): Mark {
	if (unequal === null) return 'unknown';
	return unequal === 0 ? 'equal' : 'different';
}
