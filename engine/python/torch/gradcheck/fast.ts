/**
 * The check in fast mode: the Jacobian along one direction u of the input, weighed by one vector v
 * for the output; a single number instead of a matrix.
 */
import { storable } from '../../../ops/dtypes.ts';
import { createGenerator, type Generator } from '../../../random.ts';
import { isFloat, sizeOf, tensor, type DType, type Tensor } from '../../../tensor.ts';
import type { Runtime } from '../../runtime.ts';
import type { Evaluation } from '../../values.ts';
import type { PyTensor } from '../../variable.ts';
import { analyticalJacobian, pulledBack } from './analytical.ts';
import { allClose, mismatch } from './compare.ts';
import { recomputed } from './fast-words.ts';
import { numericalAlong, numericalJacobian } from './numerical.ts';
import { notFlat } from './slow.ts';
import type { Measure, Subject } from './subject.ts';

/** Where a torch.Generator that nobody has seeded begins. */
const UNSEEDED = 67280421310721;
/** The step of the slopes that are shown beside a failure. */
const SHOWN_EPS = 1e-3;

export function* fastCheck(rt: Runtime, subject: Subject, measure: Measure): Evaluation<void> {
	const { inputs, outputs } = subject;
	const generator = createGenerator(UNSEEDED);
	const us = inputs.map((input) => unitVector(input, generator));
	const vs = outputs.map((output) => unitVector(output, generator));
	const slopes: Tensor[][] = [];
	for (const [i, input] of inputs.entries()) {
		slopes.push(yield* numericalAlong(rt, subject, input, us[i], measure.eps));
	}
	if (outputs.length === 0) return requireFlat(rt, slopes.flat(), measure.nondetTol);
	const pulled: Tensor[][] = [];
	for (const [j, output] of outputs.entries()) {
		pulled.push(yield* pulledBack(rt, subject, output, [shapedAs(output, vs[j])]));
	}
	for (const [i, u] of us.entries()) {
		for (const [j, v] of vs.entries()) {
			const [n, a] = [dot(v, slopes[i][j]), dot(pulled[j][i], u)];
			const atol = measure.atol * total(u) * total(v);
			if (allClose(a, n, measure.rtol, atol)) continue;
			const more = yield* shownSlowly(rt, subject, measure, i, j);
			throw mismatch(rt, { a, n, output: j, input: i }, more);
		}
	}
}

/** Random numbers from 0 to 1, made a vector of length one. */
function unitVector({ shape, dtype }: PyTensor, generator: Generator): Tensor {
	const data = Float64Array.from(generator.rand([sizeOf(shape)], 'float32').data);
	const length = storable(Math.sqrt(data.reduce((sum, each) => sum + each * each, 0)), dtype);
	const unit = Array.from(data, (each) => each / length);
	return tensor(unit, [data.length], dtype);
}

const shapedAs = ({ shape }: PyTensor, { data, dtype }: Tensor): Tensor => ({ shape, dtype, data });

function dot(a: Tensor, b: Tensor): Tensor {
	const dtype: DType = b.dtype;
	const sum = Array.from(a.data, (each, i) => storable(each * b.data[i], dtype)).reduce(
		(so, each) => storable(so + each, dtype),
		0
	);
	return tensor([sum], [], dtype);
}

function total({ data, dtype }: Tensor): number {
	return Array.from(data).reduce((sum, each) => storable(sum + each, dtype), 0);
}

function requireFlat(rt: Runtime, slopes: readonly Tensor[], tolerance: number): void {
	const isFlat = slopes.every(
		({ data, dtype }) => !isFloat(dtype) || data.every((slope) => !(Math.abs(slope) > tolerance))
	);
	if (!isFlat) throw notFlat(rt);
}

/** The two whole Jacobians of a pair that disagrees. */
function* shownSlowly(
	rt: Runtime,
	subject: Subject,
	{ rtol, atol }: Measure,
	input: number,
	output: number
): Evaluation<string> {
	const numerical = yield* numericalJacobian(rt, subject, subject.inputs[input], SHOWN_EPS);
	const analytical = yield* analyticalJacobian(rt, subject, subject.outputs[output]);
	const [n, a] = [numerical[output], analytical[input]];
	return recomputed(rt, n, a, allClose(a, n, rtol, atol));
}
