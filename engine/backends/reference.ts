/**
 * The reference backend: evaluates a graph by the op table's own forward column, on the host,
 * in any float type. It is what every other backend is compared with and falls back to.
 */
import type { Graph, Node } from '../graph.ts';
import { opTable } from '../ops/index.ts';
import { cast, full, isFloat, type FloatType, type Tensor, type TensorType } from '../tensor.ts';
import type { Backend, Value } from './backend.ts';

/**
 * The values of `wanted`, in that order (of all nodes, if not given), from `feeds`, one per
 * input node in graph order. Nodes that `wanted` does not need are not computed, and a value
 * is dropped after its last use. With `dtype`, every float is computed in that dtype,
 * whatever the graph says, and feeds are cast.
 * Throws a RangeError where the number of feeds is not that of the input nodes.
 */
export function evaluate(
	graph: Graph,
	feeds: readonly Tensor[],
	wanted: readonly number[] = graph.nodes.map((node) => node.id),
	dtype?: FloatType
): Tensor[] {
	const lastUse = lastUses(graph, wanted);
	const values = new Map<number, Tensor>();
	let fed = 0;
	for (const node of graph.nodes) {
		const feed = node.op === 'input' ? feeds.at(fed++) : undefined;
		if (!lastUse.has(node.id)) continue;
		values.set(node.id, valueOf(node, feed, values, dtype));
		for (const id of node.inputs) if (lastUse.get(id) === node.id) values.delete(id);
	}
	if (fed !== feeds.length) throw new RangeError(`${feeds.length} feeds for ${fed} inputs`);
	return wanted.map((id) => values.get(id)!);
}

function valueOf(
	node: Node,
	feed: Tensor | undefined,
	values: ReadonlyMap<number, Tensor>,
	dtype?: FloatType
): Tensor {
	const type: TensorType = {
		shape: node.shape,
		dtype: dtype && isFloat(node.dtype) ? dtype : node.dtype
	};
	if (node.op === 'input') {
		if (!feed) throw new RangeError(`no feed for input node ${node.id}`);
		return cast(feed, type.dtype);
	}
	if (node.op === 'constant') return full(type.shape, node.attrs.value as number, type.dtype);
	const inputs = node.inputs.map((id) => values.get(id)!);
	return opTable[node.op].forward(inputs, node.attrs, type);
}

/** For each node that `wanted` needs, the node that uses it last; Infinity for a wanted one. */
function lastUses(graph: Graph, wanted: readonly number[]): Map<number, number> {
	const last = new Map<number, number>(wanted.map((id) => [id, Infinity]));
	for (const node of [...graph.nodes].reverse()) {
		if (!last.has(node.id)) continue;
		for (const id of node.inputs) if (!last.has(id)) last.set(id, node.id);
	}
	return last;
}

/** A tensor as a value that already lies on the host. */
export function hostValue(tensor: Tensor): Value {
	return {
		shape: tensor.shape,
		dtype: tensor.dtype,
		read: () => Promise.resolve(tensor),
		release: () => undefined
	};
}

export function createReferenceBackend(): Backend {
	return {
		name: 'reference',
		description: 'TypeScript reference',
		unitRoundoff: 2 ** -24,
		async run(graph, feeds, wanted) {
			const tensors = await Promise.all(feeds.map((feed) => feed.read()));
			return evaluate(graph, tensors, wanted).map(hostValue);
		},
		upload: hostValue,
		dispose: () => Promise.resolve()
	};
}
