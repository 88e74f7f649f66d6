/** Compares two tensors against a bound, entry by entry, and names the worst entry. */
import { stridesOf } from '../shape.ts';
import type { Data, Shape } from '../tensor.ts';
import type { Answer, Histogram, WorstEntry } from './report.ts';

/** Row-major index of the flat position `flat`. */
export function indexOf(flat: number, shape: Shape): number[] {
	let rest = flat;
	return stridesOf(shape).map((stride) => {
		const at = Math.floor(rest / stride);
		rest -= at * stride;
		return at;
	});
}

export interface Comparison {
	readonly got: Data;
	readonly expected: Data;
	readonly shape: Shape;
	/** Largest difference that rounding can explain, at flat index i. */
	readonly bound: Float64Array;
	/** Σ|terms| of every entry, for the histogram; `u` is the roundoff that its units count. */
	readonly terms?: { readonly data: Data; readonly u: number };
}

/**
 * pass: every |got − expected| ≤ bound. fail: some entry exceeds it. unknown: a value or bound
 * is not finite where the other side is, so that nothing can be said.
 */
export function compare({ got, expected, shape, bound, terms }: Comparison): Answer {
	let worst = -1;
	let ratio = -1;
	let undecidable = false;
	for (let i = 0; i < got.length; i++) {
		if (Object.is(got[i], expected[i]) || got[i] === expected[i]) {
			if (ratio < 0) [worst, ratio] = [i, 0];
			continue;
		}
		const difference = Math.abs(got[i] - expected[i]);
		const allowed = bound[i];
		if (Number.isNaN(difference) || !(allowed < Infinity)) {
			undecidable = true;
			continue;
		}
		const share = allowed > 0 ? difference / allowed : Infinity;
		if (share > ratio) [worst, ratio] = [i, share];
	}
	const entry: WorstEntry | null =
		worst < 0
			? null
			: {
					index: indexOf(worst, shape),
					got: got[worst],
					expected: expected[worst],
					bound: bound[worst],
					...(terms ? { terms: terms.data[worst] } : {})
				};
	const verdict = ratio > 1 ? 'fail' : undecidable ? 'unknown' : 'pass';
	return {
		verdict,
		worst: entry,
		compared: got.length,
		total: got.length,
		undecided: 0,
		...(terms ? { histogram: histogramOf(got, expected, terms) } : {}),
		...(verdict === 'unknown' ? { reason: 'not-finite' as const } : {})
	};
}

/** 10^-3 to 10^16 rounding units: from far inside one to all the digits there are. */
const LEAST = -3;
const DECADES = 20;

function histogramOf(
	got: Data,
	expected: Data,
	{ data, u }: NonNullable<Comparison['terms']>
): Histogram {
	const counts = new Array<number>(DECADES).fill(0);
	let equal = 0;
	for (let i = 0; i < got.length; i++) {
		if (Object.is(got[i], expected[i]) || got[i] === expected[i]) equal++;
		else {
			const decade = Math.floor(Math.log10(Math.abs(got[i] - expected[i]) / (u * data[i]))) - LEAST;
			// a NaN is as far off as can be
			counts[decade < 0 ? 0 : decade < DECADES ? decade : DECADES - 1]++;
		}
	}
	return { equal, least: LEAST, counts };
}
