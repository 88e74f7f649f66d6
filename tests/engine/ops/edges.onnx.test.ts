/** The onnx column at edge values: NaN, infinities, signed zeros and bounds survive the lowering. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { createWasmBackend } from '#engine/backends/onnx/wasm.ts';
import { evaluate } from '#engine/backends/reference.ts';
import { Builder } from '#engine/graph.ts';
import type { Attrs, OpName } from '#engine/ops/op.ts';
import { cast, tensor } from '#engine/tensor.ts';
import { boundOf } from '../../support/rows.ts';

const fixture = JSON.parse(
	readFileSync(new URL('../../fixtures/torch-edges.json', import.meta.url), 'utf8')
) as { cases: { op: OpName; attrs: Attrs; inputs: (number | string)[][] }[] };

const backend = await createWasmBackend();
afterAll(() => backend.dispose());

const U32 = 2 ** -24;

/** Of two zeros, Max and Min of ORT's vector code may give either; CumSum copies where ours adds to 0. */
const EITHER_ZERO: ReadonlySet<OpName> = new Set([
	...(['maximum', 'minimum', 'amax', 'amin', 'cumsum'] as const)
]);

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
			// what the row grants float32 arithmetic, the reference's own rounding included
			const bound = boundOf(op, { inputs: feeds.map((x) => cast(x, 'float64')), attrs }, U32);
			const isExact = bound.every((b, i) => b <= U32 * Math.abs(expected.data[i]) + 2 ** -126);
			expected.data.forEach((wanted, i) => {
				const message = `entry ${i}: got ${got.data[i]}, expected ${wanted}`;
				const near = !isExact && Math.abs(got.data[i] - wanted) <= 2 * bound[i];
				const isZero = EITHER_ZERO.has(op) && got.data[i] === wanted;
				const same = Object.is(got.data[i], wanted) || isZero;
				expect(same || (wanted !== 0 && near), message).toBe(true);
			});
		}
	);
});
