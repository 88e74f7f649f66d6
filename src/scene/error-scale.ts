/** The worst entry of an answer on one logarithmic scale, in pixels: how far it is off, beside how far rounding reaches. */
import { scaleLog } from 'd3';
import type { WorstEntry } from '#engine';

export interface Marked {
	readonly value: number;
	/** Nothing at all stands before the scale begins, and what is beyond all numbers at its end. */
	readonly x: number;
}

export interface ErrorScale {
	readonly difference: Marked;
	readonly bound: Marked;
	/** Where the logarithmic part begins. */
	readonly from: number;
	/** Powers of ten worth a label, and where they stand. */
	readonly powers: readonly { readonly power: number; readonly x: number }[];
}

/** Before the scale there is room for a zero; a label takes so much of it. */
const [ZERO, LABEL] = [44, 46];

/** How far the entry is off. */
export function differenceOf({ got, expected }: WorstEntry): number {
	return got === expected ? 0 : Math.abs(got - expected);
}

/** It reaches to the size of the entry itself, so that a small error looks small. */
export function errorScale(worst: WorstEntry, width: number): ErrorScale {
	const { expected, bound } = worst;
	const difference = differenceOf(worst);
	const decades = [difference, bound, Math.abs(expected)]
		.filter((size) => size > 0 && size < Infinity)
		.map(Math.log10);
	const first = decades.length > 0 ? Math.floor(Math.min(...decades)) : -1;
	const last = decades.length > 0 ? Math.max(first + 1, Math.ceil(Math.max(...decades))) : 0;
	const end = Math.max(ZERO + 1, width);
	const scale = scaleLog([10 ** first, 10 ** last], [ZERO, end]).clamp(true);
	// a NaN is as far off as can be
	const x = (size: number) =>
		size === 0 ? 0 : Number.isFinite(size) ? scale(Math.min(size, 10 ** last)) : end;
	const every = Math.max(1, Math.ceil(((last - first) * LABEL) / (end - ZERO)));
	const count = Math.floor((last - first) / every) + 1;
	return {
		difference: { value: difference, x: x(difference) },
		bound: { value: bound, x: x(bound) },
		from: ZERO,
		powers: Array.from({ length: count }, (_, i) => {
			const power = first + i * every;
			return { power, x: scale(10 ** power) };
		})
	};
}
