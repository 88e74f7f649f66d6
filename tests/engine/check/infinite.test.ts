/** Attention that may not look ahead: a mask of −∞, whose exponentials are 0 exactly, is proven like all else. */
import { describe, expect, it } from 'vitest';
import { applyBounded, exact } from '../../../engine/check/bounded.ts';
import { checkTrace } from '../../../engine/check/check.ts';
import { Builder } from '../../../engine/graph.ts';
import { tensor } from '../../../engine/tensor.ts';
import { open } from '../../support/lesson.ts';

const ATTENTION = `import torch
torch.manual_seed(1)
x = torch.randn(4, 3)
wq, wk, wv = [torch.randn(3, 3, requires_grad=True) for _ in range(3)]
ahead = torch.triu(torch.ones(4, 4), diagonal=1) == 1
scores = (x @ wq) @ (x @ wk).t() / 3 ** 0.5
scores = scores.masked_fill(ahead, float('-inf'))
attention = torch.softmax(scores, dim=-1)
loss = ((attention @ (x @ wv)) ** 2).sum()
loss.backward()
`;

describe('the check of masked attention', () => {
	it('passes all three questions for every weight', async () => {
		const session = await open(ATTENTION);
		const { rows } = checkTrace((await session.trace(0))!);
		expect(rows.map(({ name }) => name).sort()).toEqual(['wk.grad', 'wq.grad', 'wv.grad']);
		for (const { formula, slope, machine } of rows) {
			expect([formula, slope, machine].map(({ verdict }) => verdict)).toEqual([
				'pass',
				'pass',
				'pass'
			]);
			expect(slope.compared).toBe(9);
		}
	});
});

describe('the bound of an infinite result', () => {
	const bound = (op: 'add' | 'mul' | 'exp', values: number[], errors: number[]) => {
		const b = new Builder('float64');
		const inputs = values.map(() => b.input([], 'float64'));
		const bounded = values.map((value, i) => ({
			...exact(tensor([value], [], 'float64')),
			error: Float64Array.of(errors[i])
		}));
		return applyBounded(b.add(op, inputs), bounded).error[0];
	};

	it.each([
		['add', [-Infinity, 0], [0, 1e-9], 0],
		['add', [-Infinity, 0], [0, Infinity], Infinity],
		['mul', [Infinity, 2], [0, 1e-9], 0],
		['mul', [Infinity, 1e-12], [0, 1e-9], Infinity],
		['mul', [Infinity, 0], [0, 0], 0],
		['exp', [-Infinity], [0], 0]
	] as const)('%s of %j, in doubt by %j, is %d', (op, values, errors, expected) => {
		expect(bound(op, [...values], [...errors])).toBe(expected);
	});
});
