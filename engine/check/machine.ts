/**
 * Did the machine compute it? Every node on the way to a gradient is computed again in float64 from the
 * same inputs as the backend had; the difference must stay within the op's own rounding bound.
 * Errors do not accumulate from node to node, so the bounds are tight for every summation order.
 */
import type { BackendName, GradientClaim, Step, Trace } from '../trace.ts';
import { applyBounded, boundOf, computedFrom, exact, U64, wideTensor } from './bounded.ts';
import type { Node } from '../graph.ts';
import type { Bounded } from '../ops/op.ts';
import type { Data, DType, Tensor } from '../tensor.ts';
import { compare } from './compare.ts';
import { detailed } from './detail.ts';
import type { Answer, MachineAnswer } from './report.ts';
import { fewestTerms } from './terms.ts';

/** WGSL lets a correctly rounded result be either neighbour, so u is a whole ulp there (WGSL §15.7.4). */
const UNIT: Readonly<Record<BackendName, number>> = {
	webgpu: 2 ** -23,
	wasm: 2 ** -24,
	reference: 2 ** -24
};

/** From here on float32 rounds to infinity: half a unit past its largest number (IEEE 754 §4.3.1). */
const OVERFLOW = 2 ** 128 - 2 ** 103;

export type MachineChecker = (claim: GradientClaim) => MachineAnswer;

export function createMachineChecker(trace: Trace): MachineChecker {
	const steps = new Map(trace.steps.map((step) => [step.node, step]));
	const answers = new Map<number, NodeAnswer>();
	const answerOf = (step: Step) => {
		const known = answers.get(step.node) ?? checkNode(trace, step);
		answers.set(step.node, known);
		return known;
	};
	return (claim) => {
		const path = computedFrom(trace.graph, claim.node).flatMap((id) => steps.get(id) ?? []);
		const all = path.map((step) => ({ step, answer: answerOf(step) }));
		const failed = all.find(({ answer }) => answer.verdict === 'fail');
		const vague = all.find(({ answer }) => answer.verdict === 'unknown');
		const shown = failed ?? vague ?? nearest(all);
		const backend = shown?.step.backend ?? 'reference';
		const compared = all.reduce((sum, { answer }) => sum + answer.compared, 0);
		const verdict = failed ? 'fail' : vague ? 'unknown' : 'pass';
		return {
			verdict,
			worst: shown?.answer.worst ?? null,
			node: shown?.step.node ?? null,
			imprecise: all.flatMap(({ step, answer }) => (answer.isImprecise ? [step.node] : [])),
			backend,
			compared,
			total: compared,
			undecided: 0,
			...(verdict === 'unknown' ? { reason: 'not-finite' as const } : {})
		};
	};
}

interface Checked {
	readonly step: Step;
	readonly answer: NodeAnswer;
}

interface NodeAnswer extends Answer {
	readonly isImprecise: boolean;
}

/** The step that used most of its bound. */
function nearest(all: readonly Checked[]): Checked | undefined {
	const share = ({ answer: { worst } }: Checked) =>
		worst && worst.bound > 0 ? Math.abs(worst.got - worst.expected) / worst.bound : 0;
	return all.reduce<Checked | undefined>(
		(best, each) => (best && share(best) >= share(each) ? best : each),
		undefined
	);
}

function checkNode(trace: Trace, { node: id, backend }: Step): NodeAnswer {
	const node = trace.graph.nodes[id];
	const value = trace.values[id];
	const operands = node.inputs.map((input) => trace.values[input]);
	const { answer, inputs, result, u } = compareNode(node, operands, value, backend);
	const worst =
		answer.worst && detailed(trace, answer.worst, id, () => ({ node, inputs, result, u }));
	return { ...answer, worst };
}

interface NodeComparison {
	readonly answer: NodeAnswer;
	readonly inputs: readonly Bounded[];
	/** What the backend made, with that bound. */
	readonly result: Bounded;
	/** What it should be, in float64, and how far off it may be. */
	readonly expected: Float64Array;
	readonly bound: Float64Array;
	readonly u: number;
}

/** What a backend made of `operands` against the node's float64 twin. */
export function compareNode(
	node: Node,
	operands: readonly Tensor[],
	value: Tensor,
	backend: BackendName
): NodeComparison {
	const inputs = operands.map((operand) => exact(wideTensor(operand)));
	const right = applyBounded(node, inputs);
	const made = wideTensor(value);
	const got = made.data;
	const u = node.dtype === 'float64' ? U64 : UNIT[backend];
	const rounding = boundOf(node, inputs, right.value, u);
	const own = rounding.map((each, i) => each + right.error[i]);
	const { expected, bound } = inRange(right.value.data, own, node.dtype);
	const answer = compare({ got, expected, bound, shape: node.shape });
	const likely = likelyShare(node, inputs, right.value);
	const isImprecise =
		likely < 1 && got.some((x, i) => bound[i] > 0 && Math.abs(x - expected[i]) > likely * bound[i]);
	const result = { value: made, error: bound };
	return { answer: { ...answer, isImprecise }, inputs, result, expected, bound, u };
}

/** Of how many entries, of all that a check looks at, one may exceed the share below by chance. */
const FALSE_ALARM = 1e-9;

/**
 * Roundings at random add up to √n of them, not n: the share of the bound of a sum of n terms that m
 * such sums stay within but for a chance of FALSE_ALARM (Higham and Mary 2019, λ = √(2 ln(2nm/δ))).
 */
function likelyShare(node: Node, inputs: readonly Bounded[], out: Tensor): number {
	const values = inputs.map((input) => input.value);
	const n = fewestTerms(node, values, out);
	const m = out.data.length;
	return n > 0 ? Math.sqrt((2 * Math.log((2 * n * m) / FALSE_ALARM)) / n) : 1;
}

/** What is past float32's largest number is infinite there; what may or may not be decides nothing. */
function inRange(
	values: Data,
	bounds: Float64Array,
	dtype: DType
): { expected: Float64Array; bound: Float64Array } {
	const expected = Float64Array.from(values);
	const bound = bounds.slice();
	for (let i = 0; dtype === 'float32' && i < expected.length; i++) {
		const size = Math.abs(expected[i]);
		if (size === Infinity || !(size + bound[i] >= OVERFLOW)) continue;
		if (size - bound[i] >= OVERFLOW) expected[i] *= Infinity;
		else bound[i] = Infinity;
	}
	return { expected, bound };
}
