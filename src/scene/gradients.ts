/** For each value of the forward pass: which node holds its gradient, and which steps make it. */
import type { NodeKind } from '#engine/graph.ts';
import { gradientHolder, type TraceIndex } from '#engine/holder.ts';
import type { Trace } from '#engine/trace.ts';

export interface Gradient {
	/** The node that holds ∂loss/∂value. */
	readonly node: number;
	/** The lesson's name for it (`grad_h`, `w1.grad`), or `∂h`. */
	readonly name: string;
	readonly label: string;
	/** Indices of the steps that make it, ascending; empty where it is there from the start. */
	readonly steps: readonly number[];
	/** The ops of those steps. */
	readonly ops: readonly NodeKind[];
	/** Steps done when it is complete. */
	readonly arrives: number;
	/** Index of the step that zeroes it, if one does. */
	readonly zeroed: number | null;
	/** The node of its value after that. */
	readonly zeros: number | null;
	/** The node whose ReLU (or clamp) lets this gradient through or not: a consumer of the value. */
	readonly gate: number | null;
}

/**
 * The gradient of forward node `of`, called `label` in the picture; null where none is computed.
 * `shown` are the nodes that have a place in the picture.
 */
export function gradientOf(
	index: TraceIndex,
	of: number,
	label: string,
	shown: ReadonlySet<number>
): Gradient | null {
	const { trace, readers, stepOf, stepsFor, claimOn } = index;
	const { nodes } = trace.graph;
	const node = gradientHolder(index, of);
	if (node === null) return null;
	const made = stepOf.get(node) ?? -1;
	const phaseOf = (i: number) => trace.steps[i].phase;
	const mine = stepsFor.get(of) ?? [];
	const own = mine.filter((i) => phaseOf(i) === 'backward' && i <= made);
	const zeroed = mine.find((i) => phaseOf(i) === 'zero') ?? -1;
	const gate = (readers.get(of) ?? []).find(
		(user) =>
			shown.has(user) &&
			nodes[user].inputs[0] === of &&
			(nodes[user].op === 'relu' || nodes[user].op === 'clamp')
	);
	const steps = own.length > 0 ? own : made < 0 ? [] : [made];
	return {
		node,
		name: claimOn.get(of)?.name ?? `∂${label}`,
		label: `∂${label}`,
		steps,
		ops: steps.map((i) => nodes[trace.steps[i].node].op),
		arrives: made < 0 ? Math.max(0, firstBackward(trace)) : made + 1,
		zeroed: zeroed < 0 ? null : zeroed,
		zeros: zeroed < 0 ? null : trace.steps[zeroed].node,
		gate: gate ?? null
	};
}

function firstBackward(trace: Trace): number {
	return trace.steps.findIndex((step) => step.phase === 'backward');
}

/** The largest magnitude of all entries; Infinity as soon as one is no number. */
export function largest(data: ArrayLike<number>): number {
	let most = 0;
	for (let i = 0; i < data.length; i++) {
		const magnitude = Math.abs(data[i]);
		if (magnitude > most || Number.isNaN(magnitude)) most = magnitude;
		if (Number.isNaN(most)) return Infinity;
	}
	return most;
}
