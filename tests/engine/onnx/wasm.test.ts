import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { createWasmBackend } from '../../../engine/backends/onnx/wasm.ts';
import { evaluate } from '../../../engine/backends/reference.ts';
import { opTable } from '../../../engine/ops/index.ts';
import type { OpName } from '../../../engine/ops/op.ts';
import { cast, type DType, type Tensor } from '../../../engine/tensor.ts';
import { callsOf, type Call } from './samples.ts';

const backend = await createWasmBackend();
afterAll(() => backend.dispose());

async function runOnOrt({ graph, feeds }: Call): Promise<Tensor> {
	const id = graph.nodes.length - 1;
	const [value] = await backend.run(graph, feeds.map(backend.upload), [id]);
	return value.read();
}

/** The largest excess of |got − exact| over the row's bound; negative or zero where it holds. */
function excess({ graph, feeds }: Call, got: Tensor): number {
	const node = graph.nodes.at(-1)!;
	const [exact] = evaluate(graph, feeds, [node.id], 'float64');
	const inputs = feeds.map((feed) => ({
		value: cast(feed, feed.dtype === 'float32' ? 'float64' : feed.dtype),
		error: new Float64Array(feed.data.length)
	}));
	const row = opTable[node.op as OpName];
	const bound = row.bound(inputs, exact, node.attrs, backend.unitRoundoff);
	return Math.max(
		...Array.from(got.data, (value, i) =>
			Object.is(value, exact.data[i]) || value === exact.data[i]
				? 0
				: Math.abs(value - exact.data[i]) - bound[i]
		)
	);
}

describe.each(Object.keys(opTable) as OpName[])('%s on ONNX Runtime', (op) => {
	test('agrees with float64 from the same inputs within the bound of its row', async () => {
		await fc.assert(
			fc.asyncProperty(callsOf(op), async (call) => {
				const got = await runOnOrt(call);
				const { shape, dtype } = call.graph.nodes.at(-1)!;
				expect(got).toMatchObject({ shape, dtype });
				expect(excess(call, got)).toBeLessThanOrEqual(0);
			}),
			{ numRuns: 25 }
		);
	});
});

const WHOLE = [
	'add',
	'sub',
	'mul',
	'neg',
	'lt',
	'ge',
	'eq',
	'ne',
	'sum',
	't',
	'clone',
	'where',
	'permute',
	'slice',
	'pad_into',
	'cat',
	'gather',
	'scatter_add',
	'index_select',
	'index_add',
	'argmax',
	'argmin'
] as const;
const LOGICAL = [
	...(['add', 'mul', 'lt', 'eq', 'ne', 'sum', 'clone'] as const),
	...(['permute', 'slice', 'pad_into', 'cat', 'gather', 'index_select'] as const)
];

describe.each<[OpName, DType]>([
	...WHOLE.map((op): [OpName, DType] => [op, 'int64']),
	...LOGICAL.map((op): [OpName, DType] => [op, 'bool'])
])('%s of %s on ONNX Runtime', (op, dtype) => {
	test('equals the reference', async () => {
		await fc.assert(
			fc.asyncProperty(callsOf(op, dtype), async (call) => {
				const [reference] = evaluate(call.graph, call.feeds, [call.graph.nodes.length - 1]);
				const got = await runOnOrt(call);
				expect(got).toMatchObject({ shape: reference.shape, dtype: reference.dtype });
				// By value: an integer has no −0, float64 as its carrier has.
				expect(got.data.every((value, i) => value === reference.data[i])).toBe(true);
			}),
			{ numRuns: 10 }
		);
	});
});

test.each<OpName>(['mm', 'sum', 'add', 'pow', 'clamp'])(
	'%s of float64 runs on double kernels',
	async (op) => {
		const [call] = fc.sample(callsOf(op, 'float64'), { numRuns: 1, seed: 1 });
		const [exact] = evaluate(call.graph, call.feeds, [call.graph.nodes.length - 1]);
		const got = await runOnOrt(call);
		expect(got.dtype).toBe('float64');
		for (const [i, value] of got.data.entries()) expect(value).toBeCloseTo(exact.data[i], 12);
	}
);
