/** How many entries are how far off, as bars in pixels: decades of rounding units across, counts upward, both logarithmic. */
import { scaleLog } from 'd3';
import type { Histogram, WorstEntry } from '#engine';
import { differenceOf } from './error-scale.ts';

export interface Bar {
	/** 10^decade up to ten times that; null: equal, bit by bit. */
	readonly decade: number | null;
	readonly count: number;
	readonly x: number;
	readonly y: number;
	readonly height: number;
	/** There is room for the count over it. */
	readonly numbered: boolean;
}

export interface HistogramPlot {
	readonly bars: readonly Bar[];
	/** How wide a bar is. */
	readonly width: number;
	/** Powers of ten below the bars, and where they stand: each where its bar begins. */
	readonly powers: readonly { readonly power: number; readonly x: number }[];
	/** Counts worth a line. */
	readonly lines: readonly { readonly count: number; readonly y: number }[];
	/** Where rounding ends at the worst entry; null where it is equal, or nothing is known of it. */
	readonly limit: number | null;
}

/** Between those that are equal and the others; and the room that a label and a digit take. */
const [APART, LABEL, DIGIT] = [14, 40, 8];
/** So much of its place does a bar take. */
const FULL = 0.88;
/** A single entry stands this far above none. */
const NONE = 0.4;

export function histogramPlot(
	{ equal, least, counts }: Histogram,
	worst: WorstEntry | null,
	width: number,
	height: number
): HistogramPlot {
	const limit = limitOf(worst);
	const [first, last] = rangeOf(least, counts, limit);
	const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i);
	const slot = (width - APART) / (decades.length + 1);
	const place = (decade: number) => slot + APART + (decade - first) * slot;
	const most = Math.max(1, equal, ...counts);
	const top = 10 ** Math.max(1, Math.ceil(Math.log10(most)));
	const up = scaleLog([NONE, top], [height, 0]);
	const at = (decade: number) => counts[decade - least] ?? 0;
	const barOf = (decade: number | null, count: number): Bar => {
		const y = count > 0 ? up(count) : height;
		const x = decade === null ? 0 : place(decade);
		const isAlone = decade === null || at(decade - 1) + at(decade + 1) === 0;
		const numbered = String(count).length * DIGIT < slot * (isAlone ? 3 : 1);
		return { decade, count, x, y, height: height - y, numbered };
	};
	const every = Math.ceil(LABEL / slot);
	const labelled = [...decades, last + 1].filter((decade) => (decade - first) % every === 0);
	return {
		bars: [barOf(null, equal), ...decades.map((decade) => barOf(decade, at(decade)))],
		width: slot * FULL,
		powers: labelled.map((power) => ({ power, x: place(power) })),
		lines: Array.from({ length: Math.round(Math.log10(top)) + 1 }, (_, i) => 10 ** i).map(
			(count) => ({ count, y: up(count) })
		),
		limit: limit === null ? null : place(Math.min(last + 1, Math.max(first, limit)))
	};
}

/** The decade of rounding units up to which rounding explains the worst entry. */
function limitOf(worst: WorstEntry | null): number | null {
	if (!worst || worst.units === undefined || !(worst.units > 0)) return null;
	const limit = Math.log10((worst.bound / differenceOf(worst)) * worst.units);
	return Number.isFinite(limit) ? limit : null;
}

/** From the first decade with an entry in it to the last, one unit and the limit between them; never less than four. */
function rangeOf(least: number, counts: readonly number[], limit: number | null): [number, number] {
	const there = counts.flatMap((count, i) => (count > 0 ? [least + i] : []));
	const all = [0, ...there, ...(limit === null ? [] : [Math.floor(limit)])];
	const first = Math.min(...all);
	return [first, Math.max(first + 3, ...all)];
}
