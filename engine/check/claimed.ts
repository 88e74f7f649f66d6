/**
 * What a trace claims its gradients to be and what reverse mode says they are, both in float64 from
 * the trace's own leaves and with rounding bounds; nothing else of its numbers is used.
 */
import { gradientsOf } from '../backward.ts';
import { opTable } from '../ops/index.ts';
import type { Bounded } from '../ops/op.ts';
import { sameShape } from '../shape.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { U64 } from './bounded.ts';
import { compare } from './compare.ts';
import { edgesOf } from './constants.ts';
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

/** How far apart rounding can have taken two evaluations of one number. */
export function summedBound(a: Bounded, b: Bounded): Float64Array {
	return a.error.map((error, i) => error + b.error[i]);
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
	const right = ({ by, of, versions = [] }: GradientClaim): Bounded | null => {
		const { at, gradients } = side(by);
		const parts = [of, ...versions].flatMap((each) => gradients?.get(each) ?? []);
		return parts.length === 0 ? null : parts.map(at).reduce(sum);
	};
	const holds = (claim: GradientClaim): Standing => {
		const answer = claim.by === 'autograd' && trace.severalLosses ? null : right(claim);
		return answer === null ? 'unknown' : standing(claimed(claim), answer);
	};
	return { list: trace.claims, claimed, right, holds };
}

interface Side {
	readonly at: (id: number) => Bounded;
	readonly gradients: ReadonlyMap<number, number> | null;
}

function createSide(
	{ graph, loss, claims, values }: Trace,
	by: GradientClaim['by'],
	shared: SharedValues
): Side {
	const targets = claims
		.filter((claim) => claim.by === by)
		.flatMap(({ of, versions = [] }) => [of, ...versions]);
	const reverse = loss === null ? null : gradientsOf(graph, loss, targets, edgesOf({ by }));
	return {
		at: shared.of(reverse?.graph ?? graph, values),
		gradients: reverse?.gradients ?? null
	};
}

/** Of two tensors of one shape. */
function sum(a: Bounded, b: Bounded): Bounded {
	const value = { ...a.value, data: a.value.data.map((x, i) => x + b.value.data[i]) };
	return { value, error: opTable.add.bound([a, b], value, {}, U64) };
}
