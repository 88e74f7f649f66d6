// The words of the catalogue for what the slope lab shows.
import type { Precision, SlopeLab, SlopeStep } from '#engine';
import { m } from '#messages';
import { stepText } from '#scene/error-plot.ts';
import { formatInteger, formatNumber } from '#scene/format.ts';
import { bestStep, settledSlope, type SecantVerdict, type Spoiler } from '#state/secant-verdict.ts';

/** As in the check: equal, equal but for what is explained, different, cannot tell. */
const GLYPHS: Readonly<Record<Spoiler, string>> = {
	exact: '=',
	rounding: '≈',
	bend: '≈',
	kink: '≠',
	wrong: '≠',
	stuck: '?',
	same: '?',
	'not-finite': '?'
};

export function verdictGlyph({ spoiler, digits }: SecantVerdict): string {
	return digits === 0 && spoiler === 'rounding' ? '?' : GLYPHS[spoiler];
}

export function verdictWords({ spoiler, digits }: SecantVerdict, { flips }: SlopeStep): string {
	const right = digitsWord(digits);
	switch (spoiler) {
		case 'exact':
			return m.lab_exact();
		case 'stuck':
			return m.lab_stuck();
		case 'same':
			return m.lab_same();
		case 'rounding':
			return m.lab_rounding({ right });
		case 'bend':
			return m.lab_bend({ right });
		case 'kink':
			return m.lab_flips({ right, flips: formatInteger(flips) });
		case 'wrong':
			return m.lab_wrong();
		case 'not-finite':
			return m.lab_not_finite();
	}
}

function digitsWord(digits: number): string {
	if (digits === 0) return m.lab_digits_none();
	return digits === 1 ? m.lab_digits_one() : m.lab_digits({ digits });
}

/** What a reader who cannot see the page hears of a step. */
export function spoken(precision: Precision, step: SlopeStep, verdict: SecantVerdict): string {
	const { slope } = step[precision];
	return m.lab_spoken({
		precision,
		slope: slope === null ? m.lab_no_slope() : formatNumber(slope, 6),
		verdict: verdictWords(verdict, step)
	});
}

/** The curve in words: where each precision sees best, and where a kink is. */
export function describeCurve(lab: SlopeLab): string {
	return [m.lab_curve(), bestOf(lab, 'float32'), bestOf(lab, 'float64'), kinkOf(lab)].join(' ');
}

/** What is to be learnt from this weight. */
export function lessonOf(lab: SlopeLab): string {
	const settled = settledSlope(lab);
	if (settled !== null) return m.lab_lesson_wrong({ slope: formatNumber(settled, 6) });
	if (lab.kink === 0) return m.lab_lesson_kink();
	const isBent = lab.steps.some(({ truncation }) => truncation !== null);
	const why = isBent ? m.lab_lesson_bent() : m.lab_lesson_straight();
	return [bestOf(lab, 'float32'), bestOf(lab, 'float64'), why].join(' ');
}

function bestOf(lab: SlopeLab, precision: Precision): string {
	const best = bestStep(lab, precision);
	if (!best) return m.lab_best_none({ precision });
	if (best.digits === Infinity) return m.lab_best_exact({ precision, step: stepText(best.step) });
	const words = { precision, step: stepText(best.step) };
	return best.digits === 1 ? m.lab_best_one(words) : m.lab_best({ ...words, digits: best.digits });
}

function kinkOf({ kink }: SlopeLab): string {
	if (kink === null) return m.lab_kink_none();
	return kink === 0 ? m.lab_kink_here() : m.lab_kink({ step: stepText(kink) });
}
