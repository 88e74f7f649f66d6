/** Any iteration of a lesson with modules and an optimiser opens again as it was. */
import { expect, test } from 'vitest';
import { open } from '../support/lesson.ts';

const LESSON = `import torch
from torch import nn
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 1)
    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x)))
net = Net()
x, y = torch.randn(5, 3), torch.randn(5, 1)
opt = torch.optim.Adam(net.parameters(), lr=0.01)
history = []
for t in range(60):
    loss = ((net(x) - y) ** 2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    history.append(loss.item())
`;

test('trace(k) of a lesson with Adam gives the losses of the run, and names what it trains', async () => {
	const session = await open(LESSON, { overrides: {}, dtype: 'float64' });
	const { losses } = await session.advance(60);
	for (const k of [47, 3, 21, 59]) {
		const trace = (await session.trace(k))!;
		expect(trace.values[trace.loss!].data[0]).toBe(losses[k]);
		const claimed = trace.claims.map(({ target }) => target).sort();
		expect(claimed).toEqual(['net.fc1.bias', 'net.fc1.weight', 'net.fc2.bias', 'net.fc2.weight']);
	}
});

test('nodes know the module, and the step, that made them', async () => {
	const session = await open(LESSON, { overrides: {}, dtype: 'float64' });
	const { graph } = (await session.trace(2))!;
	const calls = new Set(
		graph.nodes.map(({ within }) => within?.map(({ name }) => name).join(' > '))
	);
	expect(calls).toEqual(new Set([undefined, 'net > net.fc1', 'net', 'net > net.fc2', 'opt.step']));
});
