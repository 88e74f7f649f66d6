/** Which node of a trace holds the gradient of a value: claimed, computed for it, or passed through. */
import type { Trace } from './trace.ts';

/** Ops whose gradient towards an input of the same shape may be the very gradient of the result. */
const PASSES: ReadonlySet<string> = new Set(['add', 'sub', 'clone', 'reshape', 'cast']);

/** Nodes that ran in the forward pass, in order; of an iteration without one, all but the zeroing. */
export function forwardNodes(trace: Trace): number[] {
	const inPass = trace.steps.filter((step) => step.phase === 'forward' || step.phase === 'loss');
	const steps = inPass.length > 0 ? inPass : trace.steps.filter((step) => step.phase !== 'zero');
	return [...new Set(steps.map((step) => step.node))];
}

/** The node that holds ∂loss/∂`of`, one of the `forward` nodes or their leaves; null where there is none. */
export function gradientHolder(
	trace: Trace,
	forward: readonly number[],
	of: number
): number | null {
	const { nodes } = trace.graph;
	const claim = trace.claims.findLast((c) => c.of === of);
	if (claim) return claim.node;
	const shape = nodes[of].shape.join();
	const own = trace.steps.findLast(
		(step) =>
			step.phase === 'backward' && step.owner === of && nodes[step.node].shape.join() === shape
	);
	if (own) return own.node;
	const users = forward.filter((user) =>
		nodes[user].inputs.some((input, place) => input === of && nodes[user].needsGrad[place])
	);
	const [user] = users;
	if (users.length !== 1 || !PASSES.has(nodes[user].op)) return null;
	const place = nodes[user].inputs.indexOf(of);
	if (place > 0 && nodes[user].op !== 'add') return null;
	if (nodes[user].shape.join() !== shape) return null;
	return gradientHolder(trace, forward, user);
}
