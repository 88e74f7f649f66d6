/**
 * Is the formula right? The claimed gradient and reverse mode's are both evaluated in float64
 * from the same forward values; they must agree at every entry within their rounding bounds.
 * A right formula in any order of summation passes; wrong ones miss by factors of a million.
 */
import { sameShape } from '../shape.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { BoundedValues, inputsOf, U64, undecidedBranches } from './bounded.ts';
import { compare } from './compare.ts';
import { detailed, type Evaluated } from './detail.ts';
import { checkForward, type ForwardAnswer } from './forward.ts';
import type { Answer, FormulaAnswer } from './report.ts';
import { expectedOf, reverseOf, summedBound, type Reverse } from './reverse.ts';
import { termsOf } from './terms.ts';

export interface FormulaChecker {
	/** Every value of the trace in float64, the claimed gradient as its own formula gives it. */
	readonly values: (claim: GradientClaim) => BoundedValues;
	readonly answer: (claim: GradientClaim) => FormulaAnswer;
}

export function createFormulaChecker(trace: Trace): FormulaChecker {
	const kinds = new Map<GradientClaim['by'], Side>();
	const side = (by: GradientClaim['by']): Side => {
		const made = kinds.get(by) ?? createSide(trace, by);
		kinds.set(by, made);
		return made;
	};
	const answer = (claim: GradientClaim): FormulaAnswer => {
		const { values, reverse } = side(claim.by);
		const claimed = values.at(claim.node);
		const total = claimed.value.data.length;
		const expected = expectedOf(claim, reverse, (id) => values.at(id));
		if (!expected) return unasked(total, 'no-loss');
		if (!sameShape(claimed.value.shape, expected.value.shape)) {
			return { ...unasked(total), verdict: 'fail' };
		}
		const node = values.graph.nodes[claim.node];
		const inputs = node.inputs.map((id) => values.at(id).value);
		const found = compare({
			got: claimed.value.data,
			expected: expected.value.data,
			shape: claimed.value.shape,
			bound: summedBound(claimed, expected),
			terms: { data: termsOf(node, inputs, claimed.value), u: U64 }
		});
		const look = (id: number) => evaluatedIn(values, id);
		const worst = found.worst && detailed(trace, found.worst, claim.node, look);
		const answer = { ...found, worst, undecided: undecidedBranches(values, claim.node) };
		return withForward(answer, checkForward(trace, claim, claimed, values));
	};
	return { values: (claim) => side(claim.by).values, answer };
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

function evaluatedIn(values: BoundedValues, id: number): Evaluated {
	const node = values.graph.nodes[id];
	return {
		node,
		inputs: node.inputs.map((input) => values.at(input)),
		result: values.at(id),
		u: U64
	};
}

interface Side {
	readonly values: BoundedValues;
	readonly reverse: Reverse;
}

function createSide(trace: Trace, by: GradientClaim['by']): Side {
	const reverse = reverseOf(trace, by);
	return { values: new BoundedValues(reverse.graph, inputsOf(trace)), reverse };
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
