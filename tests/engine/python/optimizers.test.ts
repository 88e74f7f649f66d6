/**
 * Hundreds of steps of every optimiser beside PyTorch's (tests/fixtures/make/torch_optim.py).
 * How far rounding errors carry a lesson in so many steps is seen from PyTorch's own float32 beside
 * its float64: ours may be as far off, give or take the order of its sums.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createReferenceBackend } from '#engine/backends/reference.ts';
import { openSession } from '#engine/session.ts';
import { PyList } from '#engine/python/values.ts';
import { PyTensor } from '#engine/python/variable.ts';

interface Case {
	readonly name: string;
	readonly source: string;
	readonly float64: readonly number[];
	readonly float32: readonly number[];
}

const cases = JSON.parse(
	readFileSync(new URL('../../fixtures/torch-optim.json', import.meta.url), 'utf8')
) as Case[];

async function weightsOf(source: string, dtype: 'float32' | 'float64'): Promise<number[]> {
	const session = openSession(source, { seed: 0, dtype }, createReferenceBackend());
	await session.start();
	for (let done = false; !done;) ({ done } = await session.advance(100));
	const list = session.runtime.globals.names.get('weights');
	const tensors =
		list instanceof PyList ? list.items.filter((each) => each instanceof PyTensor) : [];
	await session.read(tensors.map(({ node }) => node.id));
	return tensors.flatMap(({ node }) => [...session.runtime.host(node.id).data]);
}

const distance = (a: readonly number[], b: readonly number[]) =>
	Math.max(...a.map((value, i) => Math.abs(value - b[i])));

describe('optimisers lead where those of PyTorch lead', () => {
	test.each(cases)('$name, in float64', async ({ source, float64, float32 }) => {
		const ours = await weightsOf(source, 'float64');
		expect(ours).toHaveLength(float64.length);
		// what the lesson makes of a rounding error, scaled from float32's 24 bits to float64's 53
		const grown = distance(float32, float64) * 2 ** -29;
		expect(distance(ours, float64)).toBeLessThan(8 * grown + 2 ** -49);
	});

	test.each(cases)('$name, in float32', async ({ source, float64, float32 }) => {
		const ours = await weightsOf(source, 'float32');
		const theirs = distance(float32, float64);
		expect(distance(ours, float64)).toBeLessThan(8 * theirs + 2 ** -22);
	});
});
