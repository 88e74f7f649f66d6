/**
 * How much goes into an entry before it cancels: Σ|terms|, the measure of its rounding. An op that
 * adds up is computed again on the sizes of its inputs; of any other, the result's own size.
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
