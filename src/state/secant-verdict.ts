/** What a measured slope is worth at one step, and what spoils it most. */
import type { Precision, SlopeLab, SlopeStep } from '#engine';

/**
 * `stuck`: the weight does not move. `same`: the two losses are one number. `rounding`: what is wrong
 * is their last digits. `bend`: the loss curves within the step. `kink`: a branch changes within it.
 * `wrong`: nothing explains it, so that the claimed gradient is not the slope. `exact`: nothing is off.
 */
export type Spoiler =
	'stuck' | 'same' | 'rounding' | 'bend' | 'kink' | 'wrong' | 'exact' | 'not-finite';

export interface SecantVerdict {
	readonly spoiler: Spoiler;
	/** Leading digits of the slope that are right. */
	readonly digits: number;
}

export function judgeSecant(lab: SlopeLab, step: SlopeStep, precision: Precision): SecantVerdict {
	const { slope, error, plus, minus, grain } = step[precision];
	if (slope === null || error === null) return { spoiler: 'stuck', digits: 0 };
	if (!Number.isFinite(error)) return { spoiler: 'not-finite', digits: 0 };
	if (error === 0) return { spoiler: 'exact', digits: Infinity };
	const digits = Math.max(0, Math.floor(Math.log10(Math.abs(lab.gradient) / error)));
	if (plus === minus) return { spoiler: 'same', digits };
	const other = beyondRounding(lab, step);
	return { spoiler: other && other.size > grain ? other.spoiler : 'rounding', digits };
}

/** What float64, whose rounding is the smallest, shows to be wrong besides. */
function beyondRounding(
	{ gradientError }: SlopeLab,
	{ float64, truncation, limit, flips }: SlopeStep
): { readonly spoiler: Spoiler; readonly size: number } | null {
	const size = float64.error;
	if (size === null || !(size > float64.rounding + gradientError)) return null;
	if (flips > 0) return { spoiler: 'kink', size };
	if (limit !== null && size > limit + gradientError) return { spoiler: 'wrong', size };
	return truncation === null ? null : { spoiler: 'bend', size };
}

/** The rung with the most right digits, and how many that are; null where no step gives a digit. */
export function bestStep(
	lab: SlopeLab,
	precision: Precision
): { readonly step: number; readonly digits: number } | null {
	let best: SlopeStep | null = null;
	let least = Infinity;
	for (const step of lab.steps) {
		const { error } = step[precision];
		if (error === null || !(error < least)) continue;
		[best, least] = [step, error];
	}
	if (!best) return null;
	const { digits } = judgeSecant(lab, best, precision);
	return digits > 0 ? { step: best.step, digits } : null;
}

/** Of a claim that is wrong: the slope where it is known best; null of one that no step speaks against. */
export function settledSlope(lab: SlopeLab): number | null {
	const against = lab.steps.filter((step) => judgeSecant(lab, step, 'float64').spoiler === 'wrong');
	if (against.length === 0) return null;
	return against.reduce((best, each) =>
		each.float64.rounding < best.float64.rounding ? each : best
	).float64.slope;
}
