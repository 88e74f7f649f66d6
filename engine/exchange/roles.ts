/**
 * What the values of an iteration are to someone who takes it away: the parameters that it trains,
 * the data that it is given, what it predicts, its gradients and its updated parameters.
 */
import type { Node } from '../graph.ts';
import { ancestors, descendants } from '../reach.ts';
import type { Trace } from '../trace.ts';
import { predictionsOf } from './prediction.ts';

export interface Named {
	readonly name: string;
	readonly node: number;
}

export interface Roles {
	readonly parameters: readonly Named[];
	/** Names of nodes as the lesson has them, the first of each. */
	readonly names: ReadonlyMap<number, string>;
	/** What the loss is computed from; without a loss, what nothing goes on from. */
	readonly predictions: readonly Named[];
	/** Null where the predictions do not lead to one, or are it. */
	readonly loss: Named | null;
	readonly gradients: readonly Named[];
	/** Each parameter as the iteration leaves it, under the parameter's name. */
	readonly updated: readonly Named[];
}

export function rolesOf(trace: Trace): Roles {
	const names = namesOf(trace);
	const called = (node: number, otherwise: string): Named => ({
		name: names.get(node) ?? otherwise,
		node
	});
	const parameters = [...parametersOf(trace, names)]
		.sort((a, b) => a - b)
		.map((node, i) => called(node, `parameter_${i}`));
	const trained = new Set(parameters.map(({ node }) => node));
	const depends = descendants(trace.graph, trained);
	const found = predictionsOf(trace, { trained, depends, names });
	const predictions = found.map((node, i) => called(node, i === 0 ? 'output' : `output_${i}`));
	const { loss } = trace;
	const isLoss = loss === null || found.includes(loss);
	return {
		parameters,
		names,
		predictions,
		loss: isLoss ? null : called(loss, 'loss'),
		gradients: trace.claims.map(({ name, node }) => ({ name, node })),
		updated: updatesOf(trace, parameters)
	};
}

/** A gradient's own name is a claim, and stays out of the way of what it is the gradient of. */
function namesOf({ bindings, claims }: Trace): Map<number, string> {
	const gradients = new Set(claims.map(({ node }) => node));
	const names = new Map<number, string>();
	for (const { name, node } of bindings) {
		if (name.endsWith('.grad') || gradients.has(node) || names.has(node)) continue;
		names.set(node, name);
	}
	for (const { name, node } of claims) if (!names.has(node)) names.set(node, name);
	return names;
}

/** What is updated; else what requires a gradient; else what a hand-written gradient is claimed of. */
function parametersOf(trace: Trace, names: ReadonlyMap<number, string>): Set<number> {
	const { steps, claims, loss, graph } = trace;
	const forward = loss === null ? null : ancestors(graph, [loss]);
	const counts = (id: number) => forward === null || forward.has(id);
	const updated = steps.filter(({ phase }) => phase === 'update').map(({ owner }) => owner);
	const choices = [
		updated.filter((id) => counts(id) && !graph.nodes[id].needsGrad.includes(true)),
		leavesOf(graph.nodes).filter(counts),
		claims.flatMap(({ of }) => (graph.nodes[of].op === 'input' ? [of] : []))
	];
	const trained = choices.find((nodes) => nodes.length > 0) ?? [];
	// a layer that is not trained is part of the model all the same: `net.fc1.weight`
	const held = graph.nodes.filter(({ id, op }) => op === 'input' && names.get(id)?.includes('.'));
	return new Set([...trained, ...held.map(({ id }) => id)]);
}

/** Tensors that require a gradient and were made by no op that passes one on. */
function leavesOf(nodes: readonly Node[]): number[] {
	const found = new Set<number>();
	for (const { inputs, needsGrad } of nodes) {
		inputs.forEach((id, i) => {
			if (needsGrad[i] && !nodes[id].needsGrad.includes(true)) found.add(id);
		});
	}
	return [...found];
}

function updatesOf({ bindings }: Trace, parameters: readonly Named[]): Named[] {
	return parameters.flatMap(({ name, node }) => {
		const last = bindings.findLast((binding) => binding.name === name);
		return last && last.node !== node ? [{ name, node: last.node }] : [];
	});
}
