/** A value out of history is a number to autograd, and to the check of its gradients. */
import { describe, expect, it } from 'vitest';
import { checkTrace } from '../../../engine/check/check.ts';
import { open } from '../../support/lesson.ts';

const verdictsOf = async (lines: string) => {
	const source = `import torch\nx = torch.tensor([1.5, -2.0], requires_grad=True)\n${lines}`;
	const session = await open(source);
	const { rows } = checkTrace((await session.trace(0))!);
	return rows.map(({ name, formula, slope }) => [name, formula.verdict, slope.verdict]);
};

describe('the check of a gradient beside constants', () => {
	it.each([
		['detach', 'loss = (x * x.detach()).sum()'],
		['.data', 'loss = (x * x.data).sum()'],
		['no_grad', 'with torch.no_grad():\n    y = x * 2\nloss = (x * y).sum()'],
		['a mask', 'loss = ((x > 0).float() * x).sum()']
	])('passes: %s', async (_, lines) => {
		const verdicts = await verdictsOf(`${lines}\nloss.backward()\n`);
		expect(verdicts).toEqual([['x.grad', 'pass', 'pass']]);
	});

	it('takes the values of a leaf that is changed between its uses for one', async () => {
		const step = 'with torch.no_grad():\n    x.mul_(2.0)\n';
		const loss = 'loss = (x * x + y).sum()\nloss.backward()\n';
		expect(await verdictsOf(`y = x * 3\n${step}${step}${loss}`)).toEqual([
			['x.grad', 'pass', 'pass']
		]);
		const unused = 'loss = y.sum()\nloss.backward()\n';
		expect(await verdictsOf(`y = x * 3\n${step}${unused}`)).toEqual([['x.grad', 'pass', 'pass']]);
	});

	it('still fails a hand-written gradient that forgets a path', async () => {
		const verdicts = await verdictsOf('loss = (x * x).sum()\ngrad_x = x\n');
		expect(verdicts).toEqual([['grad_x', 'fail', 'fail']]);
	});
});
