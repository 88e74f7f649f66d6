/**
 * Does the gradient describe the function? Central differences of the loss in float64, at
 * sampled entries. The step is as large as no branch changes (the loss here is piecewise
 * quadratic in each weight, so a central difference errs only by rounding, which falls with the
 * step); truncation is measured by halving, and rounding is bounded, so no tolerance is chosen.
 */
import type { Tensor } from '../tensor.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import type { BoundedValues } from './bounded.ts';
import { indexOf } from './compare.ts';
import { edgesOf } from './constants.ts';
import { unknown } from './formula.ts';
import { createPerturbation, type Moved } from './perturb.ts';
import type { Answer, WorstEntry } from './report.ts';
import { sampleEntries } from './sample.ts';

/** Halvings tried before an entry counts as undecided. */
const MOST_HALVINGS = 40;
/** Steps tried for the best sum of truncation and rounding; of 2^-24 only rounding is left. */
const MOST_RUNGS = 24;

/** `gradient` is the claimed gradient in float64, with its rounding bound. */
export function checkSlope(
	trace: Trace,
	claim: GradientClaim,
	gradient: { readonly value: Tensor; readonly error: Float64Array },
	values: BoundedValues
): Answer {
	const total = gradient.value.data.length;
	if (trace.loss === null) return unknown(total, 'no-loss');
	const target = values.at(claim.of).value;
	if (target.data.length !== total) return unknown(total, 'no-loss');
	const move = createPerturbation(values, trace.loss, claim, edgesOf(claim));
	const entries = sampleEntries(gradient.value.data);
	let worst: WorstEntry | null = null;
	let ratio = -1;
	let compared = 0;
	for (const entry of entries) {
		const slope = slopeAt(move, entry, target.data[entry]);
		if (!slope) continue;
		compared++;
		const got = gradient.value.data[entry];
		const bound = slope.bound + gradient.error[entry];
		const difference = Math.abs(got - slope.value);
		const share = difference === 0 ? 0 : difference / bound;
		if (share > ratio) {
			ratio = share;
			worst = { index: indexOf(entry, gradient.value.shape), got, expected: slope.value, bound };
		}
	}
	const undecided = entries.length - compared;
	if (compared === 0) return { ...unknown(total, 'kink'), undecided };
	return { verdict: ratio > 1 ? 'fail' : 'pass', worst, compared, total, undecided };
}

interface Slope {
	readonly value: number;
	/** Truncation as measured by halving, plus rounding. */
	readonly bound: number;
}

/** The slope of the loss along one entry, or null where a branch point is too near to tell. */
function slopeAt(
	move: (entry: number, value: number) => Moved,
	entry: number,
	at: number
): Slope | null {
	const { signature } = move(entry, at);
	if (signature.includes('NaN')) return null;
	let h = 2 ** Math.ceil(Math.log2(Math.max(1, Math.abs(at))));
	let pair = sides(move, entry, at, h);
	let halvings = 0;
	while (pair.some((side) => side.signature !== signature)) {
		if (++halvings > MOST_HALVINGS) return null;
		h /= 2;
		pair = sides(move, entry, at, h);
	}
	const best = descend((step) => difference(sides(move, entry, at, step), at, step), h);
	return Number.isFinite(best.bound) && Number.isFinite(best.value) ? best : null;
}

/**
 * The difference quotient of the smallest bound, at steps from `h` down. For a small step the
 * quotient's error falls to a quarter with each halving, so that the change from one step to
 * the next bounds it. At large steps two neighbours can agree by accident: a quarter of the
 * change before must be small as well.
 */
function descend(quotient: (h: number) => Slope, h: number): Slope {
	let coarse = quotient(h);
	let before = Infinity;
	let best: Slope = { value: coarse.value, bound: Infinity };
	for (let rung = 1; rung <= MOST_RUNGS; rung++) {
		const fine = quotient(h / 2 ** rung);
		const change = Math.abs(coarse.value - fine.value);
		const truncation = Math.max(change, before / 4);
		const bound = truncation + fine.bound;
		if (bound < best.bound) best = { value: fine.value, bound };
		// from here on rounding only grows
		if (truncation <= fine.bound) break;
		before = change;
		coarse = fine;
	}
	return best;
}

function sides(
	move: (entry: number, value: number) => Moved,
	entry: number,
	at: number,
	h: number
): [Moved, Moved] {
	return [move(entry, at + h), move(entry, at - h)];
}

/** (L₊ − L₋) over the step really taken, with what rounding can have done to it. */
function difference([plus, minus]: readonly [Moved, Moved], at: number, h: number): Slope {
	const step = at + h - (at - h);
	return {
		value: (plus.loss - minus.loss) / step,
		bound: (plus.error + minus.error) / step
	};
}
