/** Losses at which large steps agree by accident, or numbers say nothing: they decide nothing here. */
import { describe, expect, it } from 'vitest';
import { checkTrace } from '#engine/check/check.ts';
import { open } from '../../support/lesson.ts';

const head = 'import math, torch\n';

/** The row of the gradient `name`. */
async function rowOf(source: string, name: string) {
	const session = await open(head + source);
	const { rows } = checkTrace((await session.trace(0))!);
	return rows.find((row) => row.name === name)!;
}

const RIGHT = {
	'a sine that takes whole turns': `
x = torch.tensor([0.1], requires_grad=True)
loss = torch.sin(x * (8 * math.pi)).sum()
loss.backward()`,
	'a slope between two plateaus': `
x = torch.tensor([0.0005], requires_grad=True)
loss = ((x * 1000).tanh() ** 2).sum()
loss.backward()`,
	'a narrow bump': `
x = torch.tensor([0.0], requires_grad=True)
loss = torch.exp(-((x - 0.05) / 0.01) ** 2).sum()
loss.backward()`,
	'a softmax that saturates along every direction': `
torch.manual_seed(0)
x = torch.randint(0, 256, (1, 784)).float()
w = torch.zeros(784, 10, requires_grad=True)
loss = torch.nn.functional.cross_entropy(x.mm(w), torch.tensor([3]))
loss.backward()`
};

describe('a right gradient', () => {
	it.each(Object.entries(RIGHT))('passes: %s', async (_, source) => {
		const row = await rowOf(source, source.includes('w =') ? 'w.grad' : 'x.grad');
		const { formula, slope, stability } = row;
		expect([formula, slope, stability].map(({ verdict }) => verdict)).not.toContain('fail');
		expect(formula.verdict).toBe('pass');
	});
});

describe('a gradient too small for all its digits', () => {
	it('is not called unstable', async () => {
		const source = `
x = torch.tensor([-2470.0], dtype=torch.float64, requires_grad=True)
loss = (x * 0.3).exp().sum()
loss.backward()`;
		expect((await rowOf(source, 'x.grad')).stability.verdict).toBe('pass');
	});
});

describe('a wrong gradient', () => {
	it('fails where the slopes of large steps agree with it by accident', async () => {
		const source = `
x = torch.tensor([0.1])
loss = torch.sin(x * (8 * math.pi)).sum()
grad_x = x * 0`;
		expect((await rowOf(source, 'grad_x')).slope.verdict).toBe('fail');
	});

	it('is not passed because nobody knows what rounding has done to it', async () => {
		const source = `
x = torch.tensor([1.0])
loss = (x ** 2).sum()
d = (x + 0.1) - x - 0.1
grad_x = 5 * x + 1e-30 / d`;
		expect((await rowOf(source, 'grad_x')).slope.verdict).not.toBe('pass');
	});
});
