/** Runs single rows of the op table: forward, vjp through a graph, and the Jacobian by jvp. */
import { evaluate } from '#engine/backends/reference.ts';
import { BoundedValues } from '#engine/check/bounded.ts';
import { Builder, extract, type Node } from '#engine/graph.ts';
import { opTable } from '#engine/ops/index.ts';
import type { Bounded, OpName } from '#engine/ops/op.ts';
import { cast, isFloat, sizeOf, tensor, type FloatType, type Tensor } from '#engine/tensor.ts';
import type { Sample } from './samples.ts';

export function forward(op: OpName, { inputs, attrs }: Sample): Tensor {
	return opTable[op].forward(inputs, attrs, opTable[op].shape(inputs, attrs));
}

/** The sample with its float inputs in `dtype`. */
export function inDtype({ inputs, attrs }: Sample, dtype: FloatType): Sample {
	return { inputs: inputs.map((x) => (isFloat(x.dtype) ? cast(x, dtype) : x)), attrs };
}

export function exact(value: Tensor): Bounded {
	return { value, error: new Float64Array(value.data.length) };
}

export function boundOf(op: OpName, sample: Sample, u: number, errors?: Float64Array[]) {
	const inputs = sample.inputs.map((value, i) =>
		errors ? { value, error: errors[i] } : exact(value)
	);
	return opTable[op].bound(inputs, forward(op, sample), sample.attrs, u);
}

/** Whether the steps of the central differences, at most 2^-7 in each of two operands, cross no kink. */
export function isAwayFromKinks(op: OpName, { inputs, attrs }: Sample): boolean {
	const kinks = opTable[op].kinks?.(inputs, attrs) ?? [];
	return kinks.every((kink) => kink.data.every((v) => Math.abs(v) > 2 ** -7));
}

export interface Pulled {
	/** One per input; null where the row gives none. */
	readonly gradients: readonly (Tensor | null)[];
	/** What rounding can have done to each, by the running bounds of the nodes that the vjp made. */
	readonly errors: readonly (() => Float64Array | null)[];
	/** Nodes that the vjp made. */
	readonly made: number;
}

/** The gradients of the inputs that `needs` names, for the upstream gradient `u`. */
export function pullBack(op: OpName, sample: Sample, u: Tensor, needs: boolean[]): Pulled {
	const b = new Builder('float64');
	const inputs = sample.inputs.map((x) => b.input(x.shape, x.dtype));
	const out = b.add(op, inputs, sample.attrs);
	const g = b.input(u.shape, u.dtype);
	const before = b.count;
	const nodes = opTable[op].vjp?.(b, g, out, inputs, sample.attrs, needs) ?? inputs.map(() => null);
	const made = b.count - before;
	const feeds = [...sample.inputs, u];
	const fed = new Map([...inputs, g].map((node, i) => [node.id, feeds[i]]));
	const bounded = (node: Node) => {
		const cut = extract(b, [node.id], (id) => fed.has(id));
		const values = new Map(cut.feeds.map((id) => [cut.ids.get(id)!, fed.get(id)!]));
		return new BoundedValues(cut.graph, values).at(cut.ids.get(node.id)!);
	};
	const value = (node: Node) => {
		const cut = extract(b, [node.id], (id) => fed.has(id));
		const root = cut.ids.get(node.id)!;
		return evaluate(
			cut.graph,
			cut.feeds.map((id) => fed.get(id)!),
			[root]
		)[0];
	};
	return {
		gradients: nodes.map((node) => node && value(node)),
		errors: nodes.map((node) => () => (node ? bounded(node).error : null)),
		made
	};
}

/** J·w by the jvp column; zero where the row has none. `tangents` stand beside the inputs. */
export function pushForward(op: OpName, sample: Sample, tangents: (Tensor | null)[]): Tensor {
	const out = forward(op, sample);
	const { jvp } = opTable[op];
	if (jvp) return jvp(sample.inputs, tangents, out, sample.attrs);
	return tensor(new Float64Array(sizeOf(out.shape)), out.shape, 'float64');
}

/** Columns of ∂out/∂input i, one per element of the input, by the jvp column. */
export function jacobian(op: OpName, sample: Sample, i: number): Tensor[] {
	const x = sample.inputs[i];
	return Array.from(x.data, (_, k) => {
		const unit = new Float64Array(x.data.length);
		unit[k] = 1;
		const tangents = sample.inputs.map((_input, n) =>
			n === i ? tensor(unit, x.shape, 'float64') : null
		);
		return pushForward(op, sample, tangents);
	});
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
	return sum;
}

export function absolute(x: ArrayLike<number>): Float64Array {
	return Float64Array.from(x, Math.abs);
}
