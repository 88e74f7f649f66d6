/**
 * One row of the op table as a scalar function, and the slope of that along a direction: by the
 * gradient graph and by central differences, each with what rounding can have done to it.
 * First order: Σ u·f(x). Second order: Σ w·vjp(x, u), whose gradient is that of a gradient.
 */
import { gradientsOf, type GradientGraph } from '#engine/backward.ts';
import { BoundedValues, U64 } from '#engine/check/bounded.ts';
import { Builder, type Graph, type Node } from '#engine/graph.ts';
import { opTable } from '#engine/ops/index.ts';
import type { OpName } from '#engine/ops/op.ts';
import { gamma } from '#engine/ops/rounding.ts';
import { isFloat, tensor, type Tensor } from '#engine/tensor.ts';
import type { Sample } from './samples.ts';

export interface Probe {
	readonly sample: Sample;
	/** The upstream gradient. */
	readonly u: Tensor;
	/** What the gradient of each input is weighed with. */
	readonly w: readonly Tensor[];
	/** The direction of the slope: one per input, and that of u. */
	readonly along: readonly Tensor[];
}

/** A number and how far rounding can have taken it. */
interface Measured {
	readonly value: number;
	readonly error: number;
}

export interface Slope {
	readonly byGradient: Measured;
	readonly byDifference: Measured;
}

interface Scalar {
	readonly graph: Graph;
	readonly root: number;
	/** The inputs of the row, then u. */
	readonly moved: readonly Node[];
	readonly feeds: readonly Tensor[];
}

function scalarOf(op: OpName, { sample, u, w }: Probe, order: 1 | 2): Scalar {
	const b = new Builder('float64');
	const inputs = sample.inputs.map((x) => b.input(x.shape, x.dtype));
	const upstream = b.input(u.shape, u.dtype);
	const weights = w.map((each) => b.input(each.shape, 'float64'));
	const out = b.add(op, inputs, sample.attrs);
	const weighed = (a: Node, c: Node) =>
		b.add('sum', [b.add('mul', [a, c])], { dim: null, keepdim: false });
	let root = b.constant(0);
	if (order === 1) {
		root = weighed(b.add('cast', [out], { dtype: 'float64' }), upstream);
	} else {
		const needs = inputs.map(({ dtype }) => isFloat(dtype));
		const gradients = opTable[op].vjp?.(b, upstream, out, inputs, sample.attrs, needs) ?? [];
		gradients.forEach((g, i) => {
			if (g) root = b.add('add', [root, weighed(g, weights[i])]);
		});
	}
	const nodes = Array.from({ length: b.count }, (_, id) => b.node(id));
	return {
		graph: { nodes },
		root: root.id,
		moved: [...inputs, upstream],
		feeds: [...sample.inputs, u, ...w]
	};
}

function measure(graph: Graph, feeds: readonly Tensor[], id: number) {
	const values = new Map(
		graph.nodes.filter(({ op }) => op === 'input').map((node, i) => [node.id, feeds[i]])
	);
	return new BoundedValues(graph, values).at(id);
}

function shifted(x: Tensor, along: Tensor, step: number): Tensor {
	if (!isFloat(x.dtype)) return x;
	const moved = Array.from(x.data, (v, i) => v + step * along.data[i]);
	return tensor(moved, x.shape, x.dtype);
}

/** (φ(x + h·v) − φ(x − h·v)) / 2h. */
function difference({ graph, root, feeds }: Scalar, along: readonly Tensor[], h: number): Measured {
	const at = (step: number) => {
		const moved = feeds.map((x, i) => (i < along.length ? shifted(x, along[i], step) : x));
		const { value, error } = measure(graph, moved, root);
		return { value: value.data[0], error: error[0] };
	};
	const [high, low] = [at(h), at(-h)];
	const value = (high.value - low.value) / (2 * h);
	return { value, error: (high.error + low.error) / (2 * h) + 2 * U64 * Math.abs(value) };
}

function gradientAlong(scalar: Scalar, along: readonly Tensor[]): Measured {
	const floats = scalar.moved.filter(({ dtype }) => isFloat(dtype)).map(({ id }) => id);
	const { graph, gradients }: GradientGraph = gradientsOf(scalar.graph, scalar.root, floats);
	let [value, error, size, terms] = [0, 0, 0, 0];
	for (const [target, gradient] of gradients) {
		const { data } = along[scalar.moved.findIndex(({ id }) => id === target)];
		const found = measure(graph, scalar.feeds, gradient);
		found.value.data.forEach((g, k) => {
			value += g * data[k];
			size += Math.abs(g * data[k]);
			error += found.error[k] * Math.abs(data[k]);
		});
		terms += data.length;
	}
	return { value, error: error + gamma(terms + 1, U64) * size };
}

/**
 * The slope of the row's scalar both ways. Halving h quarters the truncation of a central
 * difference, so |FD(h) − FD(h/2)| is thrice what is left of it at h/2.
 */
export function slopes(op: OpName, probe: Probe, order: 1 | 2): Slope {
	const scalar = scalarOf(op, probe, order);
	const wide = difference(scalar, probe.along, 2 ** -7);
	const narrow = difference(scalar, probe.along, 2 ** -8);
	const truncation = Math.abs(wide.value - narrow.value);
	return {
		byGradient: gradientAlong(scalar, probe.along),
		byDifference: { value: narrow.value, error: truncation + wide.error + narrow.error }
	};
}
