/** A loss with one entry moved, in float32: bit for bit what the reference makes of the moved entry. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../engine/backends/reference.ts';
import { edgesOf } from '../../../engine/check/constants.ts';
import { createSinglePerturbation, SingleValues } from '../../../engine/check/single.ts';
import type { Trace } from '../../../engine/trace.ts';
import { AUTOGRAD, MANUAL, open } from '../../support/lesson.ts';

const SIZES = { N: 9, D_in: 11, H: 13, D_out: 5 };

function inputsOf({ graph, values }: Trace) {
	return graph.nodes
		.filter(({ op }) => op === 'input')
		.map(({ id }) => ({ id, value: values[id] }));
}

describe.each([
	['by hand', MANUAL],
	['by autograd', AUTOGRAD]
])('createSinglePerturbation(base, loss, claim, counts), %s', (_, source) => {
	it('agrees with the reference on the whole graph, for a leaf on either side of a product', async () => {
		const session = await open(source, { overrides: SIZES });
		const trace = (await session.trace(0))!;
		const inputs = inputsOf(trace);
		const base = new SingleValues(trace.graph, new Map(inputs.map(({ id, value }) => [id, value])));
		const leaves = trace.claims.filter(({ of }) => trace.graph.nodes[of].op === 'input');
		expect(leaves.map(({ target }) => target).sort()).toEqual(['w1', 'w2']);
		for (const claim of leaves) {
			const move = createSinglePerturbation(base, trace.loss!, claim, edgesOf(claim));
			for (const by of [0, 1e-5, -0.37]) {
				const value = Math.fround(trace.values[claim.of].data[8] + by);
				const feeds = inputs.map(({ id, value: given }) => {
					if (id !== claim.of) return given;
					const data = given.data.slice();
					data[8] = value;
					return { ...given, data };
				});
				const [expected] = evaluate(trace.graph, feeds, [trace.loss!], 'float32');
				expect(move(8, value)).toBe(expected.data[0]);
			}
		}
	});
});
