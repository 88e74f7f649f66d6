/** The slopes of a function by central differences: what its gradients are compared with. */
import type { Node } from '../../../graph.ts';
import { storable } from '../../../ops/dtypes.ts';
import { sameShape } from '../../../shape.ts';
import { sizeOf, tensor, type Data, type Shape, type Tensor } from '../../../tensor.ts';
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
	const step = storable(eps, input.dtype);
	const move = (data: Data, row: number, sign: number) => {
		data[row] += sign * step;
	};
	// the braces are PyTorch's own: it forgets to fill in which entry it was
	return yield* slopes(rt, subject, input, { count, move, where: 'on index {idx} ' }, eps);
}

/** The same along one direction alone: a single row. */
export function* numericalAlong(
	rt: Runtime,
	subject: Subject,
	input: PyTensor,
	direction: Tensor,
	eps: number
): Evaluation<Tensor[]> {
	const steps = Float64Array.from(direction.data, (u) => storable(u * eps, input.dtype));
	const move = (data: Data, _: number, sign: number) => {
		steps.forEach((step, i) => (data[i] += sign * step));
	};
	return yield* slopes(rt, subject, input, { count: 1, move, where: '' }, eps);
}

/** How the entries of an input are moved, for each row of the result. */
interface Moves {
	readonly count: number;
	/** Moves `data`, forth or back; its own type rounds, as PyTorch does. */
	readonly move: (data: Data, row: number, sign: number) => void;
	/** What PyTorch calls the place. */
	readonly where: string;
}

/** (f(x + move) − f(x − move)) / 2 eps for each move; everything is computed at once. */
function* slopes(
	rt: Runtime,
	subject: Subject,
	input: PyTensor,
	{ count, move, where }: Moves,
	eps: number
): Evaluation<Tensor[]> {
	const { data } = yield* hostOf(rt, input);
	const picked = comparable(subject);
	const ends: Node[] = [];
	try {
		for (let row = 0; row < count; row++) {
			const [low, high] = [data.slice(), data.slice()];
			move(low, row, -1);
			move(high, row, 1);
			const before = yield* resultsAt(rt, subject, input, low);
			const after = yield* resultsAt(rt, subject, input, high);
			refuseChanged(rt, before, after, `${where}by ${formatFloat(eps)}`);
			for (const k of picked) ends.push(nodeAt(rt, before, k), nodeAt(rt, after, k));
		}
	} catch (error) {
		throw tooLong(error, count);
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

/** Where the patience with one iteration has ended, this says what has taken it all. */
function tooLong(error: unknown, count: number): unknown {
	if (!(error instanceof PythonError && error.final) || count === 1) return error;
	const calls = `gradcheck calls the function twice for each of the ${count} entries of an input`;
	const same = new PythonError(error.type, error.message, error.at, `${calls}: ${LESS}`);
	same.final = true;
	return same;
}

const LESS = 'check smaller inputs, or with fast_mode=True';

/** A result as it was: shape, dtype and the node of its value. */
interface Seen {
	readonly shape: Shape;
	readonly dtype: Tensor['dtype'];
	readonly node: Node;
}

/** Calls the function while `input` holds `data`. */
function* resultsAt(
	rt: Runtime,
	subject: Subject,
	input: PyTensor,
	data: Data
): Evaluation<Seen[]> {
	const { shape, dtype } = input;
	const giveBack = input.lend(rt.fresh({ shape, dtype, data }).node);
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
