/** The reference backend: what it computes, in which order and dtype, and what it refuses. */
import { describe, expect, test } from 'vitest';
import { createReferenceBackend, evaluate, hostValue } from '#engine/backends/reference.ts';
import { Builder, extract, type Graph } from '#engine/graph.ts';
import { tensor } from '#engine/tensor.ts';
import { buildNet, netFeeds } from '../support/net.ts';

/** −((x + 0.1)·x), in float32. */
function chain(): Graph {
	const b = new Builder('float32');
	const x = b.input([2], 'float32');
	const sum = b.add('add', [x, b.constant(0.1)]);
	b.add('neg', [b.add('mul', [sum, x])]);
	return { nodes: [0, 1, 2, 3, 4].map((id) => b.node(id)) };
}

const x = tensor([1, 2], [2], 'float32');

describe('evaluate', () => {
	test('evaluate gives every node’s value, constants and inputs included', () => {
		const values = evaluate(chain(), [x]);
		expect(values.map((v) => Array.from(v.data))).toEqual([
			[1, 2],
			[Math.fround(0.1)],
			[1 + 0.1, 2 + 0.1].map(Math.fround),
			[1 + 0.1, (2 + 0.1) * 2].map(Math.fround),
			[-1 - 0.1, -(2 + 0.1) * 2].map(Math.fround)
		]);
		expect(values.every((v) => v.dtype === 'float32')).toBe(true);
	});

	test('evaluate gives wanted values in the order asked for, also twice', () => {
		const [last, first, again] = evaluate(chain(), [x], [4, 0, 4]);
		expect(first).toBe(x);
		expect(again).toBe(last);
		expect(last.data[0]).toBe(Math.fround(-1.1));
	});

	test('evaluate with float64 computes every float in float64, whatever the graph says', () => {
		const [out] = evaluate(chain(), [x], [4], 'float64');
		expect(out.dtype).toBe('float64');
		expect(Array.from(out.data)).toEqual([-1.1, -4.2]);
	});

	test('evaluate leaves bool and int64 as they are when floats are computed in another dtype', () => {
		const b = new Builder('float32');
		const mask = b.add('lt', [b.input([2], 'float32'), b.constant(1.5)]);
		const count = b.add('sum', [mask], { dim: null, keepdim: false });
		const { graph } = extract(b, [mask.id, count.id], () => false);
		const values = evaluate(graph, [x], [2, 3], 'float64');
		expect(values).toEqual([tensor([1, 0], [2], 'bool'), tensor([1], [], 'int64')]);
	});

	test('evaluate does not compute what wanted does not need', () => {
		const b = new Builder('float64');
		const [a, c] = [b.input([2], 'float64'), b.input([3], 'float64')];
		const graph = { nodes: [a, c, b.add('neg', [a]), b.add('neg', [c])] };
		const feeds = [tensor([1, 2], [2], 'float64'), tensor([1, 2, 3], [3], 'float64')];
		const broken = { nodes: [...graph.nodes.slice(0, 3), { ...graph.nodes[3], inputs: [99] }] };
		expect(Array.from(evaluate(broken, feeds, [2])[0].data)).toEqual([-1, -2]);
	});

	test('evaluate refuses too few and too many feeds', () => {
		expect(() => evaluate(chain(), [])).toThrow(RangeError);
		expect(() => evaluate(chain(), [x, x])).toThrow('2 feeds for 1 inputs');
	});
});

describe('createReferenceBackend', () => {
	test('run gives what evaluate gives, as host values', async () => {
		const b = new Builder('float32');
		const net = buildNet(b);
		const { graph } = extract(b, [net.loss.id], () => false);
		const feeds = netFeeds(net);
		const backend = createReferenceBackend();
		const wanted = [net.loss.id, net.h.id];
		const values = await backend.run(
			graph,
			feeds.map((t) => backend.upload(t)),
			wanted
		);
		const tensors = await Promise.all(values.map((value) => value.read()));
		expect(tensors).toEqual(evaluate(graph, feeds, wanted));
		expect(values[1]).toMatchObject({ shape: net.h.shape, dtype: 'float32' });
		values.forEach((value) => value.release());
		await backend.dispose();
	});

	test('hostValue reads back the very tensor', async () => {
		expect(await hostValue(x).read()).toBe(x);
	});
});
