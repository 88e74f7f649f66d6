/**
 * The arithmetic of one entry: which entries of which values made it, and what each contributed.
 * It looks through what only moves entries (transpose, reshape, expand, clone …), so that a
 * gradient h_reluᵀ·grad_y is told on h_relu and grad_y. Sums are redone in float64.
 */
import type { Node } from './graph.ts';
import { opTable } from './ops/index.ts';
import type { Attrs, Making, OpName } from './ops/op.ts';
import { isFloat, type Tensor } from './tensor.ts';
import type { Trace } from './trace.ts';

/** Entries of one value that took part, in the order of the terms. */
export interface Part {
	readonly node: number;
	readonly flats: Uint32Array;
}

export interface Explanation {
	readonly node: number;
	readonly flat: number;
	readonly op: OpName;
	readonly rule: Making['rule'];
	/** What the backend computed. */
	readonly value: number;
	/** The same redone in float64 from the values of the parts. */
	readonly exact: number;
	/** One per input that took part. */
	readonly parts: readonly Part[];
	/** Of a sum: what each term contributes, already divided by `over`. */
	readonly terms: Float64Array;
	readonly over: number;
	/** Of a choice: index into the node's inputs, or null; undefined where nothing is chosen. */
	readonly passes?: number | null;
}

/** Nodes that the lesson calls by a name that still means them when the iteration is over. */
export function namedNodes({ bindings, claims }: Trace): ReadonlySet<number> {
	const last = new Map(bindings.map(({ name, node }) => [name, node]));
	return new Set([...last.values(), ...claims.map(({ node }) => node)]);
}

/** The row's word on one entry of a computed node; null for leaves and where the numbers are not there. */
export function makingOf(trace: Trace, id: number, flat: number): Making | null {
	const node = trace.graph.nodes[id];
	if (node.op === 'input' || node.op === 'constant') return null;
	const inputs = node.inputs.map((input) => trace.values[input]);
	if (inputs.some(({ data }) => data.length === 0)) return null;
	return opTable[node.op].making(inputs, node, flat, node.attrs);
}

/** `part` behind the moves that made it, as far as nothing on the way is in `known`. */
export function seeThrough(trace: Trace, part: Part, known: ReadonlySet<number>): Part {
	const { node, flats } = part;
	if (known.has(node) || flats.length === 0) return part;
	const makings = Array.from(flats, (flat) => makingOf(trace, node, flat));
	const from = makings[0] ? copiedInput(makings[0]) : -1;
	// entries of several tensors side by side have no one place behind them
	if (makings.some((making) => making?.rule !== 'copy' || copiedInput(making) !== from))
		return part;
	const source = Uint32Array.from(makings, (making) => making!.flats[from][0]);
	return seeThrough(trace, { node: trace.graph.nodes[node].inputs[from], flats: source }, known);
}

/** Which input a copied entry comes from. */
function copiedInput({ flats }: Making): number {
	return flats.findIndex((list) => list.length > 0);
}

/** How entry `flat` of node `id` came to be; null for a leaf, which nothing made. */
export function explainCell(
	trace: Trace,
	id: number,
	flat: number,
	known = namedNodes(trace)
): Explanation | null {
	const node = trace.graph.nodes[id];
	const { data } = trace.values[id];
	if (node.op === 'input' || node.op === 'constant' || flat >= data.length) return null;
	const making = makingOf(trace, id, flat);
	if (!making) return null;
	const { rule, flats, over, passes } = making;
	const terms = rule === 'sum' ? contributions(trace, node, making) : new Float64Array(0);
	const parts = node.inputs.flatMap((input, i) =>
		flats[i].length > 0 ? [seeThrough(trace, { node: input, flats: flats[i] }, known)] : []
	);
	const exact = recombine(
		node.op,
		node.attrs,
		making,
		node.inputs.map((i) => trace.values[i])
	);
	return {
		node: id,
		flat,
		op: node.op,
		rule,
		value: data[flat],
		exact,
		parts,
		terms,
		over,
		passes
	};
}

/** Π of the entries side by side, each divided by `over`. */
function contributions(trace: Trace, { inputs }: Node, { flats, over }: Making): Float64Array {
	const values = inputs.map((input) => trace.values[input].data);
	return products(values, flats).map((term) => term / over);
}

function products(values: readonly ArrayLike<number>[], flats: Making['flats']): Float64Array {
	return Float64Array.from(flats[0], (_, k) =>
		// a bystander has no entries, and no part in the product
		flats.reduce(
			(product, list, i) => (list.length > 0 ? product * values[i][list[k]] : product),
			1
		)
	);
}

/** The entry that `making` describes, worked out in float64 from the entries that it names. */
export function recombine(
	op: OpName,
	attrs: Attrs,
	making: Making,
	inputs: readonly Tensor[]
): number {
	const { rule, flats, over } = making;
	if (rule === 'copy') {
		const from = copiedInput(making);
		return inputs[from].data[flats[from][0]];
	}
	if (rule === 'sum') {
		const terms = products(
			inputs.map(({ data }) => data),
			flats
		);
		return terms.reduce((sum, term) => sum + term, 0) / over;
	}
	if (rule === 'product') return flats[0].reduce((p, flat) => p * inputs[0].data[flat], 1);
	if ('dim' in attrs) return alongLine(op, attrs, making, inputs[0]);
	const entries = inputs.map(({ dtype, data }, i): Tensor => {
		const entry = flats[i].length > 0 ? data[flats[i][0]] : 0;
		return { shape: [], ...single(dtype, entry) };
	});
	const { dtype } = opTable[op].shape(entries, attrs);
	return opTable[op].forward(entries, attrs, { shape: [], dtype }).data[0];
}

/** An op over a line of its input's entries, on that line alone. */
function alongLine(op: OpName, attrs: Attrs, { flats: [line] }: Making, input: Tensor): number {
	const { dtype, data } = single(input.dtype, 0);
	const values = Float64Array.from(line, (flat) => input.data[flat]);
	const whole: Tensor = {
		shape: [line.length],
		dtype,
		data: data instanceof Uint8Array ? Uint8Array.from(values) : values
	};
	const over = { ...attrs, dim: null, keepdim: false };
	const type = opTable[op].shape([whole], over);
	return opTable[op].forward([whole], over, type).data[0];
}

/** One number, in float64 where it was a float. */
function single(dtype: Tensor['dtype'], value: number): Pick<Tensor, 'dtype' | 'data'> {
	if (dtype === 'bool') return { dtype, data: Uint8Array.of(value) };
	return { dtype: isFloat(dtype) ? 'float64' : dtype, data: Float64Array.of(value) };
}

/**
 * `parts` in terms of values that `isShown`: what is not is replaced by what it was made of,
 * entry by entry. Sums inside stay hidden, since their entries are not those of the part.
 */
export function shownParts(
	trace: Trace,
	parts: readonly Part[],
	isShown: (node: number) => boolean
): Part[] {
	return parts.flatMap((part): Part[] => {
		if (isShown(part.node)) return [part];
		const { inputs } = trace.graph.nodes[part.node];
		const makings = Array.from(part.flats, (flat) => makingOf(trace, part.node, flat));
		if (makings.some((making) => making?.rule !== 'copy' && making?.rule !== 'entry')) return [];
		const under = inputs.map((node, i) => ({
			node,
			flats: Uint32Array.from(makings.flatMap((making) => [...making!.flats[i]]))
		}));
		return shownParts(trace, under, isShown);
	});
}
