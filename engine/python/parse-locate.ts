/** Turns offsets into located spans: a table of line starts, searched by halving. */
import type { Span } from '../graph.ts';

export type Locate = (from: number, to: number) => Span;

/**
 * A function from offsets to spans of `source`. Lines end as in Python: \n, \r\n or a lone \r.
 * Offsets past the end are moved to the end. A byte order mark is not a column.
 */
export function createLocate(source: string): Locate {
	const starts = [source.startsWith('\ufeff') ? 1 : 0];
	for (const { index, 0: ending } of source.matchAll(/\r\n?|\n/g))
		starts.push(index + ending.length);
	return (from, to) => {
		const start = Math.min(from, source.length);
		const line = lastAtMost(starts, start);
		const column = Math.max(0, start - (starts[line] ?? 0));
		return {
			from: start,
			to: Math.min(Math.max(to, start), source.length),
			line: line + 1,
			column
		};
	};
}

/** Index of the last entry ≤ value; 0 if there is none. */
function lastAtMost(sorted: readonly number[], value: number): number {
	let low = 0;
	let high = sorted.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((sorted[middle] ?? 0) <= value) low = middle;
		else high = middle - 1;
	}
	return low;
}
