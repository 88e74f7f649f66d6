/** Backpropagation through time: one matrix used at every step. */
import type { Lesson } from '../lesson.ts';

export const recurrent: Lesson = {
	id: 'recurrent',
	file: 'recurrent.py',
	source: `import torch

# One cell reads four numbers, one after another,
# with the same two matrices.
torch.manual_seed(2)
sequence = torch.tensor([[1.0], [0.0], [-1.0], [0.5]])
target = torch.tensor([[0.5, -0.5, 0.25]])
w_in = (torch.randn(1, 3) * 0.5).requires_grad_()
w_back = (torch.randn(3, 3) * 0.5).requires_grad_()

optimizer = torch.optim.SGD([w_in, w_back], lr=0.2)
for t in range(25):
    h = torch.zeros(1, 3)
    for number in sequence:
        h = torch.tanh(number @ w_in + h @ w_back)
    loss = ((h - target) ** 2).sum()
    loss.backward()

    if t % 5 == 0:
        print(f'{t:2d}  loss = {loss:.4f}')
    optimizer.step()
    optimizer.zero_grad()
`,
	tiny: null
};
