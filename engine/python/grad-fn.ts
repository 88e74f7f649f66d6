/** The name that PyTorch 1.13 prints for the function that made a differentiable tensor. */
import type { Node } from '../graph.ts';
import type { Runtime } from './runtime.ts';

/** What PyTorch prints where it has no derivative; backward() then refuses. */
export const NO_DERIVATIVE = 'NotImplemented';

const PLAIN: Readonly<Record<string, string>> = {
	add: 'AddBackward0',
	sub: 'SubBackward0',
	mul: 'MulBackward0',
	div: 'DivBackward0',
	neg: 'NegBackward0',
	pow: 'PowBackward0',
	clamp: 'ClampBackward1',
	relu: 'ReluBackward0',
	where: 'WhereBackward0',
	masked_fill: 'MaskedFillBackward0',
	mm: 'MmBackward0',
	t: 'TBackward0',
	expand: 'ExpandBackward0',
	reshape: 'ViewBackward0',
	clone: 'CloneBackward0',
	bmm: 'BmmBackward0',
	index_select: 'IndexSelectBackward0',
	cast: 'ToCopyBackward0'
};

/** `MmBackward0` for a node made by mm, and so on, unless PyTorch has another name for it. */
export function gradFnName({ builder, gradFns }: Runtime, node: Node): string {
	const own = gradFns.get(node.id);
	if (own) return own;
	if (node.op === 'sum' || node.op === 'mean') {
		const name = node.op === 'sum' ? 'Sum' : 'Mean';
		return `${name}Backward${node.attrs.dim === null ? 0 : 1}`;
	}
	// 3 - x is rsub in PyTorch, and its function is named so
	if (node.op === 'sub' && builder.node(node.inputs[0]).op === 'constant') return 'RsubBackward1';
	return PLAIN[node.op] ?? `${node.op[0].toUpperCase()}${node.op.slice(1)}Backward0`;
}
