/**
 * A value of which a few entries are moved: those alone, beside the value where nothing is moved.
 * Ops are applied to them so that each entry comes out as it would with the whole tensor.
 */
import type { Bounded, Making } from '../ops/op.ts';
import { allocate, type Tensor } from '../tensor.ts';

export interface Patch {
	/** Flat indices of the moved entries, in rising order. */
	readonly flats: Uint32Array;
	/** Their values, one beside the other, with their bounds. */
	readonly moved: Bounded;
}

/** What an operand is: as it was, and the entries of it that move, if any do. */
export interface Operand {
	readonly base: Bounded;
	/** Flat indices of what moves; null where nothing does. */
	readonly flats: Uint32Array | null;
}

/** Computes the moved entries of a result from those of its operands, null for one of which none are. */
export type Step = (patches: readonly (Patch | null)[]) => Bounded;

/** The whole value, the moved entries in it. */
export function patched(base: Bounded, patch: Patch | null): Bounded {
	if (!patch) return base;
	const data = base.value.data.slice();
	const error = base.error.slice();
	patch.flats.forEach((flat, i) => {
		data[flat] = patch.moved.value.data[i];
		error[flat] = patch.moved.error[i];
	});
	return { value: { ...base.value, data }, error };
}

export function pick({ value, error }: Bounded, flats: ArrayLike<number>): Bounded {
	const data = allocate(value.dtype, flats.length);
	const part = new Float64Array(flats.length);
	for (let i = 0; i < flats.length; i++) {
		data[i] = value.data[flats[i]];
		part[i] = error[flats[i]];
	}
	return { value: { shape: [flats.length], dtype: value.dtype, data }, error: part };
}

/** Where the entry `flat` of each operand stands among what moves in it; −1: it does not move. */
export function placesOf(operands: readonly Operand[]): (Int32Array | null)[] {
	return operands.map(({ base, flats }) => {
		if (!flats) return null;
		const places = new Int32Array(base.value.data.length).fill(-1);
		flats.forEach((flat, i) => (places[flat] = i));
		return places;
	});
}

/** Entries of an operand side by side, some of which move. */
interface Gathered {
	readonly base: Bounded;
	/** Pairs: where in `base`, and which moved entry stands there. */
	readonly to: readonly number[];
	readonly from: readonly number[];
	/** What moves is all of them, in the same order. */
	readonly isAll: boolean;
}

function gathered(
	{ base }: Operand,
	places: Int32Array | null,
	flats: ArrayLike<number>
): Gathered {
	const [to, from]: [number[], number[]] = [[], []];
	if (places) {
		for (let i = 0; i < flats.length; i++) {
			if (places[flats[i]] < 0) continue;
			to.push(i);
			from.push(places[flats[i]]);
		}
	}
	const isAll = to.length === flats.length && from.every((place, i) => place === i);
	return { base: pick(base, flats), to, from, isAll };
}

function filled({ base, to, from, isAll }: Gathered, patch: Patch | null): Bounded {
	if (!patch) return base;
	const { value, error } = patch.moved;
	if (isAll && to.length === error.length) return patch.moved;
	const data = base.value.data.slice();
	const errors = base.error.slice();
	for (let i = 0; i < to.length; i++) {
		data[to[i]] = value.data[from[i]];
		errors[to[i]] = error[from[i]];
	}
	return { value: { ...base.value, data }, error: errors };
}

/** The operands of an op that makes each entry of one entry of each of them, as lists side by side. */
export function gatherOperands(
	operands: readonly Operand[],
	sources: (input: number) => Uint32Array
): (patches: readonly (Patch | null)[]) => Bounded[] {
	const places = placesOf(operands);
	const all = operands.map((operand, k) => gathered(operand, places[k], sources(k)));
	return (patches) => all.map((each, k) => filled(each, patches[k]));
}

/** Each entry the one that is copied, of whichever operand that is. */
export function copyStep(
	operands: readonly Operand[],
	making: (flat: number) => Making,
	flats: Uint32Array,
	dtype: Tensor['dtype']
): Step {
	const places = placesOf(operands);
	const sources = Array.from(flats, (flat) => {
		const lists = making(flat).flats;
		const k = lists.findIndex(({ length }) => length > 0);
		return { k, place: places[k]?.[lists[k][0]] ?? -1 };
	});
	return (patches) => {
		const data = allocate(dtype, flats.length);
		const error = new Float64Array(flats.length);
		sources.forEach(({ k, place }, i) => {
			const { moved } = patches[k]!;
			data[i] = moved.value.data[place];
			error[i] = moved.error[place];
		});
		return { value: { shape: [flats.length], dtype, data }, error };
	};
}
