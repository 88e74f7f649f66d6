/** Which axes an op forces to be equal: what it multiplies out, sums away, moves or broadcasts. */
import type { Node } from '#engine/graph.ts';

/** `[input, axis of that input, axis of the output]`. */
export type SharedAxis = readonly [input: number, from: number, to: number];

type Rule = (node: Node, inputs: readonly Node[]) => SharedAxis[];

/** Axes of the first input that stay, one after the other. */
function kept({ attrs }: Node, [x]: readonly Node[]): SharedAxis[] {
	const rank = x.shape.length;
	const dims = attrs.dim == null ? null : [attrs.dim].flat().map(Number);
	const gone = dims && new Set(dims.map((dim) => (dim < 0 ? dim + rank : dim)));
	let out = 0;
	return x.shape.flatMap((_, axis): SharedAxis[] => {
		if (!gone || gone.has(axis)) {
			if (attrs.keepdim) out++;
			return [];
		}
		return [[0, axis, out++]];
	});
}

/** Aligned at the last axis, as broadcasting does; an axis of another extent is broadcast. */
function broadcast(node: Node, inputs: readonly Node[]): SharedAxis[] {
	return inputs.flatMap(({ shape }, i) => {
		const lead = node.shape.length - shape.length;
		return shape.flatMap((extent, axis): SharedAxis[] =>
			extent === node.shape[axis + lead] ? [[i, axis, axis + lead]] : []
		);
	});
}

/** A new shape shares its axes with the old one where all that differs is axes of 1. */
function reshaped({ shape }: Node, [x]: readonly Node[]): SharedAxis[] {
	const long = (extents: readonly number[]) => [...extents.keys()].filter((i) => extents[i] !== 1);
	const [from, to] = [long(x.shape), long(shape)];
	if (from.map((i) => x.shape[i]).join() !== to.map((i) => shape[i]).join()) return [];
	return from.map((axis, k) => [0, axis, to[k]]);
}

function permuted({ attrs, shape }: Node): SharedAxis[] {
	const dims = attrs.dims as readonly number[];
	return dims.map((dim, to) => [0, dim < 0 ? dim + shape.length : dim, to]);
}

function axisOf({ attrs }: Node, { shape }: Node): number {
	const dim = Number(attrs.dim);
	return dim < 0 ? dim + shape.length : dim;
}

/** All axes of every input but the one along which they are joined, or entries are looked up. */
function besides(node: Node, inputs: readonly Node[]): SharedAxis[] {
	const along = axisOf(node, inputs[0]);
	return inputs.flatMap(({ shape }, i) =>
		[...shape.keys()]
			.filter((axis) => axis !== along && shape[axis] === node.shape[axis])
			.map((axis): SharedAxis => [i, axis, axis])
	);
}

/** The axes of the index stand in the place of the one that it looks along. */
function selected(node: Node, [x, index]: readonly Node[]): SharedAxis[] {
	const along = axisOf(node, x);
	const more = index.shape.length - 1;
	return [
		...[...x.shape.keys()].flatMap((axis): SharedAxis[] =>
			axis === along ? [] : [[0, axis, axis < along ? axis : axis + more]]
		),
		...[...index.shape.keys()].map((axis): SharedAxis => [1, axis, along + axis])
	];
}

/** Places that are looked up, or cut out, one by one: no axis goes along. */
const none: Rule = () => [];

/** Images by channels and places: samples are shared, and the filters become the channels. */
function convolved(): SharedAxis[] {
	return [
		[0, 0, 0],
		[1, 0, 1]
	];
}

const product: Rule = ({ shape }) => {
	const [rows, columns] = [shape.length - 2, shape.length - 1];
	const batch = shape.slice(0, -2).flatMap((_, axis): SharedAxis[] => [
		[0, axis, axis],
		[1, axis, axis]
	]);
	return [...batch, [0, rows, rows], [1, columns, columns]];
};

const RULES: Readonly<Partial<Record<Node['op'], Rule>>> = {
	t: () => [
		[0, 0, 1],
		[0, 1, 0]
	],
	...{ mm: product, bmm: product, reshape: reshaped, permute: permuted, conv: convolved },
	...{ cat: besides, gather: besides, scatter_add: besides, index_select: selected },
	...{ index_add: none, conv_input_grad: none, conv_weight_grad: none },
	...{ sum: kept, mean: kept, prod: kept, amax: kept, amin: kept, argmax: kept, argmin: kept }
};

export function sharedAxes(node: Node, inputs: readonly Node[]): SharedAxis[] {
	return (RULES[node.op] ?? broadcast)(node, inputs);
}
