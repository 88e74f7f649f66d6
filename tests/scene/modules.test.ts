import { describe, expect, it } from 'vitest';
import { createModel } from '#scene/model.ts';
import { formulaOf } from '#state/formula.ts';
import { open } from '../support/lesson.ts';

const LESSON = `
import torch
from torch import nn
X = torch.tensor([[0., 1.], [1., 1.], [1., 0.]])
Y = torch.tensor([[1.], [0.], [1.]])
model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
for epoch in range(3):
    optimizer.zero_grad()
    loss = nn.MSELoss()(model(X), Y)
    loss.backward()
    optimizer.step()
`;

describe('a lesson of modules', () => {
	it('calls each parameter what its module calls it, in the picture and in formulas', async () => {
		const session = await open(LESSON, { overrides: {} });
		const trace = (await session.trace(0))!;
		const tiles = createModel(trace).tiles.filter((tile) => tile.role === 'parameter');
		expect(tiles.map((tile) => tile.label).sort()).toEqual([
			'model.0.bias',
			'model.0.weight',
			'model.2.bias',
			'model.2.weight'
		]);
		const last = formulaOf(trace, trace.steps.length - 1)!;
		expect(last.tex).toContain('\\text{model.2.bias}');
		expect(last.tex).toContain('\\gets');
	});
});
