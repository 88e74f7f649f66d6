/** The part of a graph between some leaves and some results, renumbered, its leaves made inputs. */
import type { Graph, Node } from '../graph.ts';

export interface Cut {
	readonly graph: Graph;
	/** Id in the whole graph → id in the part. */
	readonly ids: ReadonlyMap<number, number>;
	/** Ids in the whole graph of the part's inputs, in order. */
	readonly leaves: readonly number[];
}

export function cut(whole: Graph, wanted: readonly number[], isLeaf: (node: Node) => boolean): Cut {
	const found = new Set<number>();
	const stack = [...wanted];
	while (stack.length > 0) {
		const id = stack.pop()!;
		if (found.has(id)) continue;
		found.add(id);
		const node = whole.nodes[id];
		if (!isLeaf(node)) stack.push(...node.inputs);
	}
	const order = [...found].sort((a, b) => a - b);
	const ids = new Map(order.map((id, i) => [id, i]));
	const leaves: number[] = [];
	const nodes = order.map((old, id): Node => {
		const { op, inputs, attrs, needsGrad, shape, dtype, at } = whole.nodes[old];
		if (!isLeaf(whole.nodes[old])) {
			return {
				id,
				op,
				inputs: inputs.map((each) => ids.get(each)!),
				attrs,
				needsGrad,
				shape,
				dtype,
				at
			};
		}
		leaves.push(old);
		return { id, op: 'input', inputs: [], attrs: {}, needsGrad: [], shape, dtype };
	});
	return { graph: { nodes }, ids, leaves };
}
