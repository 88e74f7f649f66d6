/** A difference quotient at the step where truncation, as measured, and rounding, as bounded, are least. */

/** Halvings tried before an entry counts as undecided. */
export const MOST_HALVINGS = 40;
/** Steps tried for the best sum of truncation and rounding; of 2^-24 only rounding is left. */
const MOST_RUNGS = 24;
/** How far below the best step another is tried. */
const PROBE = 2 ** -12;

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
 * the next bounds it. At large steps neighbours can agree by accident, as those of a sine do that
 * take whole turns: a quarter of the change before must be small as well, and a step far below must
 * agree, or the steps from there on decide.
 */
export function descend(quotient: (h: number) => Slope, h: number): Slope {
	const { slope, step } = leastBound(quotient, h);
	const far = step * PROBE;
	const probe = quotient(far);
	const isAccident = Math.abs(probe.value - slope.value) > slope.bound + probe.bound;
	return isAccident ? descend(quotient, far) : slope;
}

function leastBound(
	quotient: (h: number) => Slope,
	h: number
): { readonly slope: Slope; readonly step: number } {
	let coarse = quotient(h);
	let before = Infinity;
	let best = { slope: { value: coarse.value, bound: Infinity } as Slope, step: h };
	for (let rung = 1; rung <= MOST_RUNGS; rung++) {
		const step = h / 2 ** rung;
		const fine = quotient(step);
		const change = Math.abs(coarse.value - fine.value);
		const truncation = Math.max(change, before / 4);
		const bound = truncation + fine.bound;
		if (bound < best.slope.bound) best = { slope: { value: fine.value, bound, truncation }, step };
		// from here on rounding only grows
		if (truncation <= fine.bound) break;
		before = change;
		coarse = fine;
	}
	return best;
}
