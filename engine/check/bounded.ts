/**
 * Evaluates a graph in float64 and carries, for every element, a bound on how far rounding can
 * have taken it from the exact value (the op table's `bound` column, u = 2^-53).
 */
import type { Graph, Node } from '../graph.ts';
import type { Bounded } from '../ops/op.ts';
import type { Trace } from '../trace.ts';
import { LazyValues } from './lazy.ts';
import { opTable } from '../ops/index.ts';
import { cast, full, isFloat, type Tensor, type TensorType } from '../tensor.ts';

/** Unit roundoff of float64. */
export const U64 = 2 ** -53;

/** A value that is exact by definition. */
export function exact(value: Tensor): Bounded {
	return { value, error: new Float64Array(value.data.length) };
}

/** The node's type, with every float as float64. */
export function wide({ shape, dtype }: TensorType): TensorType {
	return { shape, dtype: isFloat(dtype) ? 'float64' : dtype };
}

/** The tensor with its floats as float64. */
export function wideTensor(tensor: Tensor): Tensor {
	return isFloat(tensor.dtype) ? cast(tensor, 'float64') : tensor;
}

/** One op on bounded inputs, in float64; the bound is that of arithmetic of unit roundoff `u`. */
export function applyBounded(node: Node, inputs: readonly Bounded[], u = U64): Bounded {
	if (node.op === 'input') throw new Error(`input ${node.id} has no value`);
	if (node.op === 'constant') {
		return exact(full([], node.attrs.value as number, wide(node).dtype));
	}
	const op = opTable[node.op];
	// an op that ends in a cast to float32 keeps float64 here
	const attrs = node.op === 'cast' ? { ...node.attrs, dtype: wide(node).dtype } : node.attrs;
	const value = op.forward(
		inputs.map((input) => input.value),
		attrs,
		wide(node)
	);
	return { value, error: boundOf({ ...node, attrs }, inputs, value, u) };
}

/**
 * The row's own bound. Where it is not finite, since infinities met in it, what went into the entry
 * decides: of an infinite or missing result nothing is rounded.
 */
export function boundOf(
	node: Pick<Node, 'op' | 'attrs'>,
	inputs: readonly Bounded[],
	value: Tensor,
	u: number
): Float64Array {
	if (node.op === 'input' || node.op === 'constant') return new Float64Array(value.data.length);
	// whole numbers and truth values are not rounded
	const isExact = !isFloat(value.dtype) && inputs.every(({ error }) => error.every((e) => e === 0));
	if (isExact) return new Float64Array(value.data.length);
	const op = opTable[node.op];
	const error = op.bound(inputs, value, node.attrs, u);
	if (error.every((each) => each < Infinity)) return error;
	const values = inputs.map((input) => input.value);
	return error.map((each, i) => {
		if (each < Infinity) return each;
		if (Number.isFinite(value.data[i])) return Infinity;
		const { flats } = op.making(values, value, i, node.attrs);
		const isCertain = flats.every((list, k) => list.every((at) => certain(node, inputs[k], at)));
		return isCertain ? 0 : Infinity;
	});
}

/** An infinite term outweighs every finite one, whatever sign that has. */
const OUTWEIGHED: ReadonlySet<string> = new Set([
	'add',
	'sub',
	'sum',
	'mean',
	'cumsum',
	'amax',
	'amin'
]);

/** Whether rounding leaves the entry finite or infinite, and of its sign: then the result is as it is. */
function certain({ op }: Pick<Node, 'op'>, { value, error }: Bounded, at: number): boolean {
	const [x, e] = [value.data[at], error[at]];
	return e === 0 || (e < Infinity && (OUTWEIGHED.has(op) || Math.abs(x) > e));
}

/** The inputs of a trace's graph, by node id. */
export function inputsOf({ graph, values }: Pick<Trace, 'graph' | 'values'>): Map<number, Tensor> {
	const inputs = graph.nodes.filter(({ op }) => op === 'input');
	return new Map(inputs.map(({ id }) => [id, values[id]]));
}

/** Bounded values by node id, the bounds those of arithmetic of unit roundoff `u`. */
export class BoundedValues extends LazyValues<Bounded> {
	constructor(graph: Graph, inputs: ReadonlyMap<number, Tensor>, u = U64) {
		const known = [...inputs].map(([id, value]) => [id, exact(wideTensor(value))] as const);
		super(graph, known, (node, operands) => applyBounded(node, operands, u));
	}
}

/** The nodes that `id` is computed from, itself included, inputs excluded. */
export function computedFrom(graph: Graph, id: number): number[] {
	const found = new Set<number>();
	const stack = [id];
	while (stack.length > 0) {
		const next = stack.pop()!;
		const { inputs } = graph.nodes[next];
		if (found.has(next) || inputs.length === 0) continue;
		found.add(next);
		stack.push(...inputs);
	}
	return [...found].sort((a, b) => a - b);
}

/** How many branch decisions on the way to `id` lie within rounding. */
export function undecidedBranches(values: BoundedValues, id: number): number {
	let count = 0;
	for (const each of computedFrom(values.graph, id)) {
		if (values.graph.nodes[each].dtype !== 'bool') continue;
		for (const error of values.at(each).error) if (error > 0) count++;
	}
	return count;
}
