/** The lesson's iteration as a graph, hand-written gradients and update included. */
import { Builder, type Graph, type Node } from '../../../engine/graph.ts';
import type { FloatType, Shape, Tensor } from '../../../engine/tensor.ts';

export type Sizes = readonly [batch: number, input: number, hidden: number, output: number];

export interface Iterations {
	readonly graph: Graph;
	/** One loss per iteration, then w1 and w2 after the last. */
	readonly wanted: readonly number[];
}

/** `rates`: the learning rate of each iteration; their number is that of the iterations. */
export function lesson(
	[N, D, H, O]: Sizes,
	rates: readonly number[],
	dtype: FloatType = 'float32'
): Iterations {
	const b = new Builder(dtype);
	const nodes: Node[] = [];
	const keep = (node: Node): Node => {
		nodes.push(node);
		return node;
	};
	const input = (shape: Shape) => keep(b.input(shape, dtype));
	const number = (value: number) => keep(b.constant(value));
	const op = (...call: Parameters<Builder['add']>) => keep(b.add(...call));
	const [x, y, first1, first2] = [input([N, D]), input([N, O]), input([D, H]), input([H, O])];
	let [w1, w2] = [first1, first2];
	const losses = rates.map((rate) => {
		const h = op('mm', [x, w1]);
		const active = op('clamp', [h], { min: 0, max: null });
		const difference = op('sub', [op('mm', [active, w2]), y]);
		const squares = op('pow', [difference], { exponent: 2 });
		const loss = op('sum', [squares], { dim: null, keepdim: false });
		const gradY = op('mul', [number(2), difference]);
		const grad2 = op('mm', [op('t', [active]), gradY]);
		const gradActive = op('mm', [gradY, op('t', [w2])]);
		const mask = op('lt', [h, number(0)]);
		const gradH = op('masked_fill', [op('clone', [gradActive]), mask], { value: 0 });
		const grad1 = op('mm', [op('t', [x]), gradH]);
		w1 = op('sub', [w1, op('mul', [number(rate), grad1])]);
		w2 = op('sub', [w2, op('mul', [number(rate), grad2])]);
		return loss;
	});
	return { graph: { nodes }, wanted: [...losses, w1, w2].map((node) => node.id) };
}

/** Values in [−1, 1) for x, y, w1, w2, from a generator of their own. */
export function lessonInputs([N, D, H, O]: Sizes): Tensor[] {
	let state = 12345;
	const next = () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 31 - 1;
	};
	return [
		[N, D],
		[N, O],
		[D, H],
		[H, O]
	].map((shape) => {
		const data = Float32Array.from({ length: shape[0] * shape[1] }, next);
		return { shape, dtype: 'float32', data };
	});
}

/** The graph of node `id` alone, and the nodes whose values it is fed. */
export function alone(graph: Graph, id: number): { graph: Graph; from: number[]; wanted: number } {
	const node = graph.nodes[id];
	const from = node.inputs.filter((input, i) => node.inputs.indexOf(input) === i);
	const nodes = from.map((input, i): Node => {
		const { op, attrs, shape, dtype } = graph.nodes[input];
		const leaf = { id: i, inputs: [], needsGrad: [], shape, dtype };
		return op === 'constant' ? { ...leaf, op, attrs } : { ...leaf, op: 'input', attrs: {} };
	});
	const inputs = node.inputs.map((input) => from.indexOf(input));
	return {
		graph: { nodes: [...nodes, { ...node, id: from.length, inputs }] },
		from: from.filter((input) => graph.nodes[input].op !== 'constant'),
		wanted: from.length
	};
}
