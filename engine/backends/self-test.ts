/**
 * Does this device compute as it should? Before a backend serves, every entry of some small graphs is
 * judged as the gradient check judges a lesson's: against float64 from the same inputs, within the
 * op's own rounding bound. Devices are known that drop the tail of an odd size, leave a part
 * unwritten, or compute with fewer digits.
 */
import { indexOf } from '../check/compare.ts';
import { compareNode } from '../check/machine.ts';
import type { Node, NodeKind } from '../graph.ts';
import { full, type Shape, type Tensor } from '../tensor.ts';
import type { Backend } from './backend.ts';
import { TRIALS, type Trial } from './trials.ts';

/** What a device computes wrongly. */
export interface Fault {
	readonly op: NodeKind;
	/** Of the operands. */
	readonly shapes: readonly Shape[];
	readonly index: readonly number[];
	readonly got: number;
	readonly expected: number;
	/** The largest difference that rounding can explain. */
	readonly bound: number;
}

/** The first that `backend` computes wrongly, null where there is nothing. Rejects as `run` does. */
export async function selfTest(backend: Backend): Promise<Fault | null> {
	for (const make of TRIALS) {
		const trial = make();
		const values = await computed(backend, trial);
		for (const node of trial.graph.nodes) {
			const fault = isComputed(node) ? faultOf(backend, trial, node, values) : null;
			if (fault) return fault;
		}
	}
	return null;
}

const isComputed = ({ op }: Node) => op !== 'input' && op !== 'constant';

/** The value of every node of the trial. */
async function computed(
	backend: Backend,
	{ graph: { nodes }, feeds }: Trial
): Promise<readonly Tensor[]> {
	const wanted = nodes.filter(isComputed).map(({ id }) => id);
	const fed = feeds.map((feed) => backend.upload(feed));
	const results = await backend.run({ nodes }, fed, wanted);
	const read = await Promise.all(results.map((result) => result.read()));
	for (const value of [...fed, ...results]) value.release();
	const [given, made] = [feeds.values(), read.values()];
	return nodes.map(({ op, shape, dtype, attrs }) => {
		if (op === 'constant') return full(shape, attrs.value as number, dtype);
		return (op === 'input' ? given : made).next().value!;
	});
}

function faultOf(
	backend: Backend,
	{ graph }: Trial,
	node: Node,
	values: readonly Tensor[]
): Fault | null {
	const operands = node.inputs.map((id) => values[id]);
	const place = backend.placement?.(node, graph) ?? backend.name;
	const { data } = values[node.id];
	const { answer, expected, bound } = compareNode(node, operands, values[node.id], place);
	const shapes = operands.map(({ shape }) => shape);
	// what is fed is finite, and so is all that is made of it
	const odd = expected.findIndex((_, i) => !Number.isFinite(data[i]));
	if (odd >= 0) {
		const found = { index: indexOf(odd, node.shape), got: data[odd] ?? NaN };
		return { op: node.op, shapes, ...found, expected: expected[odd], bound: bound[odd] };
	}
	const { verdict, worst } = answer;
	return verdict === 'pass' || !worst ? null : { op: node.op, shapes, ...worst };
}
