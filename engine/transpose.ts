/**
 * Gradients that are a product with a transposed factor. Of R = A·B the gradients are
 * Ā = R̄·Bᵀ and B̄ = Aᵀ·R̄: found in a trace by their wiring, taken apart into outer products,
 * and held against the other products that one might try.
 */
import type { Node } from './graph.ts';
import { opTable } from './ops/index.ts';
import { multiply, transpose, widen } from './ops/matrix.ts';
import { sameShape, ShapeError } from './shape.ts';
import type { Shape, Tensor } from './tensor.ts';
import type { Trace } from './trace.ts';

export interface TransposedProduct {
	/** The mm that makes the gradient. */
	readonly gradient: number;
	/** The forward product, and the factor of it whose gradient this is. */
	readonly product: number;
	readonly of: number;
	/** Which factor of the product that is. */
	readonly side: 'left' | 'right';
	/** The other factor: the one that is transposed. */
	readonly partner: number;
	/** The gradient of the product. */
	readonly upstream: number;
}

/** A node behind transposes and copies, and whether it came out transposed. */
interface Peeled {
	readonly node: number;
	readonly transposed: boolean;
}

function peel(trace: Trace, id: number): Peeled {
	const { op, inputs, shape } = trace.graph.nodes[id];
	if (op === 't') {
		const under = peel(trace, inputs[0]);
		return { node: under.node, transposed: !under.transposed };
	}
	const moves = op === 'clone' || op === 'detach' || op === 'cast' || op === 'reshape';
	const isSame = moves && sameShape(shape, trace.graph.nodes[inputs[0]].shape);
	return isSame ? peel(trace, inputs[0]) : { node: id, transposed: false };
}

/** How `id` is such a gradient; null where it is none. */
export function transposedProductOf(trace: Trace, id: number): TransposedProduct | null {
	const { nodes } = trace.graph;
	const made = peel(trace, id);
	const gradient = nodes[made.node];
	if (made.transposed || gradient.op !== 'mm') return null;
	const factors = gradient.inputs.map((input) => peel(trace, input));
	const place = factors.findIndex(({ transposed }) => transposed);
	if (place < 0 || factors[1 - place].transposed) return null;
	const partner = factors[place].node;
	const owner = trace.steps.find(({ node }) => node === gradient.id)?.owner;
	// the partner on the left of its own product is the partner on the left here, and so on the right
	const product = nodes.find(
		(node) => isProductOf(trace, node, partner, place) && node.inputs[1 - place] === owner
	);
	if (!product || !sameShape(nodes[product.inputs[1 - place]].shape, gradient.shape)) return null;
	return {
		gradient: gradient.id,
		product: product.id,
		of: product.inputs[1 - place],
		side: place === 0 ? 'right' : 'left',
		partner,
		upstream: factors[1 - place].node
	};
}

function isProductOf(trace: Trace, { op, inputs }: Node, partner: number, place: number): boolean {
	if (op !== 'mm') return false;
	const factor = peel(trace, inputs[place]);
	return factor.node === partner && !factor.transposed;
}

/** Every such gradient of the iteration, in the order in which they are made. */
export function transposedProducts(trace: Trace): TransposedProduct[] {
	return trace.steps.flatMap(({ node, phase }) => {
		const found =
			phase === 'backward' && trace.graph.nodes[node].op === 'mm'
				? transposedProductOf(trace, node)
				: null;
		return found ? [found] : [];
	});
}

/** The two factors as they are multiplied: rows of the first meet columns of the second. */
function factorsOf(trace: Trace, { side, partner, upstream }: TransposedProduct) {
	const [kept, turned] = [trace.values[upstream], flipped(trace.values[partner])];
	return side === 'right' ? [turned, kept] : [kept, turned];
}

function flipped({ shape: [m, n], dtype, data }: Tensor): Tensor {
	return { shape: [n, m], dtype, data: transpose(data, m, n) };
}

/** The extent that cancels, that is how many outer products there are. */
export function termCount(trace: Trace, { partner, side }: TransposedProduct): number {
	return trace.graph.nodes[partner].shape[side === 'right' ? 0 : 1];
}

/** The sum of the outer products `from` … `to` (exclusive) in float64: all of them are the gradient. */
export function outerSum(
	trace: Trace,
	product: TransposedProduct,
	from: number,
	to: number
): Tensor {
	const [left, right] = factorsOf(trace, product);
	const [rows, inner] = left.shape;
	const [, columns] = right.shape;
	const data = new Float64Array(rows * columns);
	for (let p = from; p < to; p++) {
		for (let i = 0; i < rows; i++) {
			const value = left.data[i * inner + p];
			for (let j = 0; j < columns; j++)
				data[i * columns + j] += value * right.data[p * columns + j];
		}
	}
	return { shape: [rows, columns], dtype: 'float64', data };
}

/** The column and the row whose outer product is term `p`. */
export function outerFactors(trace: Trace, product: TransposedProduct, p: number) {
	const [left, right] = factorsOf(trace, product);
	const [rows, inner] = left.shape;
	const [, columns] = right.shape;
	const column = Float64Array.from({ length: rows }, (_, i) => left.data[i * inner + p]);
	const row = Float64Array.from({ length: columns }, (_, j) => right.data[p * columns + j]);
	return {
		column: { shape: [rows, 1], dtype: 'float64', data: column } satisfies Tensor,
		row: { shape: [1, columns], dtype: 'float64', data: row } satisfies Tensor
	};
}

/** Largest distance of `sum` from what the backend computed, and the most that rounding can explain there. */
export function distanceFrom(
	trace: Trace,
	{ gradient }: TransposedProduct,
	sum: Tensor
): { readonly most: number; readonly bound: number; readonly within: boolean } {
	const { op, inputs, attrs } = trace.graph.nodes[gradient];
	const value = trace.values[gradient];
	const exact = inputs.map((input) => {
		const operand = trace.values[input];
		return { value: operand, error: new Float64Array(operand.data.length) };
	});
	const bounds = op === 'mm' ? opTable.mm.bound(exact, value, attrs, 2 ** -24) : value.data;
	let [most, bound, within] = [0, 0, true];
	sum.data.forEach((entry, i) => {
		const off = Math.abs(entry - value.data[i]);
		if (!(off <= bounds[i])) within = false;
		if (off > most || Number.isNaN(off)) [most, bound] = [off, bounds[i]];
	});
	return { most, bound, within };
}

export interface Factor {
	readonly node: number;
	readonly transposed: boolean;
	readonly shape: Shape;
}

/** What comes of a product that one might try in place of the right one. */
export type Outcome =
	/** The inner sizes differ: PyTorch's message, and the engine's advice. */
	| { readonly kind: 'refused'; readonly message: string; readonly hint: string }
	/** It can be multiplied, but is no gradient of that shape. */
	| { readonly kind: 'misshapen'; readonly shape: Shape }
	/** It has the shape, by chance, and other numbers. */
	| { readonly kind: 'different'; readonly shape: Shape; readonly most: number }
	| { readonly kind: 'right'; readonly shape: Shape };

export interface Candidate {
	readonly factors: readonly [Factor, Factor];
	readonly outcome: Outcome;
}

/** The products of the two values in either order, each as it is or transposed; one of them is right. */
export function candidatesFor(trace: Trace, product: TransposedProduct): Candidate[] {
	const { partner, upstream } = product;
	const orders = [
		[partner, upstream],
		[upstream, partner]
	];
	const turns = [
		[false, false],
		[true, false],
		[false, true],
		[true, true]
	];
	return orders.flatMap(([first, second]) =>
		turns.map(([a, b]): Candidate => {
			const factors = [factorOf(trace, first, a), factorOf(trace, second, b)] as const;
			return { factors: [...factors], outcome: outcomeOf(trace, product, factors) };
		})
	);
}

function factorOf(trace: Trace, node: number, transposed: boolean): Factor {
	const { shape } = trace.graph.nodes[node];
	return { node, transposed, shape: transposed ? [...shape].reverse() : shape };
}

function outcomeOf(
	trace: Trace,
	product: TransposedProduct,
	factors: readonly [Factor, Factor]
): Outcome {
	const wanted = trace.graph.nodes[product.of].shape;
	const tensors = factors.map(({ node, transposed }) =>
		transposed ? flipped(trace.values[node]) : trace.values[node]
	);
	try {
		const { shape } = opTable.mm.shape(tensors, {});
		if (!sameShape(shape, wanted)) return { kind: 'misshapen', shape };
		const [a, b] = tensors;
		const data = multiply(widen(a.data), widen(b.data), shape[0], a.shape[1], shape[1]);
		const { most, within } = distanceFrom(trace, product, { shape, dtype: 'float64', data });
		return within ? { kind: 'right', shape } : { kind: 'different', shape, most };
	} catch (error) {
		if (!(error instanceof ShapeError)) throw error;
		return { kind: 'refused', message: error.message, hint: error.hint ?? '' };
	}
}
