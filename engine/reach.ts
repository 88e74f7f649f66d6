/** What a graph's nodes are made from, and what is made from them. */
import type { Graph } from './graph.ts';

/** `roots` and all that they are made from. */
export function ancestors(graph: Graph, roots: readonly number[]): Set<number> {
	return new Set(newAncestors(graph, roots, new Set()));
}

/** The ancestors of `roots`, themselves included, that are not in `found` yet; they are then. */
export function newAncestors(graph: Graph, roots: readonly number[], found: Set<number>): number[] {
	const fresh: number[] = [];
	const stack = [...roots];
	while (stack.length > 0) {
		const id = stack.pop()!;
		if (found.has(id)) continue;
		found.add(id);
		fresh.push(id);
		stack.push(...graph.nodes[id].inputs);
	}
	return fresh;
}

/** `roots` and all that is made from them. */
export function descendants({ nodes }: Graph, roots: Iterable<number>): Set<number> {
	const found = new Set(roots);
	for (const { id, inputs } of nodes) if (inputs.some((input) => found.has(input))) found.add(id);
	return found;
}
