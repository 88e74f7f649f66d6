/** What the nodes of a graph are, in some arithmetic: computed as asked for, and kept. */
import type { Graph, Node } from '../graph.ts';

export class LazyValues<Value> {
	readonly #known: Map<number, Value>;
	readonly #apply: (node: Node, inputs: readonly Value[]) => Value;

	/** `known` has the value of every input node (and may have others, which are then taken as given). */
	constructor(
		readonly graph: Graph,
		known: Iterable<readonly [number, Value]>,
		apply: (node: Node, inputs: readonly Value[]) => Value
	) {
		this.#known = new Map(known);
		this.#apply = apply;
	}

	/** The graph may be deeper than the stack. */
	at(id: number): Value {
		const known = this.#known;
		const stack = [id];
		while (stack.length > 0) {
			const node = this.graph.nodes[stack.at(-1)!];
			const missing = known.has(node.id) ? [] : node.inputs.filter((input) => !known.has(input));
			if (missing.length > 0) stack.push(...missing);
			else {
				stack.pop();
				if (known.has(node.id)) continue;
				const inputs = node.inputs.map((input) => known.get(input)!);
				known.set(node.id, this.#apply(node, inputs));
			}
		}
		return known.get(id)!;
	}
}
