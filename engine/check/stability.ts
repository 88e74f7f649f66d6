/**
 * Is the gradient stable? Tests that are exact, with no tolerance: reverse mode is linear in what
 * comes from above, so a zero there must give zeros, and a power of two must scale every bit; added
 * to itself it must be exactly twice as much; the same iteration run twice must give the same bits;
 * and where the order of the samples cannot matter, it must not, but for rounding.
 */
import { evaluate } from '../backends/reference.ts';
import type { Graph, Node } from '../graph.ts';
import { opTable } from '../ops/index.ts';
import { sameShape } from '../shape.ts';
import { full, type Data, type Tensor } from '../tensor.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import type { BoundedValues } from './bounded.ts';
import { createFormulaChecker } from './formula.ts';
import { createPermuted } from './permuted.ts';
import type { StabilityAnswer } from './report.ts';
import { partsOf, reverseOf } from './reverse.ts';

/** Far from under- and overflow in float64, and no power that an op treats in a way of its own. */
const SCALE = 2 ** 10;
/** What is smaller may have been made of subnormal numbers, which have fewer digits to scale. */
const TINY = 2 ** -950;

export type StabilityChecker = (claim: GradientClaim) => StabilityAnswer;

type Values = (claim: GradientClaim) => BoundedValues;

/** `again`: the same iteration once more. Without it nothing is said of running twice. */
export function createStabilityChecker(
	trace: Trace,
	again: Trace | null,
	values: Values = createFormulaChecker(trace).values
): StabilityChecker {
	const linear = createLinear(trace);
	const permuted = createPermuted(trace, values);
	const twin = again && startsAlike(trace, again) ? again : null;
	return (claim) => {
		const found = {
			repeated: twin ? sameBits(trace, twin, claim.node) : null,
			shaped: isOfItsShape(trace, claim),
			...linear(claim),
			permuted: permuted(claim)
		};
		const { shaped, ...tested } = found;
		const all = Object.values(tested);
		const isWrong = !shaped || all.includes(false);
		// the shape alone says nothing of the numbers
		return { verdict: isWrong ? 'fail' : all.includes(true) ? 'pass' : 'unknown', ...found };
	};
}

/** Only from the same numbers can the same be expected. */
function startsAlike(one: Trace, other: Trace): boolean {
	const { nodes } = one.graph;
	return nodes.every(({ op, id }) => op !== 'input' || sameBits(one, other, id) === true);
}

function isOfItsShape({ graph: { nodes } }: Trace, { node, of }: GradientClaim): boolean {
	return sameShape(nodes[node].shape, nodes[of].shape);
}

/** NaN is the same as NaN, and −0 is not 0. */
function sameBits(one: Trace, other: Trace, node: number): boolean | null {
	const [a, b] = [one.values[node]?.data, other.values[node]?.data];
	if (!a || a.length !== b?.length) return null;
	return everyEntry(a, (x, i) => Object.is(x, b[i]));
}

function everyEntry(data: Data, holds: (x: number, i: number) => boolean): boolean {
	for (let i = 0; i < data.length; i++) if (!holds(data[i], i)) return false;
	return true;
}

const zip = (ids: readonly number[], tensors: readonly Tensor[]) =>
	ids.map((id, i) => [id, tensors[i]] as const);

/** `wanted` in float64 where what comes from above the loss is `factor`, rather than 1. */
function evaluated(
	{ graph: own, values, loss }: Trace,
	graph: Graph,
	wanted: readonly number[],
	factor: number
): Tensor[] {
	// the first node that reverse mode adds is what it starts from
	const start = own.nodes.length;
	const nodes = graph.nodes.map((node): Node =>
		node.id === start ? { ...node, op: 'input', inputs: [], needsGrad: [] } : node
	);
	const feeds = own.nodes.flatMap(({ op, id }) => (op === 'input' ? [values[id]] : []));
	const seed = full(own.nodes[loss!].shape, factor, 'float64');
	return evaluate({ nodes }, [...feeds, seed], wanted, 'float64');
}

type Linear = Pick<StabilityAnswer, 'zero' | 'scaled' | 'doubled'>;
const UNASKED: Linear = { zero: null, scaled: null, doubled: null };

/** Of gradients by hand nothing comes from above: they are not asked. */
function createLinear(trace: Trace): (claim: GradientClaim) => Linear {
	const { loss, claims } = trace;
	const asked = claims.filter(({ by }) => by === 'autograd');
	if (loss === null || asked.length === 0) return () => UNASKED;
	const reverse = reverseOf(trace, 'autograd');
	const wanted = asked.flatMap((claim) => partsOf(claim, reverse));
	const under = (factor: number) =>
		new Map(zip(wanted, evaluated(trace, reverse.graph, wanted, factor)));
	const [ones, zeros, scales] = [1, 0, SCALE].map(under);
	const added = (one: Tensor) => opTable.add.forward([one, one], {}, one).data;
	return (claim) => {
		const parts = claim.by === 'autograd' ? partsOf(claim, reverse) : [];
		if (parts.length === 0) return UNASKED;
		const every = (
			found: ReadonlyMap<number, Tensor>,
			holds: (x: number, one: number) => boolean
		) =>
			parts.every((node) => {
				const { data } = ones.get(node)!;
				return everyEntry(found.get(node)!.data, (x, i) => holds(x, data[i]));
			});
		return {
			zero: every(zeros, (x, one) => x === 0 || !Number.isFinite(one)),
			scaled: every(scales, (x, one) => Object.is(x, one * SCALE) || Math.abs(x) < TINY),
			doubled: parts.every((node) => {
				const one = ones.get(node)!;
				return everyEntry(added(one), (x, i) => Object.is(x, 2 * one.data[i]));
			})
		};
	};
}
