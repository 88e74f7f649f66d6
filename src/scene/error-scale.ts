/** The worst entry of an answer on one logarithmic scale, in pixels: how far it is off, beside how far rounding reaches. */
import { scaleLog } from 'd3';
import type { WorstEntry } from '#engine';

export type ScaleMark = 'difference' | 'bound' | 'expected' | 'terms';

export interface Marked {
	readonly value: number;
	/** Nothing at all stands before the scale begins, and what is beyond all numbers at its end. */
	readonly x: number;
}

export interface ErrorScale {
	readonly marks: Readonly<Partial<Record<ScaleMark, Marked>>>;
	/** Where the logarithmic part begins. */
	readonly from: number;
	/** Powers of ten worth a label, and where they stand. */
	readonly powers: readonly { readonly power: number; readonly x: number }[];
}

/** Before the scale there is room for a zero; a label takes so much of it. */
const [ZERO, LABEL] = [44, 46];

export function errorScale(worst: WorstEntry, width: number): ErrorScale {
	const sizes = {
		difference: worst.got === worst.expected ? 0 : Math.abs(worst.got - worst.expected),
		bound: worst.bound,
		expected: Math.abs(worst.expected),
		...(worst.terms === undefined ? {} : { terms: worst.terms })
	};
	const decades = Object.values(sizes)
		.filter((size) => size > 0 && size < Infinity)
		.map(Math.log10);
	const first = decades.length > 0 ? Math.floor(Math.min(...decades)) : -1;
	const last = decades.length > 0 ? Math.max(first + 1, Math.ceil(Math.max(...decades))) : 0;
	const scale = scaleLog([10 ** first, 10 ** last], [ZERO, Math.max(ZERO + 1, width)]).clamp(true);
	const x = (size: number) => (size > 0 ? scale(Math.min(size, 10 ** last)) : 0);
	const every = Math.ceil(((last - first) * LABEL) / Math.max(LABEL, width - ZERO));
	const count = Math.floor((last - first) / every) + 1;
	return {
		marks: Object.fromEntries(
			// a NaN is as far off as can be
			Object.entries(sizes).map(([mark, value]) => [
				mark,
				{ value, x: Number.isNaN(value) ? width : x(value) }
			])
		),
		from: ZERO,
		powers: Array.from({ length: count }, (_, i) => {
			const power = first + i * every;
			return { power, x: scale(10 ** power) };
		})
	};
}
