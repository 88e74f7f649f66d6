/** A difference quotient at the step where truncation, as measured, and rounding, as bounded, are least. */

/** Halvings tried before an entry counts as undecided. */
export const MOST_HALVINGS = 40;
/** Steps tried for the best sum of truncation and rounding; of 2^-24 only rounding is left. */
const MOST_RUNGS = 24;

export interface Slope {
	readonly value: number;
	/** Truncation as measured by halving, plus rounding. */
	readonly bound: number;
	/** The part of the bound that is truncation, where it was measured. */
	readonly truncation?: number;
}

/** The largest step tried: of the size of what moves, a power of two. */
export function firstStep(at: number): number {
	return 2 ** Math.ceil(Math.log2(Math.max(1, Math.abs(at))));
}

/**
 * The difference quotient of the smallest bound, at steps from `h` down. For a small step the
 * quotient's error falls to a quarter with each halving, so that the change from one step to
 * the next bounds it. At large steps two neighbours can agree by accident: a quarter of the
 * change before must be small as well.
 */
export function descend(quotient: (h: number) => Slope, h: number): Slope {
	let coarse = quotient(h);
	let before = Infinity;
	let best: Slope = { value: coarse.value, bound: Infinity };
	for (let rung = 1; rung <= MOST_RUNGS; rung++) {
		const fine = quotient(h / 2 ** rung);
		const change = Math.abs(coarse.value - fine.value);
		const truncation = Math.max(change, before / 4);
		const bound = truncation + fine.bound;
		if (bound < best.bound) best = { value: fine.value, bound, truncation };
		// from here on rounding only grows
		if (truncation <= fine.bound) break;
		before = change;
		coarse = fine;
	}
	return best;
}
