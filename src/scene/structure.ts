/**
 * What in a trace is the data path: which nodes ran forward, which leaves feed them and in
 * what role, where the loss is, and which ops make the tail that folds into one card.
 */
import type { Node } from '#engine/graph.ts';
import { forwardNodes } from '#engine/holder.ts';
import type { Trace } from '#engine/trace.ts';
import { namesValue } from './naming.ts';

export type Role = 'input' | 'parameter' | 'target' | 'activation' | 'loss';

export interface Structure {
	/** Nodes that ran in the forward pass, in order. */
	readonly forward: readonly number[];
	/** Inputs of the graph that the forward pass reads, in order of first use. */
	readonly leaves: readonly number[];
	/** The scalar that the forward pass ends in, if it does. */
	readonly loss: number | null;
	/** The elementwise and reducing ops that end in the loss, in order; empty if fewer than two. */
	readonly tail: readonly number[];
	readonly roles: ReadonlyMap<number, Role>;
	/** Names that the lesson gave. */
	readonly names: ReadonlyMap<number, string>;
}

const FOLDS: ReadonlySet<string> = new Set([
	...['add', 'sub', 'mul', 'div', 'neg', 'pow', 'sum', 'mean'],
	...['expand', 'reshape', 'clone', 'detach', 'cast']
]);

function namesOf(trace: Trace): Map<number, string> {
	const names = new Map<number, string>();
	for (const { name, node } of trace.bindings) {
		if (namesValue(name) && !names.has(node)) names.set(node, name);
	}
	return names;
}

/** Grows back from the loss over foldable ops that nobody outside uses and no parameter enters. */
function tailOf(
	loss: number,
	forward: readonly number[],
	nodes: readonly Node[],
	stops: (id: number) => boolean
): number[] {
	const tail = new Set<number>();
	const consumers = (id: number) => forward.filter((user) => nodes[user].inputs.includes(id));
	for (const id of [...forward].reverse()) {
		if (!FOLDS.has(nodes[id].op) || stops(id)) continue;
		if (
			id === loss ||
			(consumers(id).length > 0 && consumers(id).every((user) => tail.has(user)))
		) {
			tail.add(id);
		}
	}
	return tail.size > 1 && tail.has(loss) ? forward.filter((id) => tail.has(id)) : [];
}

export function findStructure(trace: Trace): Structure {
	const { nodes } = trace.graph;
	const forward = forwardNodes(trace);
	const leaves: number[] = [];
	for (const id of forward) {
		for (const input of nodes[id].inputs) {
			if (nodes[input].op === 'input' && !leaves.includes(input)) leaves.push(input);
		}
	}
	const learns = new Set([
		...trace.claims.map((claim) => claim.of),
		...trace.steps
			.filter(({ phase }) => phase === 'backward' || phase === 'update')
			.map((s) => s.owner)
	]);
	const byHand = new Set(
		trace.claims.filter((claim) => claim.by === 'hand').map((claim) => claim.of)
	);
	const entered = (id: number) =>
		nodes[id].inputs.some((input) => leaves.includes(input) && learns.has(input));
	const last = trace.loss !== null && forward.includes(trace.loss) ? trace.loss : forward.at(-1);
	const loss =
		last !== undefined && nodes[last].shape.every((extent) => extent === 1) ? last : null;
	const tail =
		loss === null
			? []
			: tailOf(loss, forward, nodes, (id) => id !== loss && (byHand.has(id) || entered(id)));
	const roles = new Map<number, Role>();
	for (const id of forward) roles.set(id, id === loss ? 'loss' : 'activation');
	for (const leaf of leaves) {
		const users = forward.filter((user) => nodes[user].inputs.includes(leaf));
		const onlyTail = users.every((user) => tail.includes(user) || user === loss);
		roles.set(leaf, learns.has(leaf) ? 'parameter' : onlyTail ? 'target' : 'input');
	}
	return { forward, leaves, loss, tail, roles, names: namesOf(trace) };
}
