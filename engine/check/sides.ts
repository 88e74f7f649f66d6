/**
 * At a kink there is no derivative, but a slope on either side; a gradient there is a convention,
 * and right if it lies between the two (any number between is a subgradient, where the loss is convex).
 */
import { countLeft } from './flips.ts';
import type { Move } from './perturb.ts';
import { descend, firstStep, MOST_HALVINGS, type Slope } from './quotient.ts';

/** How much nearer to the kink the branches must still be the same. */
const NEARER = 2 ** -10;

/**
 * What the gradient `got` at a kink is held against: itself where it lies between the slopes on both
 * sides, else the nearer of them. Null where that cannot be told: a gradient outside may still be
 * right where several kinks meet, for each has its convention.
 */
export function slopeAtKink(move: Move, entry: number, at: number, got: number): Slope | null {
	const base = move(entry, at);
	if (!base.signature.includes('0') || base.signature.includes('NaN')) return null;
	const [left, right] = [-1, 1].map((side) => sided(move, entry, at, side));
	if (!left || !right) return null;
	const [low, high] = left.slope.value < right.slope.value ? [left, right] : [right, left];
	const bound = Math.max(low.slope.bound, high.slope.bound);
	if (got >= low.slope.value - bound && got <= high.slope.value + bound)
		return { value: got, bound };
	if (countLeft(base.signature, left.signature, right.signature) !== 1) return null;
	return got < low.slope.value ? low.slope : high.slope;
}

interface Sided {
	readonly slope: Slope;
	readonly signature: string;
}

/** The slope on one side, from two points on it: the loss may jump at the kink itself. */
function sided(move: Move, entry: number, at: number, side: number): Sided | null {
	let h = firstStep(at);
	for (let halvings = 0; halvings <= MOST_HALVINGS; halvings++, h /= 2) {
		const { signature } = move(entry, at + side * 2 * h);
		const nearer = [h, h * NEARER].map(
			(step) => move(entry, at + side * step, signature).signature
		);
		if (nearer.some((each) => each !== signature)) continue;
		const slope = descend((step) => quotient(move, entry, at, side * step), h);
		return slope.bound < Infinity ? { slope, signature } : null;
	}
	return null;
}

/**
 * Twice the secant of the nearer half less that of the whole: what goes with the step itself cancels,
 * and the rest falls to a quarter with each halving.
 */
function quotient(move: Move, entry: number, at: number, h: number): Slope {
	const [whole, half] = [secant(move, entry, at, h), secant(move, entry, at, h / 2)];
	return { value: 2 * half.value - whole.value, bound: 2 * half.bound + whole.bound };
}

function secant(move: Move, entry: number, at: number, h: number): Slope {
	const [far, near] = [move(entry, at + 2 * h), move(entry, at + h)];
	const step = at + 2 * h - (at + h);
	return {
		value: (far.loss - near.loss) / step,
		bound: (far.error + near.error) / Math.abs(step)
	};
}
