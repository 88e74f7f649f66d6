/**
 * The slope of a loss by central differences: at the largest step that leaves every branch as it is,
 * and smaller ones where truncation shows.
 */
import type { Moved } from './perturb.ts';
import { descend, MOST_HALVINGS, type Slope } from './quotient.ts';

/** A way to go from where the loss is looked at: `by` 0 is there, and `like` as for one entry. */
export interface Path {
	readonly move: (by: number, like?: string) => Moved;
	/** The step really taken from −h to h. */
	readonly taken: (h: number) => number;
	/** The largest step tried, a power of two. */
	readonly first: number;
	/** The branches at step 0, where they are known. */
	readonly signature?: string;
}

/** Null where a branch point is too near to tell. */
export function centralSlope({
	move,
	taken,
	first,
	signature = move(0).signature
}: Path): Slope | null {
	if (signature.includes('NaN')) return null;
	const sides = (h: number, like?: string) => [move(h, like), move(-h, like)] as const;
	let h = first;
	let pair = sides(h, signature);
	for (let halvings = 0; pair.some((side) => side.signature !== signature); halvings++) {
		if (halvings === MOST_HALVINGS) return null;
		h /= 2;
		pair = sides(h, signature);
	}
	const quotient = (step: number): Slope => {
		const [plus, minus] = step === h ? pair : sides(step);
		return {
			value: (plus.loss - minus.loss) / taken(step),
			bound: (plus.error + minus.error) / taken(step)
		};
	};
	const best = descend(quotient, h);
	return Number.isFinite(best.bound) && Number.isFinite(best.value) ? best : null;
}
