/** Gradients at kinks are conventions: right between the slopes on both sides, wrong outside. */
import { describe, expect, it } from 'vitest';
import { checkTrace } from '#engine/check/check.ts';
import { open } from '../../support/lesson.ts';

async function slopeOf(lines: string) {
	const session = await open(`import torch\n${lines}`);
	return checkTrace((await session.trace(0))!).rows[0].slope;
}

describe('at a kink', () => {
	it.each([
		['clamp', 'torch.clamp(x, min=0)'],
		['relu', 'torch.relu(x)'],
		['abs', 'x.abs()'],
		['a tie', 'torch.maximum(x, torch.tensor([0.0, 1.0]))'],
		['the largest of equals', 'x.amax()']
	])('the convention of autograd passes: %s', async (_, made) => {
		const leaf = 'x = torch.tensor([0.0, 0.0], requires_grad=True)';
		const slope = await slopeOf(`${leaf}\nloss = (${made} * 3).sum()\nloss.backward()\n`);
		expect(slope).toMatchObject({ verdict: 'pass', undecided: 0, compared: 2 });
		expect(slope.sided).toBeGreaterThan(0);
	});

	it.each([
		['beyond the slope on the right', '1.5', 'fail'],
		['below the slope on the left', '-0.25', 'fail'],
		['between the two', '0.25', 'pass']
	])('a gradient by hand %s', async (_, factor, verdict) => {
		const lines = [
			'x = torch.tensor([0.0, 2.0])',
			'h = x.clamp(min=0)',
			'loss = h.sum()',
			`grad_x = torch.tensor([${factor}, 1.0])`
		];
		expect(await slopeOf(`${lines.join('\n')}\n`)).toMatchObject({ verdict, sided: 1 });
	});

	it.each([
		['the slope on the right', '1.0', 'pass'],
		['a thousandth more', '1.001', 'fail']
	])('of a function that is curved beside it: %s', async (_, factor, verdict) => {
		const lines = [
			'x = torch.tensor([0.0])',
			'loss = (x.clamp(min=0) * torch.exp(3 * x)).sum()',
			`grad_x = torch.tensor([${factor}])`
		];
		expect(await slopeOf(`${lines.join('\n')}\n`)).toMatchObject({ verdict, sided: 1 });
	});

	it('a step has slope 0 on both sides of its jump', async () => {
		const leaf = 'x = torch.tensor([1.0, 2.5], requires_grad=True)';
		const slope = await slopeOf(`${leaf}\nloss = (x.floor() * x).sum()\nloss.backward()\n`);
		expect(slope.undecided).toBe(0);
	});
});
