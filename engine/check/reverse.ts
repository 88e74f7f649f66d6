/**
 * What the gradients should be: reverse mode's own, as more nodes of the trace's graph, so that one
 * evaluation serves them and the claims.
 */
import { gradientsOf } from '../backward.ts';
import type { Graph } from '../graph.ts';
import { opTable } from '../ops/index.ts';
import type { Bounded } from '../ops/op.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { U64 } from './bounded.ts';
import { edgesOf } from './constants.ts';

export interface Reverse {
	readonly graph: Graph;
	/** Without a loss none. */
	readonly gradients: ReadonlyMap<number, number>;
}

/** Reverse mode as it answers claims by hand, or those of autograd. */
export function reverseOf({ graph, loss, claims }: Trace, by: GradientClaim['by']): Reverse {
	if (loss === null) return { graph, gradients: new Map() };
	const targets = claims.filter((claim) => claim.by === by).flatMap(valuesOf);
	return gradientsOf(graph, loss, targets, edgesOf({ by }));
}

/** The values that a claim is of: several where a leaf was changed in place between its uses. */
export function valuesOf({
	of,
	versions = []
}: Pick<GradientClaim, 'of' | 'versions'>): readonly number[] {
	return [of, ...versions];
}

/** The nodes whose sum the claim should be; none where the loss does not lead back to it. */
export function partsOf(claim: GradientClaim, { gradients }: Reverse): number[] {
	return valuesOf(claim).flatMap((id) => gradients.get(id) ?? []);
}

/** What the claim should be, by the values of the nodes; null where the loss does not lead back to it. */
export function expectedOf(
	claim: GradientClaim,
	reverse: Reverse,
	at: (id: number) => Bounded
): Bounded | null {
	const parts = partsOf(claim, reverse).map(at);
	return parts.length === 0 ? null : parts.reduce(sum);
}

/** Of two tensors of one shape. */
function sum(a: Bounded, b: Bounded): Bounded {
	const value = { ...a.value, data: a.value.data.map((x, i) => x + b.value.data[i]) };
	return { value, error: opTable.add.bound([a, b], value, {}, U64) };
}

/** How far apart rounding can have taken two evaluations of one number. */
export function summedBound(a: Bounded, b: Bounded): Float64Array {
	return a.error.map((error, i) => error + b.error[i]);
}
