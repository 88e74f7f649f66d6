/** The slopes of a function by central differences: what its gradients are compared with. */
import type { Node } from '../../../graph.ts';
import { storable } from '../../../ops/dtypes.ts';
import { sameShape } from '../../../shape.ts';
import { sizeOf, tensor, type Shape, type Tensor } from '../../../tensor.ts';
import { PythonError } from '../../errors.ts';
import { formatFloat } from '../../format.ts';
import { showSize } from '../../print.ts';
import type { Runtime } from '../../runtime.ts';
import type { Evaluation } from '../../values.ts';
import type { PyTensor } from '../../variable.ts';
import { hostOf } from '../host.ts';
import { valuesOf } from './beside.ts';
import { requireThat } from './errors.ts';
import { comparable, resultsOf, type Subject } from './subject.ts';

/** One matrix for each comparable result: a row for each entry of the input, as PyTorch has them. */
export function* numericalJacobian(
	rt: Runtime,
	subject: Subject,
	input: PyTensor,
	eps: number
): Evaluation<Tensor[]> {
	const count = sizeOf(input.shape);
	const moveOf = (row: number) => {
		const move = new Float64Array(count);
		move[row] = eps;
		return move;
	};
	// the braces are PyTorch's own: it forgets to fill in which entry it was
	return yield* slopes(rt, subject, input, { count, moveOf, where: 'on index {idx} ' }, eps);
}

/** The same along one direction alone: a single row. */
export function* numericalAlong(
	rt: Runtime,
	subject: Subject,
	input: PyTensor,
	direction: Tensor,
	eps: number
): Evaluation<Tensor[]> {
	const move = Float64Array.from(direction.data, (u) => storable(u * eps, input.dtype));
	return yield* slopes(rt, subject, input, { count: 1, moveOf: () => move, where: '' }, eps);
}

/** By how much the entries of an input are moved, for each row of the result. */
interface Moves {
	readonly count: number;
	readonly moveOf: (row: number) => Float64Array;
	/** What PyTorch calls the place. */
	readonly where: string;
}

/** (f(x + move) − f(x − move)) / 2 eps for each move; everything is computed at once. */
function* slopes(
	rt: Runtime,
	subject: Subject,
	input: PyTensor,
	{ count, moveOf, where }: Moves,
	eps: number
): Evaluation<Tensor[]> {
	const { data } = yield* hostOf(rt, input);
	const picked = comparable(subject);
	const ends: Node[] = [];
	for (let row = 0; row < count; row++) {
		const move = moveOf(row);
		const [low, high] = [-1, 1].map((sign) => moved(input, data, move, sign));
		const before = yield* resultsAt(rt, subject, input, low);
		const after = yield* resultsAt(rt, subject, input, high);
		refuseChanged(rt, before, after, `${where}by ${formatFloat(eps)}`);
		for (const k of picked) ends.push(nodeAt(rt, before, k), nodeAt(rt, after, k));
	}
	const values = yield* valuesOf(rt, ends);
	return picked.map((k, i) => {
		const rows = Array.from({ length: count }, (_, row) => {
			const at = 2 * (row * picked.length + i);
			return quotients(values[at], values[at + 1], eps);
		});
		const { shape, dtype } = subject.results[k];
		return tensor(rows.flat(), [count, sizeOf(shape)], dtype);
	});
}

/** x + sign · move, rounded as PyTorch rounds it. */
function moved(input: PyTensor, data: Tensor['data'], move: Float64Array, sign: number): Tensor {
	const { shape, dtype } = input;
	const values = Float64Array.from(data, (x, i) => x + sign * storable(move[i], dtype));
	return tensor(values, shape, dtype);
}

/** A result as it was: shape, dtype and the node of its value. */
interface Seen {
	readonly shape: Shape;
	readonly dtype: Tensor['dtype'];
	readonly node: Node;
}

/** Calls the function while `input` holds `value`. */
function* resultsAt(
	rt: Runtime,
	subject: Subject,
	input: PyTensor,
	value: Tensor
): Evaluation<Seen[]> {
	const giveBack = input.lend(rt.fresh(value).node);
	try {
		const results = yield* resultsOf(rt, subject);
		return results.map((each) => {
			const node = rt.present(each);
			return { shape: node.shape, dtype: node.dtype, node };
		});
	} finally {
		giveBack();
	}
}

function nodeAt(rt: Runtime, results: readonly Seen[], k: number): Node {
	if (k < results.length) return results[k].node;
	throw new PythonError('IndexError', 'list index out of range', rt.at);
}

function refuseChanged(
	rt: Runtime,
	before: readonly Seen[],
	after: readonly Seen[],
	where: string
): void {
	const when = `when inputs are perturbed ${where}, but got:`;
	before.slice(0, after.length).forEach((a, k) => {
		const b = after[k];
		const [sizes, types] = [
			[a, b].map(({ shape }) => showSize(shape)),
			[a, b].map(({ dtype }) => `torch.${dtype}`)
		];
		requireThat(
			rt,
			sameShape(a.shape, b.shape),
			`Expected \`func\` to return outputs with the same shape ${when} shapes ${sizes.join(' and ')}.`
		);
		requireThat(
			rt,
			a.dtype === b.dtype,
			`Expected \`func\` to return outputs with the same dtype ${when} dtypes ${types.join(' and ')}.`
		);
		if (a.dtype === 'bool') throw noDifference(rt);
	});
}

function noDifference(rt: Runtime): PythonError {
	return new PythonError(
		'RuntimeError',
		'Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.',
		rt.at
	);
}

function quotients(low: Tensor, high: Tensor, eps: number): number[] {
	const { dtype } = low;
	const width = storable(2 * eps, dtype);
	return Array.from(low.data, (a, i) => storable(storable(high.data[i] - a, dtype) / width, dtype));
}
