/**
 * A trace looked at from its forward pass: who reads what, which steps work for whom, and which
 * node holds the gradient of a value: claimed, computed for it, or passed through.
 */
import type { GradientClaim, Step, Trace } from './trace.ts';

/** Ops whose gradient towards an input of the same shape may be the very gradient of the result. */
const PASSES: ReadonlySet<string> = new Set(['add', 'sub', 'clone', 'reshape', 'cast']);

export interface TraceIndex {
	readonly trace: Trace;
	/** Nodes that ran in the forward pass, in order; of an iteration without one, all but the zeroing. */
	readonly forward: readonly number[];
	/** Of a node, the nodes of the forward pass that read it, in order, each once. */
	readonly readers: ReadonlyMap<number, readonly number[]>;
	/** Index of the step that computes a node. */
	readonly stepOf: ReadonlyMap<number, number>;
	/** Indices of the steps that work for a node. */
	readonly stepsFor: ReadonlyMap<number, readonly number[]>;
	/** The last claim on the gradient of a node. */
	readonly claimOn: ReadonlyMap<number, GradientClaim>;
}

function isInPass({ phase }: Step): boolean {
	return phase === 'forward' || phase === 'loss';
}

/** What a lesson computes from gradients, to print them for example, and not for its loss. */
function afterwards({ graph, steps, loss }: Trace): ReadonlySet<number> {
	const late = new Set<number>();
	const passing = new Set(steps.filter(isInPass).map(({ node }) => node));
	for (const { node } of steps) {
		if (!passing.has(node) || graph.nodes[node].inputs.some((input) => late.has(input)))
			late.add(node);
	}
	const needed = loss === null ? [] : [loss];
	for (const id of needed) {
		if (!late.delete(id)) continue;
		needed.push(...graph.nodes[id].inputs);
	}
	const isLate = (id: number) => passing.has(id) && late.has(id);
	const readers = new Map<number, number[]>();
	for (const { node } of steps.toReversed()) {
		const users = readers.get(node) ?? [];
		// what only such read is there for them
		if (users.length > 0 && node !== loss && users.every(isLate)) late.add(node);
		for (const input of graph.nodes[node].inputs) append(readers, input, node);
	}
	return late;
}

/** Nodes that ran in the forward pass, in order; of an iteration without one, all but the zeroing. */
export function forwardNodes(trace: Trace): number[] {
	const late = afterwards(trace);
	const inPass = trace.steps.filter((step) => isInPass(step) && !late.has(step.node));
	const steps = inPass.length > 0 ? inPass : trace.steps.filter((step) => step.phase !== 'zero');
	return [...new Set(steps.map((step) => step.node))];
}

function append(lists: Map<number, number[]>, key: number, item: number): void {
	const list = lists.get(key);
	if (list) list.push(item);
	else lists.set(key, [item]);
}

export function indexTrace(trace: Trace): TraceIndex {
	const { nodes } = trace.graph;
	const forward = forwardNodes(trace);
	const readers = new Map<number, number[]>();
	for (const id of forward)
		for (const input of new Set(nodes[id].inputs)) append(readers, input, id);
	const stepOf = new Map<number, number>();
	const stepsFor = new Map<number, number[]>();
	trace.steps.forEach(({ node, owner }, i) => {
		if (!stepOf.has(node)) stepOf.set(node, i);
		append(stepsFor, owner, i);
	});
	const claimOn = new Map(trace.claims.map((claim) => [claim.of, claim]));
	return { trace, forward, readers, stepOf, stepsFor, claimOn };
}

/** The node that holds ∂loss/∂`of`, a node of the forward pass or a leaf of it; null where there is none. */
export function gradientHolder(index: TraceIndex, of: number): number | null {
	const { steps, graph } = index.trace;
	const { nodes } = graph;
	const claim = index.claimOn.get(of);
	if (claim) return claim.node;
	const shape = nodes[of].shape.join();
	const isHere = (id: number) => nodes[id].shape.join() === shape;
	const own = index.stepsFor
		.get(of)
		?.findLast((i) => steps[i].phase === 'backward' && isHere(steps[i].node));
	if (own !== undefined) return steps[own].node;
	const users = (index.readers.get(of) ?? []).filter((user) =>
		nodes[user].inputs.some((input, place) => input === of && nodes[user].needsGrad[place])
	);
	const [user] = users;
	if (users.length !== 1 || !PASSES.has(nodes[user].op) || !isHere(user)) return null;
	const place = nodes[user].inputs.indexOf(of);
	if (place > 0 && nodes[user].op !== 'add') return null;
	return gradientHolder(index, user);
}
