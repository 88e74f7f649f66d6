/**
 * Two programs that compute the same function, gradient by gradient: which nodes of their traces
 * mean the same, and whether the numbers are the same bits. There is no tolerance here: two correct
 * gradients may differ by rounding, and then this says by how much.
 */
import type { Node } from '../graph.ts';
import { forwardNodes, gradientHolder, indexTrace } from '../holder.ts';
import { sizeOf, type Tensor } from '../tensor.ts';
import type { Trace } from '../trace.ts';
import { indexOf } from './compare.ts';

export interface Difference {
	readonly total: number;
	/** Entries whose bits differ; `null` where nothing could be compared: other shapes, or no numbers. */
	readonly unequal: number | null;
	/** The entry that is furthest off; null where no entry differs, NaN counting as infinitely far. */
	readonly worst: {
		readonly index: readonly number[];
		readonly values: readonly [number, number];
		readonly by: number;
	} | null;
}

export interface Agreement {
	/** The value that both are the gradient of, in the one trace and in the other. */
	readonly of: readonly [number, number];
	/** The nodes that hold its gradient. */
	readonly nodes: readonly [number, number];
	readonly difference: Difference;
}

function leafNames(trace: Trace): ReadonlyMap<number, string> {
	const names = new Map<number, string>();
	for (const { name, node } of trace.bindings) {
		const isLeaf = trace.graph.nodes[node].op === 'input';
		if (isLeaf && !name.includes('.') && !names.has(node)) names.set(node, name);
	}
	return names;
}

/** Says what a node computes, down to named leaves; equal for equal computations of both traces. */
function createSpeller(trace: Trace, codes: Map<string, number>): (node: number) => number {
	const names = leafNames(trace);
	const known = new Map<number, number>();
	// a leaf without a name is like no other: no two of them are written at the same size
	const text = ({ id, op, inputs, attrs, shape }: Node, spell: (node: number) => number) =>
		op === 'input'
			? `input ${names.get(id) ?? `#${codes.size}`} ${shape.join('×')}`
			: `${op} ${JSON.stringify(attrs)} ${inputs.map(spell).join()}`;
	return function spell(node: number): number {
		const before = known.get(node);
		if (before !== undefined) return before;
		const words = text(trace.graph.nodes[node], spell);
		const code = codes.get(words) ?? codes.size;
		codes.set(words, code);
		known.set(node, code);
		return code;
	};
}

function valuesOf(trace: Trace): number[] {
	const forward = forwardNodes(trace);
	const inputs = forward.flatMap((node) => trace.graph.nodes[node].inputs);
	return [...new Set([...inputs, ...forward])];
}

/** Leaf by name and op by op: the values of the forward pass of `one` that `other` computes too. */
export function counterparts(one: Trace, other: Trace): ReadonlyMap<number, number> {
	const codes = new Map<string, number>();
	const spell = createSpeller(other, codes);
	const nodes = new Map<number, number>();
	for (const node of valuesOf(other)) if (!nodes.has(spell(node))) nodes.set(spell(node), node);
	const spellOne = createSpeller(one, codes);
	return new Map(
		valuesOf(one).flatMap((node) => {
			const match = nodes.get(spellOne(node));
			return match === undefined ? [] : [[node, match] as const];
		})
	);
}

/** Entry by entry; 0 and −0 are different bits, NaN is NaN. */
export function differenceOf(one: Tensor, other: Tensor): Difference {
	const total = sizeOf(one.shape);
	const isWhole = one.data.length === total && other.data.length === total;
	if (!isWhole || one.shape.join() !== other.shape.join()) {
		return { total, unequal: null, worst: null };
	}
	let unequal = 0;
	let [worst, most] = [-1, -1];
	for (let i = 0; i < total; i++) {
		const [a, b] = [one.data[i], other.data[i]];
		if (Object.is(a, b)) continue;
		unequal++;
		const off = Math.abs(a - b);
		const by = Number.isNaN(off) ? Infinity : off;
		if (by > most) [worst, most] = [i, by];
	}
	if (worst < 0) return { total, unequal, worst: null };
	const values = [one.data[worst], other.data[worst]] as const;
	return { total, unequal, worst: { index: indexOf(worst, one.shape), values, by: most } };
}

/** Every gradient that both traces have, in the order in which `other` made them. */
export function compareGradients(one: Trace, other: Trace): Agreement[] {
	const [here, there] = [indexTrace(one), indexTrace(other)];
	const pairs = [...counterparts(one, other)].flatMap(([left, right]): Agreement[] => {
		const node = gradientHolder(here, left);
		const match = gradientHolder(there, right);
		if (node === null || match === null) return [];
		const difference = differenceOf(one.values[node], other.values[match]);
		return [{ of: [left, right], nodes: [node, match], difference }];
	});
	const order = ({ nodes }: Agreement) => there.stepOf.get(nodes[1]) ?? -1;
	return pairs.sort((a, b) => order(a) - order(b));
}
