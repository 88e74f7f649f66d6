/**
 * Does the gradient describe the function? Central differences of the loss in float64, at
 * sampled entries and, of a large tensor, along random directions too. The step is as large as no
 * branch changes (the loss here is piecewise quadratic in each weight, so a central difference errs
 * only by rounding, which falls with the step); truncation is measured by halving, and rounding is
 * bounded, so no tolerance is chosen.
 */
import type { GradientClaim, Trace } from '../trace.ts';
import type { BoundedValues } from './bounded.ts';
import { createDirections } from './along.ts';
import { centralSlope } from './central.ts';
import { indexOf } from './compare.ts';
import { edgesOf } from './constants.ts';
import { DIRECTIONS, project, signsOf } from './directions.ts';
import { unknown } from './formula.ts';
import { createPerturbation, type Move } from './perturb.ts';
import type { Answer, Dominant, SlopeAnswer, WorstEntry } from './report.ts';
import { firstStep, type Slope } from './quotient.ts';
import { slopeAtKink } from './sides.ts';
import { sampleEntries } from './sample.ts';
import { ulpsApart } from './ulps.ts';

/** Other directions than those of forward mode. */
const SEED = 22;
/** Ops applied along directions for one claim at most; a large graph is asked along fewer. */
const MOST_OPS = 4000;
/** Steps that a direction takes, as a rule. */
const STEPS = 5;
/** As long as so many entries, about, a direction takes; only to say how far it is. */
const ENTRIES_A_DIRECTION = 10;

/** A gradient beside a difference quotient: of one entry, or along a direction of all of them. */
interface Compared {
	/** Empty along a direction. */
	readonly index: readonly number[];
	readonly got: number;
	/** What rounding can have done to `got`. */
	readonly own: number;
	readonly slope: Slope;
	readonly isSided: boolean;
}

/** `values` has the claimed gradient in float64, with its rounding bound; `onEntry` hears what share is done. */
export function checkSlope(
	trace: Trace,
	claim: GradientClaim,
	values: BoundedValues,
	onEntry: (done: number) => void = () => undefined
): SlopeAnswer {
	const { loss } = trace;
	const total = values.at(claim.node).value.data.length;
	const nothing = (reason: Answer['reason']) => ({ ...unknown(total, reason), sided: 0, along: 0 });
	if (loss === null) return nothing('no-loss');
	if (values.at(claim.of).value.data.length !== total) return nothing('no-loss');
	const move = createPerturbation(values, loss, claim, edgesOf(claim));
	const entries = sampleEntries(values.at(claim.node).value.data, total > 0 ? move.reach(0) : 1);
	const isSome = entries.length < total;
	const work = entries.length + (isSome ? DIRECTIONS * ENTRIES_A_DIRECTION : 0);
	const askEntry = atEntry(values, move, claim);
	const asked = entries.flatMap((entry, i) => {
		onEntry(i / work);
		return askEntry(entry);
	});
	const single = asked.filter(confirms);
	const undecided = entries.length - single.length;
	if (single.length === 0) {
		const { value, error } = values.at(loss);
		const isKnown = Number.isFinite(value.data[0]) && error[0] < Infinity;
		// known, but not to one digit: for that there is no other reason
		const reason = asked.length > 0 ? undefined : 'kink';
		return { ...nothing(isKnown ? reason : 'not-finite'), undecided };
	}
	const onDirection = (i: number) => onEntry((entries.length + i * ENTRIES_A_DIRECTION) / work);
	const along = isSome ? alongSigns(values, loss, claim, onDirection).filter(confirms) : [];
	const entry = single.reduce(nearer);
	const direction = along.length > 0 ? along.reduce(nearer) : entry;
	// an entry has a place to be shown at; a direction only where no entry shows what it does
	const nearest = shareOf(entry) <= 1 && shareOf(direction) > 1 ? direction : entry;
	return {
		verdict: shareOf(nearest) > 1 ? 'fail' : 'pass',
		worst: worstOf(nearest),
		compared: single.length,
		total,
		undecided,
		sided: single.filter(({ isSided }) => isSided).length,
		along: along.length,
		...digitsOf(single)
	};
}

const limitOf = ({ slope, own }: Compared) => slope.bound + own;
const offOf = ({ got, slope }: Compared) => (got === slope.value ? 0 : Math.abs(got - slope.value));
/** Of its limit. */
const shareOf = (each: Compared) => (offOf(each) === 0 ? 0 : offOf(each) / limitOf(each));

const nearer = (one: Compared, other: Compared) => (shareOf(other) > shareOf(one) ? other : one);

/** Up to its own rounding, where that is known. */
const isZero = ({ got, own }: Compared) => Math.abs(got) <= own && own < Infinity;

/** A slope that is right, but not known to one digit, says nothing; of a zero there is none to know. */
function confirms(each: Compared): boolean {
	return isZero(each) || Math.abs(each.got) > limitOf(each) || shareOf(each) > 1;
}

/** Decimal digits that the slopes confirm: of half of the entries at least so many. */
function digitsOf(single: readonly Compared[]): { readonly digits?: number } {
	const digits = single
		.filter((each) => !isZero(each))
		.map((each) => Math.log10(Math.abs(each.got) / limitOf(each)))
		.sort((a, b) => b - a);
	return digits.length > 0 ? { digits: digits[digits.length >> 1] } : {};
}

/** None where it cannot be told. */
function atEntry(
	values: BoundedValues,
	move: Move,
	claim: GradientClaim
): (entry: number) => Compared[] {
	const gradient = values.at(claim.node);
	const target = values.at(claim.of).value.data;
	return (entry) => {
		const at = target[entry];
		const got = gradient.value.data[entry];
		const smooth = centralSlope({
			move: (by, like) => move(entry, at + by, like),
			taken: (h) => at + h - (at - h),
			first: firstStep(at)
		});
		const slope = smooth ?? slopeAtKink(move, entry, at, got);
		if (!slope) return [];
		const index = indexOf(entry, gradient.value.shape);
		return [{ index, got, own: gradient.error[entry], slope, isSided: !smooth }];
	};
}

/** As many directions as can be told. */
function alongSigns(
	values: BoundedValues,
	loss: number,
	claim: GradientClaim,
	onDirection: (i: number) => void
): Compared[] {
	const gradient = values.at(claim.node);
	const { along, ops } = createDirections(values, loss, claim, edgesOf(claim));
	const count = Math.min(DIRECTIONS, Math.floor(MOST_OPS / (STEPS * ops)));
	const found: Compared[] = [];
	let signature: string | undefined;
	let asked = 0;
	for (const direction of signsOf(gradient.error.length, count, SEED)) {
		onDirection(asked++);
		const { move, kink } = along(direction);
		// a power of two, lest the step be rounded
		const first = kink > 0 && kink < 1 ? 2 ** Math.floor(Math.log2(kink / 2)) : 1;
		// all of them begin at the same place
		signature ??= move(0).signature;
		const slope = centralSlope({ move, taken: (h) => 2 * h, first, signature });
		if (!slope) continue;
		const { value: got, carried, summing } = project(gradient, direction);
		found.push({ index: [], got, own: carried + summing, slope, isSided: false });
	}
	return found;
}

function worstOf(nearest: Compared): WorstEntry {
	const { index, got, slope } = nearest;
	const ulps = ulpsApart(got, slope.value, 'float64');
	const bound = limitOf(nearest);
	return {
		...{ index, got, expected: slope.value, bound },
		...(ulps === null ? {} : { ulps }),
		dominates: largestPart(nearest)
	};
}

/** What the bound of a difference, slope less gradient, is mostly made of. */
function largestPart({ slope: { bound, truncation = 0 }, own }: Compared): Dominant {
	const parts = [
		{ kind: 'loss', size: bound - truncation },
		{ kind: 'truncation', size: truncation },
		{ kind: 'gradient', size: own }
	] as const;
	const { kind, size } = parts.reduce((best, each) => (each.size > best.size ? each : best));
	return { kind, share: size > 0 ? size / (bound + own) : 0, node: null, name: null };
}
