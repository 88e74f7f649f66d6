import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import type { Value } from '../../../engine/backends/backend.ts';
import { createWasmBackend } from '../../../engine/backends/onnx/wasm.ts';
import { hostValue } from '../../../engine/backends/reference.ts';
import { Builder, type Graph } from '../../../engine/graph.ts';
import { tensor } from '../../../engine/tensor.ts';
import { alone, lesson, lessonInputs, type Sizes } from './lesson.ts';

const backend = await createWasmBackend();
afterAll(() => backend.dispose());

async function read(values: readonly Value[]) {
	return (await Promise.all(values.map((value) => value.read()))).map(({ data }) => data);
}

/** A digest of the bytes of each value: what must be equal when bits must be. */
async function bits(values: readonly Value[]): Promise<string[]> {
	const all = await read(values);
	return all.map((data) => createHash('sha256').update(data).digest('hex'));
}

/** Every value of the graph, computed one op a run. */
async function opByOp(graph: Graph, feeds: readonly Value[]): Promise<Map<number, Value>> {
	const values = new Map<number, Value>();
	const waiting = [...feeds];
	for (const node of graph.nodes) {
		if (node.op === 'constant') continue;
		if (node.op === 'input') {
			values.set(node.id, waiting.shift()!);
			continue;
		}
		const single = alone(graph, node.id);
		const inputs = single.from.map((id) => values.get(id)!);
		const [value] = await backend.run(single.graph, inputs, [single.wanted]);
		values.set(node.id, value);
	}
	return values;
}

const RATE = 1e-6;

describe.each<Sizes>([
	[64, 1000, 100, 10],
	[4, 3, 5, 2],
	[1, 7, 1, 3],
	[13, 17, 33, 5]
])('the lesson with sizes %i, %i, %i, %i', (...sizes) => {
	const feeds = lessonInputs(sizes).map(backend.upload);

	test('one fused run gives the bits of a run op by op, at every node', async () => {
		const { graph } = lesson(sizes, [RATE]);
		const separate = await opByOp(graph, feeds);
		const ids = [...separate.keys()];
		const fused = await backend.run(graph, feeds, ids);
		expect(await bits(fused)).toEqual(await bits([...separate.values()]));
	});

	test('wanting the results alone gives the bits of wanting every node', async () => {
		const { graph, wanted } = lesson(sizes, [RATE]);
		const all = await backend.run(
			graph,
			feeds,
			graph.nodes.map((node) => node.id)
		);
		const few = await backend.run(graph, feeds, wanted);
		expect(await bits(few)).toEqual(await bits(wanted.map((id) => all[id])));
	});

	test('ten iterations in one graph give the bits of ten runs', async () => {
		const one = lesson(sizes, [RATE]);
		let [w1, w2] = [feeds[2], feeds[3]];
		const losses: Value[] = [];
		for (let i = 0; i < 10; i++) {
			const results = await backend.run(one.graph, [feeds[0], feeds[1], w1, w2], one.wanted);
			losses.push(results[0]);
			[w1, w2] = [results[1], results[2]];
		}
		const ten = lesson(sizes, new Array<number>(10).fill(RATE));
		const unrolled = await backend.run(ten.graph, feeds, ten.wanted);
		expect(await bits(unrolled)).toEqual(await bits([...losses, w1, w2]));
		const [first, last] = (await read([losses[0], losses[9]])).map((data) => data[0]);
		expect(last).toBeLessThan(first);
	});

	test('constants fed as inputs give the bits of constants in the model', async () => {
		const fresh = await createWasmBackend();
		const [a, b] = [lesson(sizes, [RATE]), lesson(sizes, [RATE / 3])];
		await fresh.run(a.graph, feeds, a.wanted);
		const lifted = await fresh.run(b.graph, feeds, b.wanted);
		const again = await createWasmBackend();
		const baked = await again.run(b.graph, feeds, b.wanted);
		expect(await bits(lifted)).toEqual(await bits(baked));
		await Promise.all([fresh.dispose(), again.dispose()]);
	});
});

test('run returns an input that is wanted, a constant, and the same node twice', async () => {
	const { graph } = lesson([2, 2, 2, 2], [RATE]);
	const feeds = lessonInputs([2, 2, 2, 2]);
	const two = graph.nodes.findIndex((node) => node.op === 'constant');
	const loss = graph.nodes.findIndex((node) => node.op === 'sum');
	const values = await backend.run(graph, feeds.map(backend.upload), [0, loss, two, loss, 0]);
	const [x, first, constant, second, again] = await read(values);
	expect([x, again]).toEqual([feeds[0].data, feeds[0].data]);
	expect(constant).toEqual(Float32Array.of(2));
	expect(first[0]).toBeGreaterThan(0);
	expect(second).toEqual(first);
});

test('run takes the values of another backend', async () => {
	const { graph, wanted } = lesson([2, 3, 2, 2], [RATE]);
	const feeds = lessonInputs([2, 3, 2, 2]);
	const own = await backend.run(graph, feeds.map(backend.upload), wanted);
	const foreign = await backend.run(graph, feeds.map(hostValue), wanted);
	expect(await bits(foreign)).toEqual(await bits(own));
});

test('runs that are asked for together come back each with its own values', async () => {
	const { graph, wanted } = lesson([3, 4, 5, 2], [RATE]);
	const feeds = lessonInputs([3, 4, 5, 2]).map(backend.upload);
	const [alone] = await read(await backend.run(graph, feeds, wanted));
	const results = await Promise.all([1, 2, 3].map(() => backend.run(graph, feeds, wanted)));
	for (const values of results) expect((await read(values))[0]).toEqual(alone);
});

test('run rejects with a BackendError of ORT when a feed has the wrong shape', async () => {
	const { graph, wanted } = lesson([2, 2, 2, 2], [RATE]);
	const [, ...rest] = lessonInputs([2, 2, 2, 2]);
	const wrong = tensor([1, 2, 3], [3, 1], 'float32');
	const feeds = [wrong, ...rest].map(backend.upload);
	await expect(backend.run(graph, feeds, wanted)).rejects.toMatchObject({
		name: 'BackendError',
		backend: 'wasm',
		reason: 'failed'
	});
});

test('run rejects as unsupported what no kernel of ORT can do', async () => {
	const builder = new Builder('float32');
	const operands = [0, 1, 2].map(() => builder.input([2], 'bool'));
	const graph = { nodes: [...operands, builder.add('where', operands)] };
	const feeds = operands.map(() => backend.upload(tensor([1, 0], [2], 'bool')));
	await expect(backend.run(graph, feeds, [3])).rejects.toMatchObject({
		name: 'BackendError',
		reason: 'unsupported',
		unsupported: true
	});
});

test('run rejects after dispose', async () => {
	const { graph, wanted } = lesson([2, 2, 2, 2], [RATE]);
	const gone = await createWasmBackend();
	await gone.dispose();
	const feeds = lessonInputs([2, 2, 2, 2]).map(gone.upload);
	await expect(gone.run(graph, feeds, wanted)).rejects.toThrow('disposed');
});
