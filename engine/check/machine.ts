/**
 * Did the machine compute it? Every node on the way to a gradient is computed again in float64 from the
 * same inputs as the backend had; the difference must stay within the op's own rounding bound.
 * Errors do not accumulate from node to node, so the bounds are tight for every summation order.
 */
import type { BackendName, GradientClaim, Step, Trace } from '../trace.ts';
import { applyBounded, boundOf, computedFrom, exact, U64, wideTensor } from './bounded.ts';
import type { Data } from '../tensor.ts';
import { compare } from './compare.ts';
import type { Answer, MachineAnswer } from './report.ts';

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
	const answers = new Map<number, Answer>();
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
	readonly answer: Answer;
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

/** One node against its float64 twin. */
function checkNode(trace: Trace, { node: id, backend }: Step): Answer {
	const node = trace.graph.nodes[id];
	const inputs = node.inputs.map((input) => exact(wideTensor(trace.values[input])));
	const expected = applyBounded(node, inputs);
	const got = wideTensor(trace.values[id]);
	const u = node.dtype === 'float64' ? U64 : UNIT[backend];
	const rounding = boundOf(node, inputs, expected.value, u);
	const bound = rounding.map((each, i) => each + expected.error[i]);
	return compare({
		got: got.data,
		...(node.dtype === 'float32'
			? inRange(expected.value.data, bound)
			: { expected: expected.value.data, bound }),
		shape: node.shape
	});
}

/** What is past float32's largest number is infinite there; what may or may not be decides nothing. */
function inRange(
	values: Data,
	bounds: Float64Array
): { expected: Float64Array; bound: Float64Array } {
	const expected = Float64Array.from(values);
	const bound = bounds.slice();
	for (let i = 0; i < expected.length; i++) {
		const size = Math.abs(expected[i]);
		if (size === Infinity || !(size + bound[i] >= OVERFLOW)) continue;
		if (size - bound[i] >= OVERFLOW) expected[i] *= Infinity;
		else bound[i] = Infinity;
	}
	return { expected, bound };
}
