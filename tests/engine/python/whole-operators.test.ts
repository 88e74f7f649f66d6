/** Operators of whole numbers on tensors: what they refuse, and that the picture has no more than they do. */
import { expect, test } from 'vitest';
import { open, valueOf } from '../../support/lesson.ts';

test.each([
	['//', 'x // "a"'],
	['%', 'x % "a"'],
	['//', 'x //= "a"']
])('%s beside a text is refused under its own name: %s', async (symbol, line) => {
	const session = open(`import torch\nx = torch.tensor([5, 3])\n${line}`);
	await expect(session.then((each) => each.advance(1))).rejects.toMatchObject({
		type: 'TypeError',
		message: expect.stringContaining(`for ${symbol}: 'Tensor' and 'str'`) as string
	});
});

test.each([
	['a & b', [1, 0, 1, 2], []],
	['torch.bitwise_xor(a, b)', [4, 7, 2, 1], []],
	['a % b', [0, 1, 0, 1], ['remainder']]
])('%s is computed in these ops alone', async (expression, wanted, ops) => {
	const session = await open(`import torch
a = torch.tensor([[5], [3]])
b = torch.tensor([1, 2])
c = ${expression}`);
	const trace = (await session.trace(0))!;
	expect(valueOf(trace, 'c').shape).toEqual([2, 2]);
	expect([...valueOf(trace, 'c').data]).toEqual(wanted);
	expect(trace.steps.map((step) => trace.graph.nodes[step.node].op)).toEqual(ops);
});

test('logical functions take tensors, and say so under their own names', async () => {
	const session = await open('import torch\ntorch.logical_and(torch.tensor([True]), 3)');
	await expect(session.advance(1)).rejects.toMatchObject({
		type: 'TypeError',
		message: "logical_and(): argument 'other' must be Tensor, not int"
	});
});
