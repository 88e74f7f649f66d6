/** What backward gives: the Jacobian of an output, a column for each gradient that is sent back. */
import type { Node } from '../../../graph.ts';
import { allocate, sizeOf, tensor, type Tensor } from '../../../tensor.ts';
import type { Runtime } from '../../runtime.ts';
import type { Evaluation } from '../../values.ts';
import type { PyTensor } from '../../variable.ts';
import { gradientNodes } from '../gradients.ts';
import { valuesOf } from './beside.ts';
import type { Subject } from './subject.ts';

/**
 * The whole Jacobian, one matrix for each input. PyTorch computes it twice and compares; here the
 * gradients of one graph cannot differ between two walks.
 */
export function* analyticalJacobian(
	rt: Runtime,
	subject: Subject,
	output: PyTensor
): Evaluation<Tensor[]> {
	const { shape, dtype } = output;
	const seeds = Array.from({ length: sizeOf(shape) }, (_, k) => {
		const data = allocate(dtype, sizeOf(shape));
		data[k] = 1;
		return { shape, dtype, data };
	});
	return yield* pulledBack(rt, subject, output, seeds);
}

/** For each input a matrix: its column k is the gradient that seed k gives. */
export function* pulledBack(
	rt: Runtime,
	{ inputs }: Subject,
	output: PyTensor,
	seeds: readonly Tensor[]
): Evaluation<Tensor[]> {
	const found = seeds.map((seed) => {
		const options = { retainGraph: true, createGraph: false };
		return gradientNodes(rt, [output], inputs, [rt.fresh(seed)], options);
	});
	const values = yield* known(rt, found.flat());
	return inputs.map(({ shape, dtype }, i) => {
		const rows = sizeOf(shape);
		const data = allocate(dtype, rows * seeds.length);
		seeds.forEach((_, k) => {
			const column = values[k * inputs.length + i];
			column?.data.forEach((g, row) => (data[row * seeds.length + k] = g));
		});
		return tensor(data, [rows, seeds.length], dtype);
	});
}

/** Whether each gradient of the inputs is zero where `outputs` get gradients of zero. */
export function* vanishes(
	rt: Runtime,
	{ inputs }: Subject,
	outputs: readonly PyTensor[],
	isZero: (gradient: number) => boolean
): Evaluation<boolean> {
	const seeds = outputs.map(({ shape, dtype }) => {
		return rt.fresh({ shape, dtype, data: allocate(dtype, sizeOf(shape)) });
	});
	const options = { retainGraph: true, createGraph: false };
	const values = yield* known(rt, gradientNodes(rt, outputs, inputs, seeds, options));
	return values.every((value) => value === undefined || Array.from(value.data).every(isZero));
}

/** Values in their places; undefined where nothing depends on the input. */
function* known(
	rt: Runtime,
	nodes: readonly (Node | undefined)[]
): Evaluation<(Tensor | undefined)[]> {
	const there = nodes.filter((node) => node !== undefined);
	const values = (yield* valuesOf(rt, there)).values();
	return nodes.map((node) => (node ? values.next().value : undefined));
}
