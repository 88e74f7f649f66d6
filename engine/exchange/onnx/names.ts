/** Names of an ONNX model's values as the lesson has them, and the line that each node comes from. */
import type { LoweredGraph } from '../../backends/onnx/lower.ts';
import type { OnnxGraph, OnnxNode } from '../../backends/onnx/encode.ts';
import type { Graph } from '../../graph.ts';
import type { Cut } from '../cut.ts';
import { take } from '../python-text.ts';
import type { Named } from '../roles.ts';

export interface ValueNames {
	/** The name of what the lowering called `value`. */
	of(value: string): string;
	apply(model: OnnxGraph): OnnxGraph;
}

/** Inputs and outputs come first to their names; two that want the same get it with a number. */
export function nameValues(
	{ inputs, outputs, names }: LoweredGraph,
	{ graph, ids, leaves }: Cut,
	wanted: readonly Named[],
	labels: ReadonlyMap<number, string>
): ValueNames {
	const taken = new Set<string>();
	const given = new Map<string, string>();
	const give = (value: string, name: string) => {
		if (!given.has(value)) given.set(value, take(name, taken));
	};
	inputs.forEach((value, i) => give(value, labels.get(leaves[i]) ?? `held_${i}`));
	outputs.forEach((value, i) => give(value, wanted[i].name));
	for (const [whole, id] of ids) {
		const { op } = graph.nodes[id];
		if (op !== 'constant') give(names[id], labels.get(whole) ?? `${op}_${id}`);
	}
	const of = (value: string) => {
		give(value, value);
		return given.get(value)!;
	};
	const apply = (model: OnnxGraph): OnnxGraph => ({
		...model,
		nodes: model.nodes.map((node) => ({
			...node,
			inputs: node.inputs.map((each) => (each === '' ? '' : of(each))),
			output: of(node.output)
		})),
		initialisers: model.initialisers.map((each) => ({ ...each, name: of(each.name) }))
	});
	return { of, apply };
}

/** Nodes with the source line that made them. */
export function documented(
	nodes: readonly OnnxNode[],
	counts: readonly number[],
	graph: Graph,
	source: string
): OnnxNode[] {
	const lines = source.split('\n');
	let maker = 0;
	return nodes.map((node, i) => {
		while (maker < counts.length && counts[maker] <= i) maker++;
		const line = graph.nodes[maker]?.at?.line;
		if (line === undefined || lines[line - 1] === undefined) return node;
		return { ...node, doc: `line ${line}: ${lines[line - 1].trim()}` };
	});
}
