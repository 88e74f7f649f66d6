/** Whether a gradient is what it should be times one number, and what number that is. */
import { sizeOf, type Shape } from '../tensor.ts';
import type { Errors } from './pattern.ts';

export interface RatioPattern {
	readonly id: 'ratio';
	readonly ratio: number;
	/** `divided`, `multiplied`: by the product of the extents `by`. `some`: by a number without a name. */
	readonly kind: 'opposite' | 'half' | 'double' | 'divided' | 'multiplied' | 'some';
	readonly by: readonly number[];
}

/** Null where no one ratio holds at every entry. */
export function ratioOf(errors: Errors, shapes: readonly Shape[]): RatioPattern | null {
	const { got, expected, bound } = errors;
	let at = 0;
	let told = 0;
	for (let i = 0; i < got.length; i++) {
		if (Math.abs(expected[i]) > bound[i]) told++;
		if (Math.abs(expected[i]) > Math.abs(expected[at])) at = i;
	}
	if (told === 0) return null;
	const named = candidates(shapes).find(({ ratio }) => holds(errors, ratio, 0));
	if (named) return named;
	// of one number, every other is a multiple
	if (told < 2) return null;
	const ratio = got[at] / expected[at];
	const doubt = bound[at] / Math.abs(expected[at]);
	return holds(errors, ratio, doubt) ? { id: 'ratio', ratio, kind: 'some', by: [] } : null;
}

/** got = ratio · expected, but for rounding in both and in `ratio`, which is known to within `doubt`. */
function holds({ got, expected, bound }: Errors, ratio: number, doubt: number): boolean {
	const growth = Math.max(1, Math.abs(ratio));
	for (let i = 0; i < got.length; i++) {
		const wanted = ratio * expected[i];
		// the ratio and the product are rounded too
		const own = 2 ** -52 * Math.abs(wanted);
		const allowed = growth * (bound[i] + doubt * Math.abs(expected[i])) + own;
		if (!(Math.abs(got[i] - wanted) <= allowed)) return false;
	}
	return true;
}

/** The plainest first: 2 may be an extent too. */
function candidates(shapes: readonly Shape[]): RatioPattern[] {
	const plain = [
		{ id: 'ratio', ratio: -1, kind: 'opposite', by: [] },
		{ id: 'ratio', ratio: 1 / 2, kind: 'half', by: [] },
		{ id: 'ratio', ratio: 2, kind: 'double', by: [] }
	] as const;
	const extents = shapes.flatMap((shape) => [...shape.map((extent) => [extent]), shape]);
	const found = extents
		.filter((by) => sizeOf(by) > 1)
		.flatMap((by): RatioPattern[] => [
			{ id: 'ratio', ratio: 1 / sizeOf(by), kind: 'divided', by },
			{ id: 'ratio', ratio: sizeOf(by), kind: 'multiplied', by }
		]);
	return [...plain, ...found.toSorted((a, b) => a.by.length - b.by.length)];
}
