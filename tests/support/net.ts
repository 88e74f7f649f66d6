/** The two-layer ReLU net of the lessons as a graph, in a size whose numbers a test can hold. */
import type { Builder, Node } from '#engine/graph.ts';
import type { Attrs, OpName } from '#engine/ops/op.ts';
import { isFloat, tensor, type Shape, type Tensor } from '#engine/tensor.ts';

export interface Net {
	readonly x: Node;
	readonly y: Node;
	readonly w1: Node;
	readonly w2: Node;
	readonly h: Node;
	readonly hRelu: Node;
	readonly yPred: Node;
	readonly loss: Node;
}

/** Adds an op whose edges carry gradient wherever an input is in `requiring`; so is the result then. */
export function tracked(
	b: Builder,
	requiring: Set<number>,
	op: OpName,
	inputs: readonly Node[],
	attrs: Attrs = {}
): Node {
	const edges = inputs.map((input) => isFloat(input.dtype) && requiring.has(input.id));
	const node = b.add(op, inputs, attrs, edges);
	if (edges.includes(true)) requiring.add(node.id);
	return node;
}

/** x.mm(w1).clamp(min=0).mm(w2), and the sum of its squared distance from y; w1 and w2 require grad. */
export function buildNet(b: Builder, [n, dIn, hidden, dOut] = [3, 5, 4, 2]): Net {
	const input = (shape: Shape) => b.input(shape, b.dtype);
	const [x, y] = [input([n, dIn]), input([n, dOut])];
	const [w1, w2] = [input([dIn, hidden]), input([hidden, dOut])];
	const requiring = new Set([w1.id, w2.id]);
	const add = (op: OpName, inputs: Node[], attrs?: Attrs) =>
		tracked(b, requiring, op, inputs, attrs);
	const h = add('mm', [x, w1]);
	const hRelu = add('clamp', [h], { min: 0, max: null });
	const yPred = add('mm', [hRelu, w2]);
	const squares = add('pow', [add('sub', [yPred, y])], { exponent: 2 });
	const loss = add('sum', [squares], { dim: null, keepdim: false });
	return { x, y, w1, w2, h, hRelu, yPred, loss };
}

/** Values for the inputs of `buildNet`, the same every time, both signs, none of them 0. */
export function netFeeds({ x, y, w1, w2 }: Net): Tensor[] {
	return [x, y, w1, w2].map((node, which) => {
		const size = node.shape.reduce((s, e) => s * e, 1);
		const values = Array.from({ length: size }, (_, i) => Math.sin(1 + 7 * which + 3 * i));
		return tensor(values, node.shape, node.dtype);
	});
}
