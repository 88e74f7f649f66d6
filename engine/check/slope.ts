/**
 * Does the gradient describe the function? Central differences of the loss in float64, at
 * sampled entries. The step is as large as no branch changes (the loss here is piecewise
 * quadratic in each weight, so a central difference errs only by rounding, which falls with the
 * step); truncation is measured by halving, and rounding is bounded, so no tolerance is chosen.
 */
import type { GradientClaim, Trace } from '../trace.ts';
import type { BoundedValues } from './bounded.ts';
import { indexOf } from './compare.ts';
import { edgesOf } from './constants.ts';
import { unknown } from './formula.ts';
import { createPerturbation, type Move, type Moved } from './perturb.ts';
import type { Answer, Dominant, SlopeAnswer, WorstEntry } from './report.ts';
import { descend, firstStep, MOST_HALVINGS, type Slope } from './quotient.ts';
import { slopeAtKink } from './sides.ts';
import { sampleEntries } from './sample.ts';
import { ulpsApart } from './ulps.ts';

/** `values` has the claimed gradient in float64, with its rounding bound; `onEntry` hears what share is done. */
export function checkSlope(
	trace: Trace,
	claim: GradientClaim,
	values: BoundedValues,
	onEntry: (done: number) => void = () => undefined
): SlopeAnswer {
	const gradient = values.at(claim.node);
	const total = gradient.value.data.length;
	const nothing = (reason: Answer['reason']) => ({ ...unknown(total, reason), sided: 0 });
	if (trace.loss === null) return nothing('no-loss');
	const target = values.at(claim.of).value;
	if (target.data.length !== total) return nothing('no-loss');
	const move = createPerturbation(values, trace.loss, claim, edgesOf(claim));
	const entries = sampleEntries(gradient.value.data);
	let worst: WorstEntry | null = null;
	let ratio = -1;
	let [compared, sided] = [0, 0];
	for (const [i, entry] of entries.entries()) {
		onEntry(i / entries.length);
		const got = gradient.value.data[entry];
		const smooth = slopeAt(move, entry, target.data[entry]);
		const slope = smooth ?? slopeAtKink(move, entry, target.data[entry], got);
		if (!slope) continue;
		compared++;
		if (!smooth) sided++;
		const bound = slope.bound + gradient.error[entry];
		const difference = Math.abs(got - slope.value);
		const share = difference === 0 ? 0 : difference / bound;
		if (share > ratio) {
			ratio = share;
			const index = indexOf(entry, gradient.value.shape);
			const ulps = ulpsApart(got, slope.value, 'float64');
			const dominates = largestPart(slope, gradient.error[entry]);
			worst = {
				index,
				got,
				expected: slope.value,
				bound,
				...(ulps === null ? {} : { ulps }),
				dominates
			};
		}
	}
	const undecided = entries.length - compared;
	if (compared === 0) {
		const { value, error } = values.at(trace.loss);
		const isKnown = Number.isFinite(value.data[0]) && error[0] < Infinity;
		return { ...nothing(isKnown ? 'kink' : 'not-finite'), undecided };
	}
	return { verdict: ratio > 1 ? 'fail' : 'pass', worst, compared, total, undecided, sided };
}

/** The slope of the loss along one entry, or null where a branch point is too near to tell. */
function slopeAt(move: Move, entry: number, at: number): Slope | null {
	const { signature } = move(entry, at);
	if (signature.includes('NaN')) return null;
	let h = firstStep(at);
	let pair = sides(move, entry, at, h, signature);
	let halvings = 0;
	while (pair.some((side) => side.signature !== signature)) {
		if (++halvings > MOST_HALVINGS) return null;
		h /= 2;
		pair = sides(move, entry, at, h, signature);
	}
	const best = descend((step) => difference(sides(move, entry, at, step), at, step), h);
	return Number.isFinite(best.bound) && Number.isFinite(best.value) ? best : null;
}

function sides(move: Move, entry: number, at: number, h: number, like?: string): [Moved, Moved] {
	return [move(entry, at + h, like), move(entry, at - h, like)];
}

/** (L₊ − L₋) over the step really taken, with what rounding can have done to it. */
function difference([plus, minus]: readonly [Moved, Moved], at: number, h: number): Slope {
	const step = at + h - (at - h);
	return {
		value: (plus.loss - minus.loss) / step,
		bound: (plus.error + minus.error) / step
	};
}

/** What the bound of a difference, slope less gradient, is mostly made of. */
function largestPart({ bound, truncation = 0 }: Slope, own: number): Dominant {
	const parts = [
		{ kind: 'loss', size: bound - truncation },
		{ kind: 'truncation', size: truncation },
		{ kind: 'gradient', size: own }
	] as const;
	const { kind, size } = parts.reduce((best, each) => (each.size > best.size ? each : best));
	return { kind, share: size > 0 ? size / (bound + own) : 0, node: null, name: null };
}
