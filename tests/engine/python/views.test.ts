/** What a view shows once its memory has changed: in the trace, at the end, and of several views. */
import { describe, expect, test } from 'vitest';
import { open, valueOf } from '../../support/lesson.ts';
import { runProgram } from '../../support/outcome.ts';
import { createReferenceBackend } from '../../../engine/backends/reference.ts';

const VIEW = `import torch
a = torch.zeros(3)
b = a[1:]
a += 1`;

const PIECES = `import torch
x = torch.ones(4, requires_grad=True) * 1
p, q = x.split(2)
x += 1`;

const IN_A_LOOP = `import torch
for t in range(2):
    x = torch.ones(4, requires_grad=True) * 1
    p, q = x.split(2)
    x += 1
    loss = x.sum()`;

const run = (source: string) => runProgram(source, 'float32', 0, createReferenceBackend());

/** Names and numbers that a program ends with. */
async function leftBy(source: string): Promise<Record<string, number[]>> {
	const { tensors, problem } = await run(source);
	expect(problem).toBeNull();
	return Object.fromEntries([...tensors].map(([name, { data }]) => [name, [...data]]));
}

describe('a view of memory that has changed', () => {
	test('is at the end of a program what its memory is', async () => {
		expect(await leftBy(VIEW)).toEqual({ a: [1, 1, 1], b: [1, 1] });
	});

	test('is so too where backward() could not go through it', async () => {
		const alias = `${VIEW.replace('zeros(3)', 'zeros(3, requires_grad=True) * 1')}\na.detach().add_(1)`;
		expect(await leftBy(alias)).toEqual({ a: [2, 2, 2], b: [2, 2] });
	});

	test.each([
		['at the end', VIEW],
		['where it is looked at', `${VIEW}\nc = b * 2`]
	])('is what its name means in the trace: %s', async (_, source) => {
		const trace = (await (await open(source)).trace(0))!;
		expect([...valueOf(trace, 'b').data]).toEqual([1, 1]);
		const [first, second, ...more] = trace.bindings.filter(({ name }) => name === 'b');
		expect(more).toEqual([]);
		expect([...trace.values[first.node].data]).toEqual([0, 0]);
		expect(first.at?.line).toBe(3);
		expect(second).toMatchObject({ how: 'in-place', at: undefined });
	});
});

describe('one of several views of memory that has changed', () => {
	test.each([
		['', PIECES],
		['of a loop', IN_A_LOOP]
	])('is no error at the end %s', async (_, source) => {
		expect(await leftBy(source)).toMatchObject({ x: [2, 2, 2, 2], p: [2, 2], q: [2, 2] });
	});

	test('can be seen without a gradient, and has none after that', async () => {
		const seen = `${PIECES}\nwith torch.no_grad():\n    c = p * 2`;
		expect(await leftBy(seen)).toMatchObject({ c: [4, 4] });
		const { problem } = await run(`${seen}\nd = p * 2`);
		expect(problem).toMatchObject({ type: 'RuntimeError', line: 7 });
		expect(problem!.message).toMatch(/^Output 0 of SplitBackward0 is a view and its base/);
	});
});
