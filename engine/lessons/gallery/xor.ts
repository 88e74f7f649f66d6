/** XOR with torch.nn and an optimiser: what one layer cannot, two can. */
import type { Lesson } from '../lesson.ts';

export const xor: Lesson = {
	id: 'xor',
	file: 'xor.py',
	source: `import torch
import torch.nn as nn

# No straight line separates these four points;
# two layers can.
x = torch.tensor([[0.0, 0.0], [0.0, 1.0],
                  [1.0, 0.0], [1.0, 1.0]])
y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])

torch.manual_seed(1)
net = nn.Sequential(
    nn.Linear(2, 4),
    nn.Tanh(),
    nn.Linear(4, 1),
)
loss_function = nn.MSELoss()
optimizer = torch.optim.SGD(
    net.parameters(), lr=0.3, momentum=0.9)

for t in range(100):
    y_pred = net(x)
    loss = loss_function(y_pred, y)
    if t % 20 == 0:
        print(f'{t:3d}  loss = {loss:.4f}')

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

print(net(x).detach())
`,
	tiny: null
};
