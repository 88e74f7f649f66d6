/** torch.autograd.grad: gradients as values, without touching any `.grad`. */
import type { Node } from '../../graph.ts';
import { differentiate, hasHistory, type BackwardOptions } from '../autograd.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { builtin, type Bound } from '../signature.ts';
import { PyTuple, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asFlag, asTensor, sequenceOf } from './arguments.ts';

function tensorsOf(value: Value, argument: string): PyTensor[] {
	return (sequenceOf(value) ?? [value]).map((each) => asTensor(each, 'grad', argument));
}

function gradients(rt: Runtime, bound: Bound): PyTuple {
	const outputs = tensorsOf(bound.outputs, 'outputs');
	const inputs = tensorsOf(bound.inputs, 'inputs');
	const seeds = seedsOf(bound.grad_outputs, outputs.length);
	if (asFlag(bound.is_grads_batched)) {
		throw new PythonError(
			'NotSupportedError',
			'is_grads_batched is not part of the language',
			rt.at
		);
	}
	if (inputs.some((input) => !input.requiresGrad)) {
		throw new PythonError(
			'RuntimeError',
			'One of the differentiated Tensors does not require grad',
			rt.at,
			'make it with requires_grad=True before it is used'
		);
	}
	const createGraph = asFlag(bound.create_graph);
	const retainGraph = bound.retain_graph === null ? null : asFlag(bound.retain_graph);
	const found = gradientNodes(rt, outputs, inputs, seeds, { retainGraph, createGraph });
	return new PyTuple(
		found.map((node) => valueOf(rt, node, asFlag(bound.allow_unused), createGraph))
	);
}

/** For each input the node of Σ seed · ∂output/∂input; undefined where no output depends on it. */
export function gradientNodes(
	rt: Runtime,
	outputs: readonly PyTensor[],
	inputs: readonly PyTensor[],
	seeds: readonly (PyTensor | null)[],
	{ retainGraph, createGraph }: Omit<BackwardOptions, 'gradient'>
): (Node | undefined)[] {
	const targets = inputs.map((input) => rt.present(input).id);
	const sums = new Map<number, Node>();
	outputs.forEach((output, i) => {
		const isLast = i === outputs.length - 1;
		const retain = isLast ? retainGraph : true;
		const options = { gradient: seeds[i], retainGraph: retain, createGraph };
		const leads = leadingTo(rt, rt.present(output), new Set(targets));
		const found = differentiate(rt, output, options, leads);
		for (const id of new Set(targets)) {
			const part = found.get(id);
			if (part) sums.set(id, added(rt, sums.get(id), part, createGraph));
		}
	});
	return targets.map((id) => sums.get(id));
}

/** None, one tensor, or one (or None) for each output. */
function seedsOf(value: Value, count: number): (PyTensor | null)[] {
	const list = value === null ? [] : (sequenceOf(value) ?? [value]);
	return Array.from({ length: count }, (_, i) => {
		const seed = list[i] ?? null;
		return seed === null ? null : asTensor(seed, 'grad', 'grad_outputs');
	});
}

/** Which nodes below `root` pass gradient on to a target, or are one. */
function leadingTo(rt: Runtime, root: Node, targets: ReadonlySet<number>): (id: number) => boolean {
	const found = new Map<number, Node>();
	const stack = [root.id];
	while (stack.length > 0) {
		const id = stack.pop()!;
		if (found.has(id) || rt.freed.has(id)) continue;
		const node = rt.builder.node(id);
		found.set(id, node);
		node.inputs.forEach((input, i) => node.needsGrad[i] && stack.push(input));
	}
	const leads = new Set<number>();
	for (const id of [...found.keys()].sort((a, b) => a - b)) {
		const { inputs, needsGrad } = found.get(id)!;
		const passes = inputs.some((input, i) => needsGrad[i] && leads.has(input));
		if (targets.has(id) || passes) leads.add(id);
	}
	return (id) => leads.has(id);
}

function added(rt: Runtime, before: Node | undefined, part: Node, createGraph: boolean): Node {
	if (!before) return part;
	const { builder } = rt;
	if (createGraph) builder.tracking = (node) => hasHistory(rt, node);
	const sum = builder.add('add', [before, part]);
	builder.tracking = null;
	return sum;
}

function valueOf(
	rt: Runtime,
	node: Node | undefined,
	allowUnused: boolean,
	createGraph: boolean
): PyTensor | null {
	if (node) return rt.wrap(node, createGraph && hasHistory(rt, node));
	if (allowUnused) return null;
	throw new PythonError(
		'RuntimeError',
		'One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.',
		rt.at
	);
}

export const gradFunction = builtin(
	'grad',
	[
		'outputs',
		'inputs',
		['grad_outputs', null],
		['retain_graph', null],
		['create_graph', false],
		['only_inputs', true],
		['allow_unused', false],
		['is_grads_batched', false]
	],
	gradients
);
