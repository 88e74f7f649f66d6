/** The pattern of every gradient of a trace that is wrong, for those whose bug no list knows. */
import type { Node } from '../graph.ts';
import { forwardNodes } from '../holder.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { claimsOf } from './claimed.ts';
import { patternOf, type Pattern } from './pattern.ts';
import { summedBound } from './reverse.ts';

/** By the name of the gradient; those without a pattern are not in it. */
export function patternsOf(trace: Trace): ReadonlyMap<string, Pattern> {
	const claims = claimsOf(trace);
	const found = new Map<string, Pattern>();
	const shapes = shapesOf(trace);
	for (const claim of claims.list) {
		const right = claims.right(claim);
		if (right === null || claims.holds(claim) !== 'different') continue;
		const got = claims.claimed(claim);
		const { shape, data } = right.value;
		if (got.value.shape.join() !== shape.join()) continue;
		const pattern = patternOf(
			{ got: got.value.data, expected: data, bound: summedBound(got, right), shape },
			{ shapes, gate: gateOf(trace, claim) }
		);
		if (pattern) found.set(claim.name, pattern);
	}
	return found;
}

/** The shapes of the forward pass and of what goes into it, each once. */
function shapesOf(trace: Trace) {
	const { nodes } = trace.graph;
	const forward = forwardNodes(trace);
	const all = [...forward, ...forward.flatMap((id) => nodes[id].inputs)];
	return [...new Map(all.map((id) => [nodes[id].shape.join(), nodes[id].shape])).values()];
}

/** Where a ReLU or clamp behind the tensor lets its entries pass; null where there is none. */
function gateOf(trace: Trace, { of }: GradientClaim): readonly boolean[] | null {
	const isGate = ({ op, inputs }: Node) => (op === 'relu' || op === 'clamp') && inputs[0] === of;
	const gate = forwardNodes(trace)
		.map((id) => trace.graph.nodes[id])
		.find(isGate);
	if (!gate) return null;
	const [min, max] = gate.op === 'clamp' ? [gate.attrs.min, gate.attrs.max] : [0, null];
	const isOpen = (x: number) =>
		!(typeof min === 'number' && x < min) && !(typeof max === 'number' && x > max);
	return Array.from(trace.values[of].data, isOpen);
}
