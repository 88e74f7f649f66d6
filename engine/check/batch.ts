/**
 * What becomes of every value of a graph when the rows of the batch change places: its own rows change
 * places with them, it stays as it is, or the ops on the way do not tell. The batch is the first axis
 * of everything that the loss is made of and that is not learnt, where they all have one of one extent.
 */
import type { Graph, Node } from '../graph.ts';
import { isFloat } from '../tensor.ts';
import type { Trace } from '../trace.ts';
import { ruleOf } from './batch-rules.ts';
import { computedFrom } from './bounded.ts';
import { valuesOf } from './reverse.ts';

/**
 * `axis`: entries change places along it. Else the value stays, and `even` says along which axes all of
 * its entries are alike, so that it may meet one that changes.
 */
export type Placing =
	{ readonly axis: number } | { readonly axis: null; readonly even: readonly boolean[] };

export interface Batch {
	readonly extent: number;
	/** Leaves whose rows are the samples. */
	readonly leaves: ReadonlySet<number>;
}

/** Null where there is no one axis that all that is not learnt shares. */
export function batchOf({ graph, loss, claims }: Trace): Batch | null {
	if (loss === null) return null;
	const way = computedFrom(graph, loss);
	const learnt = new Set(claims.flatMap(valuesOf));
	const leaves = new Set<number>();
	for (const id of way) {
		graph.nodes[id].inputs.forEach((input, i) => {
			if (graph.nodes[id].needsGrad[i]) learnt.add(input);
			if (graph.nodes[input].op === 'input') leaves.add(input);
		});
	}
	const given = [...leaves].filter((id) => !learnt.has(id) && graph.nodes[id].shape.length > 0);
	const extents = new Set(given.map((id) => graph.nodes[id].shape[0]));
	const [extent] = extents;
	const hasNumbers = given.some((id) => isFloat(graph.nodes[id].dtype));
	if (extents.size !== 1 || extent < 2 || !hasNumbers) return null;
	return { extent, leaves: new Set(given) };
}

/** By node; null where the ops do not tell. */
export function placings({ nodes }: Graph, { leaves, extent }: Batch): readonly (Placing | null)[] {
	const found: (Placing | null)[] = [];
	for (const node of nodes) {
		const inputs = node.inputs.map((id) => found[id]);
		const types = node.inputs.map((id) => nodes[id]);
		found.push(leaves.has(node.id) ? { axis: 0 } : placingOf(node, types, inputs, extent));
	}
	return found;
}

function placingOf(
	node: Node,
	types: readonly Node[],
	inputs: readonly (Placing | null)[],
	extent: number
): Placing | null {
	const { op, shape } = node;
	if (op === 'ones_like' || op === 'zeros_like') return { axis: null, even: shape.map(() => true) };
	const known = inputs.flatMap((each) => each ?? []);
	if (known.length < inputs.length) return null;
	if (known.every(({ axis }) => axis === null)) return staying(node, types, known);
	if (EACH.has(op)) return meeting(node, types, known);
	const axis = ruleOf(op)?.({ node, types, inputs: known, extent });
	if (axis === undefined) return null;
	return axis === 'stays' ? { axis: null, even: shape.map(() => false) } : { axis };
}

/** Ops on one entry of each operand, under broadcasting. */
const EACH: ReadonlySet<string> = new Set([
	...['add', 'sub', 'mul', 'div', 'neg', 'pow', 'power', 'remainder', 'clamp', 'relu', 'clone'],
	...['detach', 'cast', 'exp', 'expm1', 'log', 'log1p', 'sqrt', 'sin', 'cos', 'tanh', 'sigmoid'],
	...['erf', 'abs', 'sign', 'floor', 'ceil', 'round', 'lt', 'le', 'gt', 'ge', 'eq', 'ne', 'where'],
	...['masked_fill', 'maximum', 'minimum', 'attains', 'binary_cross_entropy', 'logical_and'],
	...['logical_or', 'logical_xor', 'logical_not', 'expand']
]);

/** Whether all entries of the operand that meet one axis of the result are alike. */
function isEven({ shape }: Node, from: Node, even: readonly boolean[], axis: number): boolean {
	const own = axis - (shape.length - from.shape.length);
	return own < 0 || from.shape[own] === 1 || even[own];
}

/** Of operands that stay the result does, whatever the op. */
function staying(node: Node, types: readonly Node[], inputs: readonly Placing[]): Placing {
	const even = node.shape.map(
		(_, axis) =>
			EACH.has(node.op) &&
			inputs.every((each, k) => each.axis === null && isEven(node, types[k], each.even, axis))
	);
	return { axis: null, even };
}

/** Rows that change places meet others that do so along the same axis, or what is alike along it. */
function meeting(node: Node, types: readonly Node[], inputs: readonly Placing[]): Placing | null {
	const lead = (k: number) => node.shape.length - types[k].shape.length;
	const axes = new Set(inputs.flatMap(({ axis }, k) => (axis === null ? [] : [axis + lead(k)])));
	const [axis] = axes;
	const fits = inputs.every(
		(each, k) => each.axis !== null || isEven(node, types[k], each.even, axis)
	);
	return axes.size === 1 && fits ? { axis } : null;
}
