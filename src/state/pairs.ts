/**
 * Two lessons side by side: what the one calls what the other made, and for each gradient the line
 * that derived it by hand against the node that autograd made for it.
 */
import { compareGradients, counterparts, type Difference } from '#engine/check/agreement.ts';
import { gradientHolder, indexTrace } from '#engine/holder.ts';
import type { Trace } from '#engine';
import { expressionOf } from '#scene/expression.ts';
import { callOf } from '#scene/narrate.ts';

/** A gradient that both lessons compute. */
export interface Pair {
	/** From 1, in the order in which autograd makes them. */
	readonly number: number;
	/** The nodes that hold it, here and in the other lesson. */
	readonly nodes: readonly [number, number];
	/** The line that derived it by hand; 0 where there is none. */
	readonly line: number;
	readonly difference: Difference;
}

/** A gradient that autograd made: no line of the source says it. */
export interface GhostLine {
	/** In the other lesson's trace. */
	readonly node: number;
	/** `w2.grad`, `∂h` */
	readonly name: string;
	/** `mm(h_reluᵀ, ∂y_pred)` */
	readonly call: string;
	readonly pair: Pair | null;
}

/** Nodes of the two traces that mean the same, both ways. */
export interface Bridge {
	readonly there: ReadonlyMap<number, number>;
	readonly back: ReadonlyMap<number, number>;
}

export function pairsOf(here: Trace, other: Trace): Pair[] {
	return compareGradients(here, other).map(({ nodes, difference }, i) => {
		const line = here.claims.find((claim) => claim.node === nodes[0])?.at?.line;
		return { number: i + 1, nodes, line: line ?? 0, difference };
	});
}

export function bridgeOf(here: Trace, other: Trace, pairs: readonly Pair[]): Bridge {
	const updated = (trace: Trace, name: string) =>
		trace.bindings.findLast((each) => each.name === name && each.how === 'in-place')?.node;
	const updates = here.bindings.flatMap(({ name, how }) => {
		const [from, to] = [updated(here, name), updated(other, name)];
		const isUpdate = how === 'in-place' && from !== undefined && to !== undefined;
		return isUpdate ? [[from, to] as const] : [];
	});
	const both = [...counterparts(here, other), ...updates, ...pairs.map(({ nodes }) => nodes)];
	return { there: new Map(both), back: new Map(both.map(([from, to]) => [to, from])) };
}

/** The step of `other` that does what step `index` of `here` does, or that works for the same; −1 without one. */
export function stepThere(here: Trace, other: Trace, bridge: Bridge, index: number): number {
	const step = here.steps[index];
	if (!step) return -1;
	const node = bridge.there.get(step.node);
	const same = other.steps.findIndex((each) => each.node === node);
	if (same >= 0) return same;
	const owner = bridge.there.get(step.owner);
	if (owner === undefined) return -1;
	if (step.phase === 'backward') {
		const holder = gradientHolder(indexTrace(other), owner);
		return other.steps.findIndex((each) => each.node === holder);
	}
	return other.steps.findLastIndex((each) => each.phase === step.phase && each.owner === owner);
}

/** Names of the other lesson's nodes, as this one calls them where both compute the same. */
function namesThere(here: Trace, other: Trace, bridge: Bridge): Map<number, string> {
	const names = new Map<number, string>();
	for (const { name, node } of other.bindings) {
		if (!names.has(node)) names.set(node, name);
	}
	for (const { name, node } of here.bindings) {
		const match = bridge.there.get(node);
		if (match !== undefined && !names.has(match) && !name.startsWith('grad_')) {
			names.set(match, name);
		}
	}
	return names;
}

/** What autograd made for each value of the forward pass, in its order. */
export function ghostLines(
	here: Trace,
	other: Trace,
	pairs: readonly Pair[],
	bridge: Bridge
): GhostLine[] {
	const index = indexTrace(other);
	const { forward } = index;
	const values = [
		...new Set([...forward.flatMap((id) => other.graph.nodes[id].inputs), ...forward])
	];
	const names = namesThere(here, other, bridge);
	const called = (value: number) => names.get(value) ?? expressionOf(other.graph, value, names);
	// one node may hold the gradient of several values: one that has a name says it best
	const named = values.filter((value) => names.has(value));
	for (const value of [...named, ...values]) {
		const node = gradientHolder(index, value);
		if (node !== null && !names.has(node)) names.set(node, `∂${called(value)}`);
	}
	const held = new Set(values.map((value) => gradientHolder(index, value)));
	const made = other.steps.filter(({ node, phase }) => phase === 'backward' && held.has(node));
	return made.map(({ node }) => ({
		...{ node, name: names.get(node) ?? '', call: callOf(other, node, names) },
		pair: pairs.find(({ nodes }) => nodes[1] === node) ?? null
	}));
}
