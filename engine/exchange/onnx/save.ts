/**
 * An iteration as an ONNX model: its inference, or the whole training step. Inputs are the data,
 * parameters lie in the file or are inputs too, and values have the names that the lesson gives them.
 */
import { encodeModel, type OnnxInitialiser, type OnnxValue } from '../../backends/onnx/encode.ts';
import { lowerGraph } from '../../backends/onnx/lower.ts';
import type { Node } from '../../graph.ts';
import type { Trace } from '../../trace.ts';
import { cut } from '../cut.ts';
import { rolesOf, type Named, type Roles } from '../roles.ts';
import { documented, nameValues } from './names.ts';

export type ModelKind = 'inference' | 'training';

export interface SaveOptions {
	readonly kind: ModelKind;
	/** Parameters are inputs to be fed, rather than numbers in the file. */
	readonly parameterInputs: boolean;
	/** The lesson's file, and its source. */
	readonly file: string;
	readonly source: string;
}

export interface SavedModel {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Names of what to feed with the nodes that it stands for, data first. */
	readonly inputs: readonly Named[];
	/** Names of the parameters in the file. */
	readonly initialisers: readonly Named[];
	readonly outputs: readonly Named[];
}

/** Throws a RangeError where the iteration computes nothing. */
export function saveModel(trace: Trace, options: SaveOptions): SavedModel {
	const roles = rolesOf(trace);
	const wanted = outputsOf(roles, options.kind);
	if (wanted.length === 0) throw new RangeError('this iteration computes nothing to save');
	const leaves = leavesOf(trace, roles);
	const part = cut(
		trace.graph,
		wanted.map(({ node }) => node),
		({ id }) => leaves.has(id)
	);
	const lowered = lowerGraph(
		part.graph,
		wanted.map(({ node }) => part.ids.get(node)!)
	);
	const labels = new Map(roles.names);
	for (const { name, node } of roles.parameters) labels.set(node, name);
	for (const { name, node } of trace.bindings) {
		// a gradient that the iteration found, and adds to
		if (name.endsWith('.grad') && leaves.get(node) === 'held') labels.set(node, `${name}_before`);
	}
	const names = nameValues(lowered, part, wanted, labels);
	const isInput = (id: number) => {
		const kind = leaves.get(id)!;
		return kind === 'data' || (kind === 'parameter' && options.parameterInputs);
	};
	const named = part.leaves.map((node, i): Named => ({ name: names.of(lowered.inputs[i]), node }));
	const inputs = named.filter(({ node }) => isInput(node));
	const inside = named.filter(({ node }) => !isInput(node));
	const parametersLast = (a: Named, b: Named) =>
		rank(leaves.get(a.node)) - rank(leaves.get(b.node));
	inputs.sort(parametersLast);
	const typed = ({ name, node }: Named): OnnxValue => ({
		name,
		...typeOf(trace.graph.nodes[node])
	});
	const held = inside.map(({ name, node }): OnnxInitialiser => ({
		...typed({ name, node }),
		values: trace.values[node].data
	}));
	const model = names.apply(lowered.model);
	const outputs = wanted.map(({ node }, i) => ({ name: names.of(lowered.outputs[i]), node }));
	const bytes = encodeModel(
		{
			nodes: documented(model.nodes, lowered.counts, part.graph, options.source),
			initialisers: [...held, ...model.initialisers],
			inputs: inputs.map(typed),
			outputs: outputs.map(typed)
		},
		infoOf(trace, options)
	);
	return { bytes, inputs, initialisers: inside, outputs };
}

type LeafKind = 'data' | 'parameter' | 'held';

const rank = (kind: LeafKind | undefined) => (kind === 'data' ? 0 : 1);

const typeOf = ({ shape, dtype }: Node) => ({ shape, dtype });

function outputsOf(roles: Roles, kind: ModelKind): Named[] {
	const { predictions, loss, gradients, updated } = roles;
	if (kind === 'inference') return [...predictions];
	const after = updated.map(({ name, node }) => ({ name: `${name}_new`, node }));
	return [...predictions, ...(loss ? [loss] : []), ...gradients, ...after];
}

/**
 * Where the model begins: at parameters; at data, as early as it has a name; and at numbers that have
 * none (a dropout's mask), which stay as they were in this iteration.
 */
function leavesOf({ graph }: Trace, roles: Roles): Map<number, LeafKind> {
	const leaves = new Map<number, LeafKind>();
	for (const { node } of roles.parameters) leaves.set(node, 'parameter');
	const gradients = new Set(roles.gradients.map(({ node }) => node));
	/** What begins the model, and all that is computed from it. */
	const below = new Set(leaves.keys());
	for (const { id, op, inputs } of graph.nodes) {
		if (below.has(id)) continue;
		const isNamed = roles.names.has(id) && op !== 'constant' && !gradients.has(id);
		if (inputs.some((each) => below.has(each))) below.add(id);
		else if (isNamed) {
			leaves.set(id, 'data');
			below.add(id);
		} else if (op === 'input') leaves.set(id, 'held');
	}
	return leaves;
}

function infoOf(trace: Trace, { kind, file, source }: SaveOptions) {
	const iteration = String(Math.max(0, trace.iteration));
	const what = kind === 'inference' ? 'inference' : 'one training step';
	return {
		name: file.replace(/\.\w+$/, ''),
		producer: 'Backprop Explorer',
		doc: `${file}: ${what}, with the numbers of iteration ${iteration}.`,
		metadata: { lesson: file, kind, iteration, source }
	};
}
