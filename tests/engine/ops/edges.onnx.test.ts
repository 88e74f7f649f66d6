/** The onnx column at edge values: NaN, infinities, signed zeros and bounds survive the lowering. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { createWasmBackend } from '#engine/backends/onnx/wasm.ts';
import { evaluate } from '#engine/backends/reference.ts';
import { Builder } from '#engine/graph.ts';
import type { Attrs, OpName } from '#engine/ops/op.ts';
import { gamma } from '#engine/ops/rounding.ts';
import { tensor } from '#engine/tensor.ts';

const fixture = JSON.parse(
	readFileSync(new URL('../../fixtures/torch-edges.json', import.meta.url), 'utf8')
) as { cases: { op: OpName; attrs: Attrs; inputs: (number | string)[][] }[] };

const backend = await createWasmBackend();
afterAll(() => backend.dispose());

/** What a lowered pow may round, in units of u, on each side. */
const POW_ROUNDINGS = 6;

describe('edge values on ONNX Runtime', () => {
	test.each(fixture.cases.map((c) => [`${c.op} ${JSON.stringify(c.attrs)}`, c] as const))(
		'%s gives what the reference gives, sign of zero included',
		async (_, { op, attrs, inputs }) => {
			const b = new Builder('float32');
			const leaves = inputs.map((x) => b.input([x.length], 'float32'));
			const node = b.add(op, leaves, attrs);
			const graph = { nodes: [...leaves, node] };
			const feeds = inputs.map((x) => tensor(x.map(Number), [x.length], 'float32'));
			const [expected] = evaluate(graph, feeds, [node.id]);
			const [value] = await backend.run(graph, feeds.map(backend.upload), [node.id]);
			const got = await value.read();
			const relative = op === 'pow' ? 2 * gamma(POW_ROUNDINGS, 2 ** -24) : 0;
			expected.data.forEach((wanted, i) => {
				const message = `entry ${i}: got ${got.data[i]}, expected ${wanted}`;
				const near = Math.abs(got.data[i] - wanted) <= relative * Math.abs(wanted);
				expect(Object.is(got.data[i], wanted) || (wanted !== 0 && near), message).toBe(true);
			});
		}
	);
});
