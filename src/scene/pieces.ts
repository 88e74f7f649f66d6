/**
 * Ops that say little by themselves: a transpose that only a product reads, and what is computed
 * from given numbers alone, beside the way of the gradients (a mask, a one-hot code).
 */
import type { Call, Node } from '#engine/graph.ts';
import type { TraceIndex } from '#engine/holder.ts';
import type { Draft } from './group.ts';
import type { Structure } from './structure.ts';

const TURNS: ReadonlySet<string> = new Set(['t', 'permute']);
const COPIES: ReadonlySet<string> = new Set(['clone', 'detach']);
const PRODUCTS: ReadonlySet<string> = new Set(['mm', 'bmm']);

function sameCalls(a: readonly Call[] = [], b: readonly Call[] = []): boolean {
	return a.length === b.length && a.every(({ id }, i) => b[i].id === id);
}

/** Products with the transposes that they alone read, as far as the lesson does not name those. */
export function turnedOf({ trace, readers }: TraceIndex, { forward, names }: Structure): Draft[] {
	const { nodes } = trace.graph;
	const isTurn = (id: number, { id: product, within }: Node) =>
		TURNS.has(nodes[id].op) &&
		!names.has(id) &&
		readers.get(id)?.every((reader) => reader === product) &&
		sameCalls(nodes[id].within, within);
	return forward
		.filter((id) => PRODUCTS.has(nodes[id].op))
		.flatMap((id): Draft[] => {
			const turns = [...new Set(nodes[id].inputs)].filter((input) => isTurn(input, nodes[id]));
			if (turns.length === 0) return [];
			const body = { id: `t${id}`, kind: 'piece', name: nodes[id].op, type: null } as const;
			const members = [...turns, id].sort((a, b) => a - b);
			return [{ ...body, nodes: members, exit: id, passes: 1, leaves: [] }];
		});
}

/** What no gradient passes through, up to where it meets one that does, or ends. */
export function asideOf({ trace, readers }: TraceIndex, structure: Structure): Draft[] {
	const { forward, names, loss } = structure;
	const { nodes } = trace.graph;
	const carries = (id: number) => nodes[id].needsGrad.includes(true);
	if (!forward.some(carries)) return [];
	const ran = new Set(forward);
	const isAside = (id: number) => ran.has(id) && !carries(id) && id !== loss;
	const isExit = (id: number) => readers.get(id)?.some(carries) ?? true;
	const exits = new Set(forward.filter((id) => isAside(id) && isExit(id)));
	return [...exits].flatMap((exit): Draft[] => {
		// a copy stands for what it was made from
		const isCopy = COPIES.has(nodes[exit].op);
		const goesAlong = (id: number) => !ran.has(id) && (isCopy || !names.has(id));
		const isInner = (id: number) => isAside(id) && !exits.has(id);
		const above = new Set(nodes[exit].inputs);
		for (const id of above) if (isInner(id)) for (const input of nodes[id].inputs) above.add(input);
		const members = new Set([exit]);
		const given = new Set<number>();
		// later ones come first, so that all who read a node have been looked at before it is
		for (const id of [...above].sort((a, b) => b - a)) {
			if (!readers.get(id)?.every((user) => members.has(user))) continue;
			if (isInner(id)) members.add(id);
			else if (goesAlong(id)) given.add(id);
		}
		if (members.size + given.size < 2) return [];
		const body = { id: `a${exit}`, kind: 'piece', name: nodes[exit].op, type: null } as const;
		const inOrder = [...members].sort((a, b) => a - b);
		return [{ ...body, nodes: inOrder, exit, passes: 1, leaves: [...given] }];
	});
}
