/**
 * A loss once more with one entry moved, in float32: the rows of the op table as the reference
 * backend runs them, every result rounded to float32. Only what the move reaches is computed again,
 * of a product the rows and columns: their sums have the order that they have in the whole.
 */
import type { Graph, Node } from '../graph.ts';
import { opTable } from '../ops/index.ts';
import { allocate, cast, full, isFloat, type Tensor, type TensorType } from '../tensor.ts';
import type { GradientClaim } from '../trace.ts';
import { computedFrom } from './bounded.ts';
import type { Edges } from './constants.ts';
import { LazyValues } from './lazy.ts';
import { dependents, followedBy } from './perturb.ts';

/** Values by node id in float32. */
export class SingleValues extends LazyValues<Tensor> {
	/** `inputs` has the value of every input node. */
	constructor(graph: Graph, inputs: ReadonlyMap<number, Tensor>) {
		const known = [...inputs].map(([id, value]) => [id, narrowTensor(value)] as const);
		super(graph, known, apply);
	}
}

/** `at(entry, value)`: the loss where the flat entry of what the claim is of is `value`, both in float32. */
export function createSinglePerturbation(
	base: SingleValues,
	loss: number,
	{ of, versions = [] }: Pick<GradientClaim, 'of' | 'versions'>,
	counts: Edges
): (entry: number, value: number) => number {
	const { graph } = base;
	const follows = followedBy(graph, counts);
	const downstream = dependents(graph, computedFrom(graph, loss), [of, ...versions], follows);
	base.at(loss);
	return (entry, value) => {
		const by = Math.fround(value - base.at(of).data[entry]);
		const moved = new Map<number, Tensor>(
			versions.map((each) => [
				each,
				withEntry(base.at(each), entry, base.at(each).data[entry] + by)
			])
		);
		moved.set(of, withEntry(base.at(of), entry, value));
		for (const id of downstream) {
			const node = graph.nodes[id];
			const inputs = node.inputs.map(
				(input, i) => (follows(node, i) && moved.get(input)) || base.at(input)
			);
			moved.set(id, node.op === 'mm' ? movedProduct(base, node, inputs) : apply(node, inputs));
		}
		return (moved.get(loss) ?? base.at(loss)).data[0];
	};
}

function narrow({ shape, dtype }: TensorType): TensorType {
	return { shape, dtype: isFloat(dtype) ? 'float32' : dtype };
}

function narrowTensor(value: Tensor): Tensor {
	return isFloat(value.dtype) ? cast(value, 'float32') : value;
}

function apply(node: Node, inputs: readonly Tensor[]): Tensor {
	if (node.op === 'input') throw new Error(`input ${node.id} has no value`);
	const out = narrow(node);
	if (node.op === 'constant') return full([], node.attrs.value as number, out.dtype);
	return opTable[node.op].forward(inputs, node.attrs, out);
}

function withEntry(value: Tensor, entry: number, moved: number): Tensor {
	const data = value.data.slice();
	data[entry] = moved;
	return { ...value, data };
}

/** mm where few rows of the left or columns of the right are not as they were. */
function movedProduct(base: SingleValues, node: Node, [a, b]: readonly Tensor[]): Tensor {
	const [m, n] = node.shape;
	const width = a.shape[1];
	const rows = changed(a, base.at(node.inputs[0]), (i) => Math.floor(i / width));
	const columns = changed(b, base.at(node.inputs[1]), (i) => i % n);
	if (rows.length * n + columns.length * m >= m * n) return apply(node, [a, b]);
	const whole = base.at(node.id);
	const data = whole.data.slice();
	const place = (at: readonly number[], across: readonly number[], left: Tensor, right: Tensor) => {
		if (at.length === 0 || across.length === 0) return;
		const part = apply({ ...node, shape: [at.length, across.length] }, [left, right]);
		at.forEach((i, p) =>
			across.forEach((j, q) => (data[i * n + j] = part.data[p * across.length + q]))
		);
	};
	place(rows, every(n), pick(a, rows, every(width)), b);
	place(every(m), columns, a, pick(b, every(width), columns));
	return { ...whole, data };
}

const every = (count: number) => Array.from({ length: count }, (_, i) => i);

function pick(value: Tensor, rows: readonly number[], columns: readonly number[]): Tensor {
	const width = value.shape[1];
	const data = allocate(value.dtype, rows.length * columns.length);
	let to = 0;
	for (const i of rows) for (const j of columns) data[to++] = value.data[i * width + j];
	return { shape: [rows.length, columns.length], dtype: value.dtype, data };
}

/** The lines in which two tensors of one shape differ. */
function changed(now: Tensor, before: Tensor, line: (i: number) => number): number[] {
	if (now === before) return [];
	const found = new Set<number>();
	const [data, was] = [now.data, before.data];
	for (let i = 0; i < data.length; i++) if (data[i] !== was[i]) found.add(line(i));
	return [...found].sort((a, b) => a - b);
}
