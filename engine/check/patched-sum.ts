/**
 * Entries that are sums of products, some terms of which move. What stays is found once: where few
 * terms move it is the sum as it was less these, else the others added up. Then a move costs as
 * many terms as it reaches.
 */
import type { Bounded, Making } from '../ops/op.ts';
import { gamma } from '../ops/rounding.ts';
import { U64 } from './bounded.ts';
import { placesOf, type Operand, type Step } from './patch.ts';

/** Terms of one sum, as entries of the operands; `right` is empty where one alone has a part. */
export interface Terms {
	readonly left: readonly number[];
	readonly right: readonly number[];
}

interface Sum {
	readonly out: Bounded;
	readonly operands: readonly Operand[];
	readonly making: (flat: number) => Making;
	readonly flats: Uint32Array;
	/** Those that move in the sum `flat`, where that is known without asking how it was made. */
	readonly moving?: (flat: number) => Terms;
}

/** Null where more than two operands have a part in a term, and where nothing stays. */
export function sumStep({ out, operands, making, flats, moving }: Sum): Step | null {
	const first = making(flats[0]);
	const taking = first.flats.flatMap(({ length }, k) => (length > 0 ? [k] : []));
	if (taking.length === 0 || taking.length > 2) return null;
	const all = placesOf(operands);
	const places = taking.map((k) => all[k]);
	const bases = taking.map((k) => operands[k].base);
	const listed = (flat: number) => {
		const { flats: lists } = making(flat);
		return taking.map((k) => lists[k]);
	};
	const terms = Array.from(flats, moving ?? ((flat) => chosen(listed(flat), places, true)));
	const count = first.flats[taking[0]].length;
	// of all its terms a sum is added up as the op does it, which may be in pairs
	if (terms.every(({ left }) => left.length === count)) return null;
	const rest = { value: new Float64Array(flats.length), error: new Float64Array(flats.length) };
	terms.forEach((each, i) => {
		const flat = flats[i];
		const whole = { value: out.value.data[flat] * first.over, error: out.error[flat] * first.over };
		const found =
			each.left.length * 2 < count
				? plus(whole, bases, each, -1)
				: plus(NOTHING, bases, chosen(listed(flat), places, false), 1);
		[rest.value[i], rest.error[i]] = [found.value, found.error];
	});
	const factors = bases.map((base, side) => factorsOf(base, places[side], terms, side));
	const starts = startsOf(terms);
	return (patches) => {
		const moved = taking.map((k) => patches[k]?.moved ?? null);
		return added({ rest, starts, factors, over: first.over }, moved);
	};
}

const NOTHING = { value: 0, error: 0 };

/** The terms of which a factor moves, or those of which none does. */
function chosen(
	lists: readonly Uint32Array[],
	places: readonly (Int32Array | null)[],
	moves: boolean
): Terms {
	const [left, right]: [number[], number[]] = [[], []];
	for (let p = 0; p < lists[0].length; p++) {
		const isMoved = lists.some((list, side) => (places[side]?.[list[p]] ?? -1) >= 0);
		if (isMoved !== moves) continue;
		left.push(lists[0][p]);
		if (lists.length > 1) right.push(lists[1][p]);
	}
	return { left, right };
}

interface Bound {
	readonly value: number;
	readonly error: number;
}

/** `start` and the terms, or less the terms, one after the other. */
function plus(
	start: Bound,
	[a, b]: readonly Bounded[],
	{ left, right }: Terms,
	sign: 1 | -1
): Bound {
	let [value, error, reach] = [start.value, start.error, Math.abs(start.value)];
	for (let t = 0; t < left.length; t++) {
		const [x, ex] = [a.value.data[left[t]], a.error[left[t]]];
		const [y, ey] = b ? [b.value.data[right[t]], b.error[right[t]]] : [1, 0];
		value += sign * x * y;
		reach += (Math.abs(x) + ex) * (Math.abs(y) + ey);
		error += Math.abs(x) * ey + ex * (Math.abs(y) + ey);
	}
	return { value, error: error + gamma(left.length + 1, U64) * reach };
}

/** Factors side by side, and which moved entry each is; −1: it stays. */
interface Factors {
	readonly value: Float64Array;
	readonly error: Float64Array;
	readonly place: Int32Array;
}

function factorsOf(
	base: Bounded,
	places: Int32Array | null,
	terms: readonly Terms[],
	side: number
): Factors {
	const count = terms.reduce((sum, { left }) => sum + left.length, 0);
	const value = new Float64Array(count);
	const error = new Float64Array(count);
	const place = new Int32Array(count).fill(-1);
	let t = 0;
	for (const { left, right } of terms) {
		for (const flat of side === 0 ? left : right) {
			value[t] = base.value.data[flat];
			error[t] = base.error[flat];
			if (places) place[t] = places[flat];
			t++;
		}
	}
	return { value, error, place };
}

/** Where the terms of each sum begin, and the last ones end. */
function startsOf(terms: readonly Terms[]): Uint32Array {
	const starts = new Uint32Array(terms.length + 1);
	terms.forEach(({ left }, i) => (starts[i + 1] = starts[i] + left.length));
	return starts;
}

interface Parts {
	readonly rest: { readonly value: Float64Array; readonly error: Float64Array };
	readonly starts: Uint32Array;
	readonly factors: readonly Factors[];
	readonly over: number;
}

/** What stays and what moves. */
function added(
	{ rest, starts, factors: [a, b], over }: Parts,
	[movedA, movedB]: readonly (Bounded | null)[]
): Bounded {
	const size = rest.value.length;
	const data = new Float64Array(size);
	const error = new Float64Array(size);
	for (let i = 0; i < size; i++) {
		let [value, carried, reach] = [rest.value[i], rest.error[i], Math.abs(rest.value[i])];
		for (let t = starts[i]; t < starts[i + 1]; t++) {
			const p = a.place[t];
			const x = p >= 0 ? movedA!.value.data[p] : a.value[t];
			const ex = p >= 0 ? movedA!.error[p] : a.error[t];
			let [y, ey] = [1, 0];
			if (b) {
				const q = b.place[t];
				y = q >= 0 ? movedB!.value.data[q] : b.value[t];
				ey = q >= 0 ? movedB!.error[q] : b.error[t];
			}
			value += x * y;
			reach += (Math.abs(x) + ex) * (Math.abs(y) + ey);
			carried += Math.abs(x) * ey + ex * (Math.abs(y) + ey);
		}
		data[i] = value / over;
		// each term is multiplied and added, and the whole divided
		error[i] = (carried + gamma(starts[i + 1] - starts[i] + 2, U64) * reach) / over;
	}
	return { value: { shape: [size], dtype: 'float64', data }, error };
}
