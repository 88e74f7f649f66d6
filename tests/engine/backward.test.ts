/** Backward as graph: what it builds, where it stops, what it stamps, and that it is right. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backward, gradientsOf } from '#engine/backward.ts';
import { evaluate } from '#engine/backends/reference.ts';
import { Builder, extract, type Node } from '#engine/graph.ts';
import { opTable } from '#engine/ops/index.ts';
import { gamma } from '#engine/ops/rounding.ts';
import type { FloatType, Tensor } from '#engine/tensor.ts';
import { tensors } from '../support/arbitraries.ts';
import { buildNet, netFeeds, tracked } from '../support/net.ts';
import { dot } from '../support/rows.ts';
import { expectWithin } from '../support/within.ts';

function valuesOf(b: Builder, wanted: readonly Node[], feeds: readonly Tensor[]): Tensor[] {
	const { graph, ids } = extract(b, [...Array(b.count).keys()], () => false);
	return evaluate(
		graph,
		feeds,
		wanted.map((node) => ids.get(node.id)!)
	);
}

function leaf(b: Builder, shape: readonly number[]): Node {
	return b.input(shape, b.dtype);
}

describe('backward of the lesson', () => {
	test.each<FloatType>(['float64', 'float32'])(
		'backward gives bit for bit what the hand formulas give, in %s',
		(dtype) => {
			const b = new Builder(dtype);
			const net = buildNet(b);
			const { gradients } = backward(b, net.loss, null);
			const y2 = b.add('mul', [b.constant(2), b.add('sub', [net.yPred, net.y])]);
			const w2 = b.add('mm', [b.add('t', [net.hRelu]), y2]);
			const hRelu = b.add('mm', [y2, b.add('t', [net.w2])]);
			const shut = b.add('lt', [net.h, b.constant(0)]);
			const h = b.add('masked_fill', [b.add('clone', [hRelu]), shut], { value: 0 });
			const w1 = b.add('mm', [b.add('t', [net.x]), h]);
			const hand = [y2, w2, hRelu, h, w1];
			const auto = [net.yPred, net.w2, net.hRelu, net.h, net.w1].map((n) => gradients.get(n.id)!);
			const values = valuesOf(b, [...hand, ...auto], netFeeds(net));
			expect(values.slice(0, 5)).toEqual(values.slice(5));
			expect(values[4].data.some((v) => v !== 0)).toBe(true);
		}
	);

	test('backward reaches intermediates too, and nothing that needs no gradient', () => {
		const b = new Builder('float64');
		const net = buildNet(b);
		const { gradients } = backward(b, net.loss, null);
		for (const node of [net.loss, net.yPred, net.hRelu, net.h, net.w1, net.w2]) {
			expect(gradients.get(node.id)!.shape).toEqual(node.shape);
		}
		expect(gradients.has(net.x.id) || gradients.has(net.y.id)).toBe(false);
	});

	test('backward reports what each vjp used of its own forward values', () => {
		const b = new Builder('float64');
		const net = buildNet(b);
		const { saved } = backward(b, net.loss, null);
		const difference = b.node(net.loss.id - 2);
		expect(saved.get(net.h.id)).toEqual([net.x.id]);
		expect(saved.get(net.hRelu.id)).toEqual([net.h.id]);
		expect(new Set(saved.get(net.yPred.id))).toEqual(new Set([net.w2.id, net.hRelu.id]));
		expect(saved.get(difference.id)).toEqual([]);
		expect(saved.get(net.loss.id - 1)).toEqual([difference.id]);
		expect(saved.get(net.loss.id)).toEqual([]);
	});

	test('relu saves its result, as in PyTorch', () => {
		const b = new Builder('float64');
		const r = b.add('relu', [leaf(b, [3])], {}, [true]);
		expect(backward(b, r, null).saved.get(r.id)).toEqual([r.id]);
	});
});

describe('fan-out', () => {
	test('x·x: both ways are joined by one add that belongs to x and to no edge', () => {
		const b = new Builder('float64');
		const x = leaf(b, [2]);
		const square = b.add('mul', [x, x], {}, [true, true]);
		const { gradients } = backward(b, square, null);
		const joined = gradients.get(x.id)!;
		expect(joined).toMatchObject({ op: 'add', gradientOf: x.id });
		expect(joined.along).toBeUndefined();
		const parts = joined.inputs.map((id) => b.node(id));
		expect(parts.map((part) => part.along)).toEqual([square.id, square.id]);
		const feeds = [{ ...x, data: Float64Array.of(3, -4) }];
		expect(Array.from(valuesOf(b, [joined], feeds)[0].data)).toEqual([6, -8]);
	});

	test('a·b + a gives b + 1, and a seed scales it', () => {
		const b = new Builder('float64');
		const [a, c, seed] = [leaf(b, []), leaf(b, []), leaf(b, [])];
		const both = [true, true];
		const out = b.add('add', [b.add('mul', [a, c], {}, both), a], {}, both);
		const { gradients } = backward(b, out, seed);
		const feeds = [2, 5, 10].map((v) => ({ shape: [], dtype: b.dtype, data: Float64Array.of(v) }));
		const [da, dc] = valuesOf(b, [gradients.get(a.id)!, gradients.get(c.id)!], feeds);
		expect([da.data[0], dc.data[0]]).toEqual([60, 20]);
	});

	test('a node met along two ways of different length is finished before its inputs', () => {
		const b = new Builder('float64');
		const x = leaf(b, []);
		const one = b.add('neg', [x], {}, [true]);
		const two = b.add('neg', [one], {}, [true]);
		const out = b.add('mul', [one, two], {}, [true, true]);
		const dx = backward(b, out, null).gradients.get(x.id)!;
		const feeds = [{ shape: [], dtype: b.dtype, data: Float64Array.of(3) }];
		expect(valuesOf(b, [dx], feeds)[0].data[0]).toBe(-6);
	});
});

describe('provenance', () => {
	test('backward stamps the caller’s place, the forward node and the edge, and restores what was', () => {
		const b = new Builder('float64');
		const net = buildNet(b);
		const at = { from: 3, to: 9, line: 2, column: 1 };
		const before = { at };
		b.provenance = before;
		const first = b.count;
		backward(b, net.loss, null);
		expect(b.provenance).toBe(before);
		for (let id = first; id < b.count; id++) {
			const node = b.node(id);
			if (node.op === 'constant') continue;
			expect(node).toMatchObject({ at, gradientOf: expect.any(Number) as number });
			if (node.along !== undefined) expect(b.node(node.along).inputs).toContain(node.gradientOf);
		}
	});

	test('backward restores provenance where a vjp throws', () => {
		const b = new Builder('float64');
		const x = leaf(b, [2, 3]);
		const y = b.add('mm', [x, leaf(b, [3, 2])], {}, [true, true]);
		const before = b.provenance;
		expect(() => backward(b, y, leaf(b, [5]))).toThrow();
		expect(b.provenance).toBe(before);
	});
});

describe('gradientsOf', () => {
	test('gradientsOf continues the graph and agrees with backward, needsGrad or not', () => {
		const b = new Builder('float64');
		const net = buildNet(b);
		const { graph, ids } = extract(b, [net.loss.id], () => false);
		const id = (node: Node) => ids.get(node.id)!;
		const found = gradientsOf(graph, id(net.loss), [id(net.w1), id(net.h), id(net.x)]);
		expect(found.graph.nodes.slice(0, graph.nodes.length)).toEqual(graph.nodes);
		found.graph.nodes.forEach((node, i) => expect(node.id).toBe(i));
		const { gradients } = backward(b, net.loss, null);
		const feeds = netFeeds(net);
		const expected = valuesOf(b, [gradients.get(net.w1.id)!, gradients.get(net.h.id)!], feeds);
		const [w1, h, x] = evaluate(found.graph, feeds, [...found.gradients.values()]);
		expect([w1, h]).toEqual(expected);
		expect(x.shape).toEqual(net.x.shape);
	});

	test('gradientsOf leaves out what the root does not depend on, or only through a detach', () => {
		const b = new Builder('float64');
		const [x, y] = [leaf(b, [2]), leaf(b, [2])];
		const cut = b.add('detach', [y]);
		const out = b.add('add', [b.add('neg', [x]), cut]);
		const graph = extract(b, [out.id], () => false).graph;
		const ids = [...graph.nodes.keys()];
		const found = gradientsOf(graph, ids.length - 1, [x.id, y.id]);
		expect([...found.gradients.keys()]).toEqual([x.id]);
		expect(found.graph.nodes.map((node) => node.gradientOf)).not.toContain(cut.id);
	});
});

describe('random graphs', () => {
	const ways = ['add', 'sub', 'mul', 'relu', 'neg', 'clamp'] as const;
	const programs = fc.record({
		steps: fc.array(fc.tuple(fc.constantFrom(...ways), fc.nat(), fc.nat()), {
			minLength: 1,
			maxLength: 8
		}),
		leaves: fc.tuple(tensors([2, 3]), tensors([3])),
		directions: fc.tuple(tensors([2, 3]), tensors([3]))
	});

	test('reverse mode and forward mode give the same slope along any direction', () => {
		fc.assert(
			fc.property(programs, ({ steps, leaves, directions }) => {
				const b = new Builder('float64');
				const requiring = new Set<number>();
				const nodes = leaves.map((x) => leaf(b, x.shape));
				nodes.forEach((node) => requiring.add(node.id));
				for (const [op, i, j] of steps) {
					const [left, right] = [nodes[i % nodes.length], nodes[j % nodes.length]];
					const isUnary = op === 'relu' || op === 'neg' || op === 'clamp';
					const attrs = op === 'clamp' ? { min: -8, max: 8 } : {};
					nodes.push(tracked(b, requiring, op, isUnary ? [left] : [left, right], attrs));
				}
				const root = nodes.at(-1)!;
				const { gradients } = backward(b, root, null);
				const reached = [0, 1].map((i) => gradients.get(nodes[i].id));
				const values = valuesOf(b, nodes, leaves);
				const forward = pushThrough(b, nodes, values, directions);
				const slope = forward.tangent.reduce((s, v) => s + v, 0);
				const reverse = reached.map((g, i) =>
					g ? dot(valuesOf(b, [g], leaves)[0].data, directions[i].data) : 0
				);
				// Each side adds products along every path: at most 2 roundings a step and 6 terms a sum.
				const bound = 2 * gamma(3 * steps.length + 12, 2 ** -53) * forward.size;
				expectWithin([reverse[0] + reverse[1]], [slope], [bound]);
			})
		);
	});
});

/** The tangent of the last node, and Σ over all paths of the size of what they contribute. */
function pushThrough(
	b: Builder,
	nodes: readonly Node[],
	values: readonly Tensor[],
	directions: readonly Tensor[]
) {
	const tangents = new Map<number, Tensor>();
	const sizes = new Map<number, Tensor>();
	const at = new Map(nodes.map((node, i) => [node.id, values[i]]));
	const absolute = (x: Tensor): Tensor => ({ ...x, data: x.data.map(Math.abs) });
	nodes.forEach((node, i) => {
		if (i < directions.length) {
			tangents.set(node.id, directions[i]);
			sizes.set(node.id, absolute(directions[i]));
			return;
		}
		const { jvp } = opTable[node.op as 'add'];
		const inputs = node.inputs.map((id) => at.get(id)!);
		const push = (from: Map<number, Tensor>, xs: Tensor[], op = jvp) =>
			op!(
				xs,
				node.inputs.map((id) => from.get(id)!),
				values[i],
				node.attrs
			);
		tangents.set(node.id, push(tangents, inputs));
		const isProduct = node.op === 'mul';
		const isDifference = node.op === 'sub' || node.op === 'neg';
		const grow = isDifference && node.op === 'sub' ? opTable.add.jvp : jvp;
		sizes.set(node.id, absolute(push(sizes, isProduct ? inputs.map(absolute) : inputs, grow)));
	});
	const last = nodes.at(-1)!.id;
	return {
		tangent: Array.from(tangents.get(last)!.data),
		size: Array.from(sizes.get(last)!.data).reduce((s, v) => s + v, 0)
	};
}
