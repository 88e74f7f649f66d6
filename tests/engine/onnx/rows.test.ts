/**
 * The onnx column of every row against its meaning, over the shapes that the rows' own samples
 * have: odd sizes, scalars, tensors without elements. The calls of one try are one model.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { createWasmBackend } from '#engine/backends/onnx/wasm.ts';
import { Builder, type Node } from '#engine/graph.ts';
import { opTable } from '#engine/ops/index.ts';
import type { OpName } from '#engine/ops/op.ts';
import { isFloat, type Tensor } from '#engine/tensor.ts';
import { boundOf, forward, inDtype } from '../../support/rows.ts';
import { samples, type Sample } from '../../support/samples.ts';
import { expectWithin } from '../../support/within.ts';

const backend = await createWasmBackend();
afterAll(() => backend.dispose());

const [U32, U64] = [2 ** -24, 2 ** -53];
const CALLS = 12;

/** What ONNX Runtime makes of all the calls, in one run. */
async function runTogether(op: OpName, calls: readonly Sample[]): Promise<Tensor[]> {
	const b = new Builder('float32');
	const nodes = calls.map(({ inputs, attrs }): Node => {
		const leaves = inputs.map((x) => b.input(x.shape, x.dtype));
		return b.add(op, leaves, attrs);
	});
	const graph = { nodes: Array.from({ length: b.count }, (_, id) => b.node(id)) };
	const feeds = calls.flatMap(({ inputs }) => inputs.map(backend.upload));
	const values = await backend.run(
		graph,
		feeds,
		nodes.map(({ id }) => id)
	);
	return Promise.all(values.map((value) => value.read()));
}

describe.each(Object.keys(opTable) as OpName[])('%s on ONNX Runtime', (op) => {
	test('means what forward means, whatever the shapes', async () => {
		const calls = fc.array(samples[op], { minLength: CALLS, maxLength: CALLS });
		await fc.assert(
			fc.asyncProperty(calls, async (many) => {
				const got = await runTogether(
					op,
					many.map((sample) => inDtype(sample, 'float32'))
				);
				many.forEach((sample, i) => {
					const single = inDtype(sample, 'float32');
					const { shape, dtype } = opTable[op].shape(single.inputs, single.attrs);
					expect(got[i]).toMatchObject({ shape, dtype });
					const exact = forward(op, sample);
					const [b32, b64] = [boundOf(op, sample, U32), boundOf(op, sample, U64)];
					expectWithin(
						got[i].data,
						exact.data,
						b32.map((b, k) => (isFloat(dtype) ? b + b64[k] : 0))
					);
				});
			}),
			{ numRuns: 3 }
		);
	});
});
