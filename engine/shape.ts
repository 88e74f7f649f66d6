/**
 * Shapes: strides, broadcasting and its inverse, and how a learner reads a shape.
 * Broadcasting follows PyTorch: trailing dimensions align, extent 1 stretches.
 */
import { sizeOf, type Shape } from './tensor.ts';

/** A shape rule was broken; `message` is PyTorch's wording, `hint` says what to do. */
export class ShapeError extends Error {
	override readonly name = 'ShapeError';
	constructor(
		message: string,
		readonly hint?: string,
		/** What Python raises. */
		readonly type: 'RuntimeError' | 'IndexError' = 'RuntimeError'
	) {
		super(message);
	}
}

/** `64×1000`; a scalar reads `scalar`. */
export function showShape(shape: Shape): string {
	return shape.length === 0 ? 'scalar' : shape.join('×');
}

export function sameShape(a: Shape, b: Shape): boolean {
	return a.length === b.length && a.every((extent, i) => extent === b[i]);
}

/** Row-major strides in elements. */
export function stridesOf(shape: Shape): number[] {
	const strides = new Array<number>(shape.length);
	let stride = 1;
	for (let i = shape.length - 1; i >= 0; i--) {
		strides[i] = stride;
		stride *= shape[i];
	}
	return strides;
}

/** The common shape of `a` and `b`; throws PyTorch's message where an extent clashes. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
	const rank = Math.max(a.length, b.length);
	const out = new Array<number>(rank);
	for (let i = rank - 1; i >= 0; i--) {
		const ea = a[i - (rank - a.length)] ?? 1;
		const eb = b[i - (rank - b.length)] ?? 1;
		if (ea !== eb && ea !== 1 && eb !== 1) {
			throw new ShapeError(
				`The size of tensor a (${ea}) must match the size of tensor b (${eb}) at non-singleton dimension ${i}`,
				`${showShape(a)} and ${showShape(b)} do not broadcast: sizes are aligned from the right and must be equal or 1`
			);
		}
		out[i] = ea === 1 ? eb : ea;
	}
	return out;
}

/**
 * For each flat index of `to`, the flat index of the element of `from` that broadcasts there.
 * Returns null where the shapes are equal (the identity), which callers take as the fast path.
 */
export function broadcastIndex(from: Shape, to: Shape): Uint32Array | null {
	if (sameShape(from, to)) return null;
	const index = new Uint32Array(sizeOf(to));
	const strides = stridesOf(from);
	const lead = to.length - from.length;
	const step = to.map((_, i) => (i < lead || from[i - lead] === 1 ? 0 : strides[i - lead]));
	const at = new Array<number>(to.length).fill(0);
	let source = 0;
	for (let flat = 0; flat < index.length; flat++) {
		index[flat] = source;
		for (let d = to.length - 1; d >= 0; d--) {
			source += step[d];
			if (++at[d] < to[d]) break;
			source -= step[d] * to[d];
			at[d] = 0;
		}
	}
	return index;
}

/** The dimensions of `to` that broadcasting `from` stretched or added: those a vjp sums over. */
export function broadcastDims(from: Shape, to: Shape): number[] {
	const lead = to.length - from.length;
	return to.flatMap((extent, i) => (i < lead || (from[i - lead] === 1 && extent !== 1) ? [i] : []));
}

/** A dimension index in [0, rank), counting from the end where negative, as PyTorch does. */
export function normalizeDim(dim: number, rank: number): number {
	const limit = Math.max(rank, 1);
	if (!Number.isInteger(dim) || dim < -limit || dim >= limit) {
		throw new ShapeError(
			`Dimension out of range (expected to be in range of [${-limit}, ${limit - 1}], but got ${dim})`,
			undefined,
			'IndexError'
		);
	}
	return dim < 0 ? dim + limit : dim;
}
