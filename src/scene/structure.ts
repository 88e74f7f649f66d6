/**
 * What in a trace is the data path: which nodes ran forward, which leaves feed them and in
 * what role, where the loss is, and which ops make the tail that folds into one card.
 */
import type { TraceIndex } from '#engine/holder.ts';
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
	{ trace, forward, readers }: TraceIndex,
	stops: (id: number) => boolean
): number[] {
	const tail = new Set<number>();
	for (const id of forward.toReversed()) {
		if (!FOLDS.has(trace.graph.nodes[id].op) || stops(id)) continue;
		const users = readers.get(id) ?? [];
		if (id === loss || (users.length > 0 && users.every((user) => tail.has(user)))) tail.add(id);
	}
	return tail.size > 1 && tail.has(loss) ? forward.filter((id) => tail.has(id)) : [];
}

export function findStructure(index: TraceIndex): Structure {
	const { trace, forward, readers } = index;
	const { nodes } = trace.graph;
	const read = forward.flatMap((id) => nodes[id].inputs);
	const given = new Set(read.filter((id) => nodes[id].op === 'input'));
	const leaves = [...given];
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
		nodes[id].inputs.some((input) => given.has(input) && learns.has(input));
	const last = trace.loss !== null && forward.includes(trace.loss) ? trace.loss : forward.at(-1);
	const loss =
		last !== undefined && nodes[last].shape.every((extent) => extent === 1) ? last : null;
	const tail =
		loss === null
			? []
			: tailOf(loss, index, (id) => id !== loss && (byHand.has(id) || entered(id)));
	const roles = new Map<number, Role>();
	for (const id of forward) roles.set(id, id === loss ? 'loss' : 'activation');
	const ends = new Set([...tail, loss]);
	for (const leaf of leaves) {
		const onlyTail = readers.get(leaf)!.every((user) => ends.has(user));
		roles.set(leaf, learns.has(leaf) ? 'parameter' : onlyTail ? 'target' : 'input');
	}
	return { forward, leaves, loss, tail, roles, names: namesOf(trace) };
}
