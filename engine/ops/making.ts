/**
 * What the rows' `making` columns share: which entries of the inputs make one entry of the
 * result. Families of ops name their rule here, so that a row stays one line.
 */
import { stridesOf } from '../shape.ts';
import type { Shape, Tensor, TensorType } from '../tensor.ts';
import type { Making } from './op.ts';
import { offsetsOf } from './summation.ts';

/** The flat index of the entry of `from` that broadcasting puts at `flat` of `to`. */
function broadcastEntry(from: Shape, to: Shape, flat: number): number {
	const strides = stridesOf(from);
	let source = 0;
	for (let axis = to.length - 1, rest = flat; axis >= 0; axis--) {
		const own = axis - (to.length - from.length);
		if (own >= 0 && from[own] > 1) source += (rest % to[axis]) * strides[own];
		rest = Math.floor(rest / to[axis]);
	}
	return source;
}

function only(flat: number): Uint32Array {
	return Uint32Array.of(flat);
}

/** The entry `flat` of the one input, unchanged. */
export function copied(flat: number): Making {
	return { rule: 'copy', flats: [only(flat)], over: 1 };
}

/** As `copied`, where the input broadcasts to the result. */
export function stretched([x]: readonly TensorType[], out: TensorType, flat: number): Making {
	return copied(broadcastEntry(x.shape, out.shape, flat));
}

/** The op itself on one entry of each input: every elementwise op. */
export function eachEntry(inputs: readonly TensorType[], out: TensorType, flat: number): Making {
	const flats = inputs.map(({ shape }) => only(broadcastEntry(shape, out.shape, flat)));
	return { rule: 'entry', flats, over: 1 };
}

/**
 * An elementwise op that lets one of its entries pass: `pick` sees the entries and names the
 * input, or says null where the result is the op's own number.
 */
export function choosing(
	inputs: readonly Tensor[],
	out: TensorType,
	flat: number,
	pick: (entries: readonly number[]) => number | null
): Making {
	const making = eachEntry(inputs, out, flat);
	return { ...making, passes: pick(inputs.map(({ data }, i) => data[making.flats[i][0]])) };
}

/** No entry at all: the shape alone decides. */
export function fromNothing(inputs: readonly TensorType[]): Making {
	return { rule: 'entry', flats: inputs.map(() => new Uint32Array(0)), over: 1 };
}

/** The products along the shared dimension of two matrices. */
export function paired([a, b]: readonly TensorType[], flat: number): Making {
	const [, inner] = a.shape;
	const [, columns] = b.shape;
	const [row, column] = [Math.floor(flat / columns), flat % columns];
	const left = new Uint32Array(inner);
	const right = new Uint32Array(inner);
	for (let p = 0; p < inner; p++) {
		left[p] = row * inner + p;
		right[p] = p * columns + column;
	}
	return { rule: 'sum', flats: [left, right], over: 1 };
}

/** The entries that a reduction over `dims` adds up, divided by `over`. */
export function gathered(shape: Shape, dims: readonly number[], flat: number, over = 1): Making {
	const kept = shape.map((_, axis) => axis).filter((axis) => !dims.includes(axis));
	const strides = stridesOf(shape);
	let [start, rest] = [0, flat];
	for (const axis of [...kept].reverse()) {
		start += (rest % shape[axis]) * strides[axis];
		rest = Math.floor(rest / shape[axis]);
	}
	const flats = Uint32Array.from(offsetsOf(shape, dims), (offset) => start + offset);
	return { rule: 'sum', flats: [flats], over };
}
