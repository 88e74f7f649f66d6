/**
 * What the rounding bound of one entry is made of: the op's own roundings, and the errors that each
 * of its operands came with.
 */
import type { Node } from '../graph.ts';
import { opTable } from '../ops/index.ts';
import type { Bounded, Making } from '../ops/op.ts';
import { boundOf, exact } from './bounded.ts';

export interface Carried {
	/** 0 of an operand that had no part in the entry. */
	readonly size: number;
	/** Flat index of the entry that brought most of it. */
	readonly at: number;
}

export interface Parts {
	readonly own: number;
	/** By operand. */
	readonly carried: readonly Carried[];
}

/** Null where the op does not say which entries took part one by one, and of what nothing made. */
export function boundParts(
	node: Node,
	inputs: readonly Bounded[],
	result: Bounded,
	flat: number,
	u: number
): Parts | null {
	if (node.op === 'input' || node.op === 'constant') return null;
	const values = inputs.map((input) => input.value);
	const making = opTable[node.op].making(values, node, flat, node.attrs);
	const whole = result.error[flat];
	if (making.rule === 'entry') return entryParts(node, inputs, result, making, flat, u);
	if (making.rule === 'product') return null;
	const carried = inputs.map((_, k) => carriedBy(k, inputs, making));
	const own = Math.max(0, whole - carried.reduce((sum, { size }) => sum + size, 0));
	return { own, carried };
}

/** Σ E of the operand's entries, times the sizes of what they are multiplied by. */
function carriedBy(k: number, inputs: readonly Bounded[], { flats, over }: Making): Carried {
	let [sum, most, from] = [0, -1, 0];
	flats[k].forEach((at, p) => {
		let term = inputs[k].error[at];
		flats.forEach((list, other) => {
			if (other === k || list.length === 0) return;
			const { value, error } = inputs[other];
			term *= Math.abs(value.data[list[p]]) + error[list[p]];
		});
		sum += term;
		if (term > most) [most, from] = [term, at];
	});
	return { size: sum / over, at: from };
}

/** The op on the one entry of each operand, with the errors of one operand alone. */
function entryParts(
	node: Node,
	inputs: readonly Bounded[],
	result: Bounded,
	{ flats }: Making,
	flat: number,
	u: number
): Parts | null {
	if (flats.some(({ length }) => length !== 1)) return null;
	const only = (data: ArrayLike<number>, at: number) => Float64Array.of(data[at]);
	const singles = inputs.map(({ value, error }, k): Bounded => {
		const single = { shape: [], dtype: value.dtype, data: only(value.data, flats[k][0]) };
		return { value: single, error: only(error, flats[k][0]) };
	});
	const value = {
		shape: [],
		dtype: result.value.dtype,
		data: only(result.value.data, flat)
	};
	const boundWith = (k: number) =>
		boundOf(
			node,
			singles.map((single, i) => (i === k ? single : exact(single.value))),
			value,
			u
		)[0];
	const own = boundWith(-1);
	const carried = singles.map((_, k) => ({
		size: Math.max(0, boundWith(k) - own),
		at: flats[k][0]
	}));
	return { own, carried };
}
