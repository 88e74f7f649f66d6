/**
 * Ops that belong together and may be drawn as one: what a call of a function or a module ran,
 * what a loop ran, and the ops that end in the loss. Groups lie inside one another or apart.
 */
import type { Call } from '#engine/graph.ts';
import type { TraceIndex } from '#engine/holder.ts';
import type { Draft, Group } from './group.ts';
import { asideOf, turnedOf } from './pieces.ts';
import type { Structure } from './structure.ts';

/** The ops that end in the loss, where no call stands for them. */
export const LOSS_GROUP = 'loss';

type Users = TraceIndex['readers'];

/** The one of `nodes` that is read outside, if nothing comes back in from there; else null. */
function exitOf(nodes: readonly number[], users: Users, loss: number | null): number | null {
	const inside = new Set(nodes);
	const last = nodes[nodes.length - 1];
	const outside = (id: number) => (users.get(id) ?? []).filter((user) => !inside.has(user));
	const exits = nodes.filter((id) => id === loss || outside(id).length > 0);
	if (exits.length === 0) return last;
	const [exit] = exits;
	return exits.length === 1 && outside(exit).every((user) => user > last) ? exit : null;
}

interface Called {
	readonly call: Call;
	readonly nodes: number[];
	/** Calls directly inside it. */
	readonly inner: Set<number>;
}

function callsOf({ trace, forward }: TraceIndex): Called[] {
	const calls = new Map<number, Called>();
	for (const id of forward) {
		const { within = [] } = trace.graph.nodes[id];
		within.forEach((call, depth) => {
			const known = calls.get(call.id) ?? { call, nodes: [], inner: new Set() };
			calls.set(call.id, known);
			known.nodes.push(id);
			if (depth > 0) calls.get(within[depth - 1].id)!.inner.add(call.id);
		});
	}
	return [...calls.values()];
}

function draftOf({ call, nodes, inner }: Called, users: Users, loss: number | null): Draft | null {
	const passes = call.kind === 'loop' ? inner.size : 1;
	const exit = exitOf(nodes, users, loss);
	// what ran once is no loop in the picture, and one op needs no folding
	if (exit === null || nodes.length < 2 || (call.kind === 'loop' && passes < 2)) return null;
	const { id, name, kind = 'composite', type = null } = call;
	return { id: `c${id}`, kind, name, type, nodes, exit, passes, leaves: [] };
}

/** Of groups with the same ops the outer one stays, or the inner one of a pass. */
function distinct(drafts: readonly Draft[]): Draft[] {
	const known = new Map<string, Draft>();
	for (const draft of drafts) {
		const key = `${draft.nodes[0]} ${draft.nodes.at(-1)} ${draft.nodes.length}`;
		const before = known.get(key);
		if (!before || before.kind === 'pass') known.set(key, draft);
	}
	return [...known.values()];
}

/** The ops that end in the loss as a group, unless a call stands for them or cuts through them. */
function tailOf({ tail, loss }: Structure, drafts: readonly Draft[]): Draft[] {
	if (tail.length === 0 || loss === null) return [];
	const ends = new Set(tail);
	const isApart = drafts.every(({ kind, nodes }) => {
		const shared = nodes.filter((id) => ends.has(id)).length;
		const holdsAll = shared === ends.size && (kind === 'composite' || nodes.length === shared);
		return !holdsAll && [0, nodes.length, ends.size].includes(shared);
	});
	if (!isApart) return [];
	const body = { id: LOSS_GROUP, kind: 'tail', name: LOSS_GROUP, type: null } as const;
	return [{ ...body, nodes: tail, exit: loss, passes: 1, leaves: [] }];
}

/** Whether a piece lies wholly inside or outside of each of the calls, which are given by their ops. */
function isClear({ nodes }: Draft, calls: readonly ReadonlySet<number>[]): boolean {
	return calls.every((call) => {
		const shared = nodes.filter((id) => call.has(id)).length;
		return shared === 0 || (shared === nodes.length && shared < call.size);
	});
}

/** All groups of the forward pass, the outer before the inner. */
export function findGroups(index: TraceIndex, structure: Structure): readonly Group[] {
	const drafts = distinct(
		callsOf(index)
			.map((called) => draftOf(called, index.readers, structure.loss))
			.filter((draft) => draft !== null)
	);
	const calls = [...tailOf(structure, drafts), ...drafts];
	const pieces = [...turnedOf(index, structure), ...asideOf(index, structure)];
	const inside = calls.map(({ nodes }) => new Set(nodes));
	const all = [...calls, ...pieces.filter((piece) => isClear(piece, inside))];
	const around = new Map<number, string>();
	return all
		.sort((a, b) => b.nodes.length - a.nodes.length)
		.map((draft) => {
			const parent = around.get(draft.nodes[0]) ?? null;
			for (const id of draft.nodes) around.set(id, draft.id);
			return { ...draft, parent };
		});
}
