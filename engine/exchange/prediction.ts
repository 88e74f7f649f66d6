/**
 * What a lesson predicts: the values that its loss is computed from. The loss is the call of a loss
 * function, or arithmetic that meets the target; what goes into it from the parameters' side is the
 * prediction.
 */
import type { Node } from '../graph.ts';
import type { Trace } from '../trace.ts';

export interface Training {
	readonly trained: ReadonlySet<number>;
	/** The parameters and everything computed from them. */
	readonly depends: ReadonlySet<number>;
	readonly names: ReadonlyMap<number, string>;
}

/** Arithmetic that makes a number of predictions, rather than predictions. */
const REDUCING = new Set(
	'add sub mul div neg pow abs sum mean reshape expand log exp log1p amax clamp'.split(' ')
);

/** Node ids, in order; the loss itself where it is computed from parameters alone. */
export function predictionsOf(trace: Trace, training: Training): number[] {
	const { graph, loss } = trace;
	if (loss === null) return sinksOf(trace, training);
	const found = new Set<number>();
	const seen = new Set<string>();
	const stack = [{ id: loss, met: false }];
	while (stack.length > 0) {
		const { id, met } = stack.pop()!;
		const node = graph.nodes[id];
		if (seen.has(`${id} ${met}`) || !training.depends.has(id)) continue;
		seen.add(`${id} ${met}`);
		// a parameter beside the error is a penalty on it
		if (training.trained.has(id)) continue;
		const inLoss = isInCall(node, graph.nodes[loss]);
		const meets = meetsData(node, graph.nodes, training);
		const goesOn = !met && REDUCING.has(node.op) && (meets || !training.names.has(id));
		if (id !== loss && !inLoss && !goesOn) {
			found.add(id);
			continue;
		}
		for (const input of node.inputs) {
			const leaves = inLoss && !isInCall(graph.nodes[input], graph.nodes[loss]);
			stack.push({ id: input, met: met || (meets && !inLoss) || leaves });
		}
	}
	return found.size > 0 ? [...found].sort((a, b) => a - b) : [loss];
}

/** The call of a loss function or a loss module that made the loss: all of it is the loss. */
function isInCall(node: Node, loss: Node): boolean {
	const call = loss.within?.[0];
	const isLoss = call && (call.kind === undefined || call.type?.endsWith('Loss') === true);
	return isLoss === true && node.within?.[0]?.id === call.id;
}

/** Something computed from parameters meets something that is not: the target. */
function meetsData({ inputs }: Node, nodes: readonly Node[], training: Training): boolean {
	const isComputed = (id: number) => training.depends.has(id) && !training.trained.has(id);
	const isData = (id: number) => !training.depends.has(id) && nodes[id].op !== 'constant';
	return inputs.some(isComputed) && inputs.some(isData);
}

/** Without a loss: the values that nothing is computed from, those from parameters if there are any. */
function sinksOf({ graph, steps }: Trace, { depends }: Training): number[] {
	const used = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
	const sinks = steps.map(({ node }) => node).filter((node) => !used.has(node));
	const trained = sinks.filter((node) => depends.has(node));
	return trained.length > 0 ? trained : sinks;
}
