/**
 * Is the formula right? The claimed gradient and reverse mode's are both evaluated in float64
 * from the same forward values; they must agree at every entry within their rounding bounds.
 * A right formula in any order of summation passes; wrong ones miss by factors of a million.
 */
import { gradientsOf } from '../backward.ts';
import { sameShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { opTable } from '../ops/index.ts';
import type { Bounded } from '../ops/op.ts';
import { BoundedValues, U64, undecidedBranches } from './bounded.ts';
import { compare } from './compare.ts';
import { edgesOf } from './constants.ts';
import { checkForward, type ForwardAnswer } from './forward.ts';
import type { Answer, FormulaAnswer } from './report.ts';
import { termsOf } from './terms.ts';

export interface FormulaChecker {
	/** The claimed gradient in float64, as its own formula gives it. */
	readonly claimed: (claim: GradientClaim) => {
		readonly value: Tensor;
		readonly error: Float64Array;
	};
	readonly answer: (claim: GradientClaim) => FormulaAnswer;
}

export function createFormulaChecker(trace: Trace): FormulaChecker {
	const kinds = new Map<GradientClaim['by'], Side>();
	const side = (by: GradientClaim['by']): Side => {
		const known = kinds.get(by);
		if (known) return known;
		const made = createSide(trace, by);
		kinds.set(by, made);
		return made;
	};
	const answer = (claim: GradientClaim): FormulaAnswer => {
		const { values, gradients } = side(claim.by);
		const claimed = values.at(claim.node);
		const total = claimed.value.data.length;
		const parts = [claim.of, ...(claim.versions ?? [])].flatMap((of) => gradients?.get(of) ?? []);
		if (parts.length === 0) return unasked(total, 'no-loss');
		const expected = parts.map((part) => values.at(part)).reduce(sum);
		if (!sameShape(claimed.value.shape, expected.value.shape)) {
			return { ...unasked(total), verdict: 'fail' };
		}
		const node = values.graph.nodes[claim.node];
		const inputs = node.inputs.map((id) => values.at(id).value);
		const found = compare({
			got: claimed.value.data,
			expected: expected.value.data,
			shape: claimed.value.shape,
			bound: claimed.error.map((error, i) => error + expected.error[i]),
			terms: { data: termsOf(node, inputs, claimed.value), u: U64 }
		});
		const answer = { ...found, undecided: undecidedBranches(values, claim.node) };
		return withForward(answer, checkForward(trace, claim, claimed, values));
	};
	return { claimed: (claim) => side(claim.by).values.at(claim.node), answer };
}

/** Both must agree with the claim; the one that does not, or comes nearer to not, is shown. */
function withForward(reverse: Answer, forward: ForwardAnswer): FormulaAnswer {
	const directions = forward.verdict === 'unknown' ? 0 : forward.directions;
	if (reverse.verdict !== 'fail' && forward.verdict === 'fail') {
		const { worst } = forward;
		return { ...reverse, verdict: 'fail', worst, against: 'forward', directions };
	}
	return { ...reverse, against: 'reverse', directions };
}

/** Of two tensors of one shape. */
function sum(a: Bounded, b: Bounded): Bounded {
	const value = { ...a.value, data: a.value.data.map((x, i) => x + b.value.data[i]) };
	return { value, error: opTable.add.bound([a, b], value, {}, U64) };
}

/** Reverse mode as it answers claims by hand, or those of autograd. */
interface Side {
	readonly values: BoundedValues;
	readonly gradients: ReadonlyMap<number, number> | null;
}

function createSide({ graph, loss, claims, values }: Trace, by: GradientClaim['by']): Side {
	const inputs = new Map(
		graph.nodes.filter((node) => node.op === 'input').map(({ id }) => [id, values[id]])
	);
	const targets = claims
		.filter((claim) => claim.by === by)
		.flatMap(({ of, versions = [] }) => [of, ...versions]);
	const reverse = loss === null ? null : gradientsOf(graph, loss, targets, edgesOf({ by }));
	// gradient nodes follow the trace's own, so one evaluation serves both
	return {
		values: new BoundedValues(reverse?.graph ?? graph, inputs),
		gradients: reverse?.gradients ?? null
	};
}

/** An answer where nothing was compared. */
export function unasked(total: number, reason?: Answer['reason']): FormulaAnswer {
	return { ...unknown(total, reason), against: 'reverse', directions: 0 };
}

export function unknown(total: number, reason?: Answer['reason']): Answer {
	return {
		verdict: 'unknown',
		worst: null,
		compared: 0,
		total,
		undecided: 0,
		...(reason ? { reason } : {})
	};
}
