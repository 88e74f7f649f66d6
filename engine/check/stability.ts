/**
 * Is the gradient stable? Tests that are exact, with no tolerance: reverse mode is linear in what
 * comes from above, so a zero there must give zeros, and a power of two must scale every bit;
 * and the same iteration run twice must give the same bits.
 */
import { evaluate } from '../backends/reference.ts';
import { gradientsOf } from '../backward.ts';
import type { Graph, Node } from '../graph.ts';
import { full, type Data, type Tensor } from '../tensor.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { edgesOf } from './constants.ts';
import type { StabilityAnswer } from './report.ts';

/** Far from under- and overflow in float64, and no power that an op treats in a way of its own. */
const SCALE = 2 ** 10;

export type StabilityChecker = (claim: GradientClaim) => StabilityAnswer;

/** `again`: the same iteration once more. Without it nothing is said of running twice. */
export function createStabilityChecker(trace: Trace, again: Trace | null): StabilityChecker {
	const linear = createLinear(trace);
	return (claim) => {
		const repeated = again ? sameBits(trace, again, claim.node) : null;
		const { zero, scaled } = linear(claim);
		const all = [repeated, zero, scaled];
		const verdict = all.includes(false) ? 'fail' : all.includes(true) ? 'pass' : 'unknown';
		return { verdict, repeated, zero, scaled };
	};
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

type Linear = Pick<StabilityAnswer, 'zero' | 'scaled'>;
const UNASKED: Linear = { zero: null, scaled: null };

/** Of gradients by hand nothing comes from above: they are not asked. */
function createLinear(trace: Trace): (claim: GradientClaim) => Linear {
	const { loss, claims } = trace;
	const asked = claims.filter(({ by }) => by === 'autograd');
	if (loss === null || asked.length === 0) return () => UNASKED;
	const targets = asked.map(({ of }) => of);
	const edges = edgesOf({ by: 'autograd' });
	const { graph, gradients } = gradientsOf(trace.graph, loss, targets, edges);
	const wanted = targets.flatMap((of) => gradients.get(of) ?? []);
	const under = (factor: number) => new Map(zip(wanted, evaluated(trace, graph, wanted, factor)));
	const [ones, zeros, scales] = [1, 0, SCALE].map(under);
	return (claim) => {
		const node = claim.by === 'autograd' ? gradients.get(claim.of) : undefined;
		if (node === undefined) return UNASKED;
		const base = ones.get(node)!.data;
		return {
			zero: everyEntry(zeros.get(node)!.data, (x, i) => x === 0 || !Number.isFinite(base[i])),
			scaled: everyEntry(scales.get(node)!.data, (x, i) => Object.is(x, base[i] * SCALE))
		};
	};
}
