/**
 * What a program holds constant: behind `.detach()` and `.data`, and under no_grad, autograd takes a
 * value for a number. The check of its gradients takes it so too; else a stop of the gradient,
 * meant or not, would be called a wrong formula.
 */
import type { Node } from '../graph.ts';
import type { GradientClaim } from '../trace.ts';

/** Whether a change of input `i` counts as one of the node. */
export type Edges = (node: Node, i: number) => boolean;

/** For autograd's gradients the edges that it recorded; for those by hand all but detach. */
export function edgesOf({ by }: Pick<GradientClaim, 'by'>): Edges {
	if (by === 'autograd') return (node, i) => node.needsGrad[i] === true || isDecision(node);
	return ({ op }) => op !== 'detach';
}

/** A comparison has no gradient to record, and decides which branch is taken. */
function isDecision({ dtype }: Node): boolean {
	return dtype === 'bool' || dtype === 'int64';
}
