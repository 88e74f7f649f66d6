/**
 * The pattern of an error: where a gradient is wrong and how, whoever wrote it. Pure, from what it
 * is, what it should be and how far rounding reaches; the first pattern that holds is the answer.
 */
import type { Data, Shape } from '../tensor.ts';
import { ratioOf, type RatioPattern } from './ratio.ts';

export interface Errors {
	readonly got: Data;
	readonly expected: Data;
	/** Largest difference that rounding can explain, entry by entry. */
	readonly bound: ArrayLike<number>;
	readonly shape: Shape;
}

/** What is known of the tensor besides its numbers. */
export interface Surroundings {
	/** Shapes that occur in the program: a ratio may be one over an extent of them. */
	readonly shapes?: readonly Shape[];
	/** Of every entry, whether the gate (ReLU, clamp) behind the tensor is open there. */
	readonly gate?: ArrayLike<boolean> | null;
}

export type Pattern =
	| RatioPattern
	/** Nothing came: every entry is zero. */
	| { readonly id: 'nothing' }
	/** Zero where a value should be, at `wrong` of `total` entries, and right elsewhere. */
	| { readonly id: 'zeros'; readonly wrong: number; readonly total: number }
	/** The transpose of what it should be. */
	| { readonly id: 'transposed' }
	/** Right but for whole rows, or columns. */
	| { readonly id: 'rows' | 'columns'; readonly wrong: readonly number[]; readonly total: number }
	/** Right but for the gate: `passed` where it is shut, `stopped` where it is open. */
	| { readonly id: 'gate'; readonly passed: number; readonly stopped: number };

/** Null where nothing is wrong, nothing can be said, or no pattern holds. */
export function patternOf(
	errors: Errors,
	{ shapes = [], gate }: Surroundings = {}
): Pattern | null {
	const wrong = wrongEntries(errors);
	if (wrong === null || wrong.length === 0) return null;
	return (
		nothing(errors) ??
		ratioOf(errors, shapes) ??
		transposed(errors) ??
		gated(errors, wrong, gate) ??
		zeros(errors, wrong) ??
		lines(errors, wrong)
	);
}

/** Flat indices; null where a number is not finite, so that nothing can be said of the whole. */
function wrongEntries({ got, expected, bound }: Errors): number[] | null {
	const wrong: number[] = [];
	for (let i = 0; i < got.length; i++) {
		const off = Math.abs(got[i] - expected[i]);
		if (!(off < Infinity)) return null;
		if (off > bound[i]) wrong.push(i);
	}
	return wrong;
}

function nothing({ got }: Errors): Pattern | null {
	return got.every((x) => x === 0) ? { id: 'nothing' } : null;
}

function transposed({ got, expected, bound, shape }: Errors): Pattern | null {
	const [rows, columns] = shape;
	if (shape.length !== 2 || rows !== columns) return null;
	for (let i = 0; i < got.length; i++) {
		const across = (i % rows) * rows + Math.floor(i / rows);
		if (!(Math.abs(got[i] - expected[across]) <= bound[i] + bound[across])) return null;
	}
	return { id: 'transposed' };
}

function gated(
	{ got, expected }: Errors,
	wrong: readonly number[],
	gate: Surroundings['gate']
): Pattern | null {
	if (!gate) return null;
	const passed = wrong.filter((i) => !gate[i] && expected[i] === 0).length;
	const stopped = wrong.filter((i) => gate[i] && got[i] === 0).length;
	return passed + stopped === wrong.length ? { id: 'gate', passed, stopped } : null;
}

function zeros({ got }: Errors, wrong: readonly number[]): Pattern | null {
	const isZero = wrong.every((i) => got[i] === 0);
	return isZero ? { id: 'zeros', wrong: wrong.length, total: got.length } : null;
}

function lines({ shape }: Errors, wrong: readonly number[]): Pattern | null {
	if (shape.length !== 2) return null;
	const [rows, columns] = shape;
	const inRows = whole(wrong, (i) => Math.floor(i / columns), columns);
	if (inRows && inRows.length < rows) return { id: 'rows', wrong: inRows, total: rows };
	const inColumns = whole(wrong, (i) => i % columns, rows);
	if (inColumns && inColumns.length < columns)
		return { id: 'columns', wrong: inColumns, total: columns };
	return null;
}

/** The lines that the wrong entries fill; null where they leave one of them half full. */
function whole(
	wrong: readonly number[],
	lineOf: (i: number) => number,
	length: number
): number[] | null {
	// one entry is no line
	if (length < 2) return null;
	const counts = new Map<number, number>();
	for (const i of wrong) counts.set(lineOf(i), (counts.get(lineOf(i)) ?? 0) + 1);
	const isFull = [...counts.values()].every((count) => count === length);
	return isFull ? [...counts.keys()].toSorted((a, b) => a - b) : null;
}
