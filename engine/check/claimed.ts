/**
 * What a trace claims its gradients to be and what reverse mode says they are, both in float64 from
 * the trace's own leaves and with rounding bounds; nothing else of its numbers is used.
 */
import type { Bounded } from '../ops/op.ts';
import { sameShape } from '../shape.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { compare } from './compare.ts';
import { expectedOf, reverseOf, summedBound, type Reverse } from './reverse.ts';
import { SharedValues } from './shared.ts';

/** Where two bounded tensors stand to each other; `unknown`: something is not finite. */
export type Standing = 'same' | 'different' | 'unknown';

export interface Claims {
	readonly list: readonly GradientClaim[];
	readonly claimed: (claim: GradientClaim) => Bounded;
	/** Null where the loss does not lead back to the target. */
	readonly right: (claim: GradientClaim) => Bounded | null;
	/** Whether the claim is what its own trace's loss answers to. */
	readonly holds: (claim: GradientClaim) => Standing;
}

export function standing(a: Bounded, b: Bounded): Standing {
	if (!sameShape(a.value.shape, b.value.shape)) return 'different';
	const { verdict } = compare({
		got: a.value.data,
		expected: b.value.data,
		shape: a.value.shape,
		bound: summedBound(a, b)
	});
	return verdict === 'pass' ? 'same' : verdict === 'fail' ? 'different' : 'unknown';
}

/** What other traces have computed alike from the same leaves is taken from `shared`. */
export function claimsOf(trace: Trace, shared = new SharedValues()): Claims {
	const sides = new Map<GradientClaim['by'], Side>();
	const side = (by: GradientClaim['by']): Side => {
		const known = sides.get(by) ?? createSide(trace, by, shared);
		sides.set(by, known);
		return known;
	};
	const claimed = ({ by, node }: GradientClaim) => side(by).at(node);
	const right = (claim: GradientClaim): Bounded | null => {
		const { at, reverse } = side(claim.by);
		return expectedOf(claim, reverse, at);
	};
	const holds = (claim: GradientClaim): Standing => {
		const answer = claim.by === 'autograd' && trace.severalLosses ? null : right(claim);
		return answer === null ? 'unknown' : standing(claimed(claim), answer);
	};
	return { list: trace.claims, claimed, right, holds };
}

interface Side {
	readonly at: (id: number) => Bounded;
	readonly reverse: Reverse;
}

function createSide(trace: Trace, by: GradientClaim['by'], shared: SharedValues): Side {
	const reverse = reverseOf(trace, by);
	return { at: shared.of(reverse.graph, trace.values), reverse };
}
