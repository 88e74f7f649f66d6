/**
 * What is added up for an entry. How many terms; and how much goes in before it cancels, Σ|terms|, the
 * measure of its rounding: an op that adds up is computed again on the sizes of its inputs, of any
 * other it is the result's own size.
 */
import type { Node } from '../graph.ts';
import type { OpName } from '../ops/op.ts';
import { opTable } from '../ops/index.ts';
import { map } from '../ops/elementwise.ts';
import type { Data, Tensor } from '../tensor.ts';

/** Of the ops that add up, the one that does so of sizes. */
const ADDING: Readonly<Partial<Record<OpName, OpName>>> = {
	add: 'add',
	sub: 'add',
	mm: 'mm',
	bmm: 'bmm',
	sum: 'sum',
	mean: 'mean',
	cumsum: 'cumsum',
	conv: 'conv',
	conv_input_grad: 'conv_input_grad',
	conv_weight_grad: 'conv_weight_grad',
	index_add: 'index_add',
	scatter_add: 'scatter_add'
};

/** `inputs` and `value` of the node, in float64. */
export function termsOf(node: Node, inputs: readonly Tensor[], value: Tensor): Data {
	const size = (tensor: Tensor) => map(tensor, tensor, Math.abs);
	const isOp = node.op !== 'input' && node.op !== 'constant';
	const adding = isOp ? ADDING[node.op] : undefined;
	if (!adding) return size(value).data;
	return opTable[adding].forward(inputs.map(size), node.attrs, value).data;
}

/** Of one entry: how much goes in, and in how many terms; 1 of what adds nothing up. */
export function entryTerms(
	node: Node,
	inputs: readonly Tensor[],
	value: Tensor,
	flat: number
): { readonly size: number; readonly count: number } {
	const alone = { size: Math.abs(value.data[flat]), count: 1 };
	if (node.op === 'input' || node.op === 'constant' || !(node.op in ADDING)) return alone;
	const { rule, flats, over } = opTable[node.op].making(inputs, node, flat, node.attrs);
	const size = (k: number, p: number) => Math.abs(inputs[k].data[flats[k][p]]);
	// add and sub: one entry of each side
	if (rule === 'entry') return { size: size(0, 0) + size(1, 0), count: 2 };
	if (rule !== 'sum') return alone;
	const taking = flats.flatMap(({ length }, k) => (length > 0 ? [k] : []));
	const count = taking.length > 0 ? flats[taking[0]].length : 0;
	let sum = 0;
	for (let p = 0; p < count; p++) sum += taking.reduce((term, k) => term * size(k, p), 1);
	return { size: sum / over, count };
}

/** The ops whose entries are each a sum of equally many terms. */
const EVEN: ReadonlySet<string> = new Set(['mm', 'bmm', 'sum', 'mean']);
/** Those whose first entry has the fewest, where its window hangs over the edge. */
const LEAST_FIRST: ReadonlySet<string> = new Set(['conv', 'conv_input_grad', 'conv_weight_grad']);

function termsOfFirst({ op, attrs }: Node, inputs: readonly Tensor[], out: Tensor): number {
	if (op === 'input' || op === 'constant' || out.data.length === 0) return 0;
	return Math.max(
		0,
		...opTable[op].making(inputs, out, 0, attrs).flats.map(({ length }) => length)
	);
}

/** No entry of the result is a sum of more terms than that. */
export function mostTerms(node: Node, inputs: readonly Tensor[], out: Tensor): number {
	if (EVEN.has(node.op)) return termsOfFirst(node, inputs, out);
	const isSum = node.op in ADDING && node.op !== 'add' && node.op !== 'sub';
	const others = termsOfFirst(node, inputs, out);
	return isSum ? Math.max(others, ...inputs.map(({ data }) => data.length)) : others;
}

/** No entry is a sum of fewer, but for empty ones; 0 where the op does not say. */
export function fewestTerms(node: Node, inputs: readonly Tensor[], out: Tensor): number {
	const says = EVEN.has(node.op) || LEAST_FIRST.has(node.op);
	return says ? termsOfFirst(node, inputs, out) : 0;
}
