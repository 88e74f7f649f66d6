/** A bias stretched over the rows: its gradient is summed over them. */
import type { Lesson } from '../lesson.ts';

export const broadcast: Lesson = {
	id: 'broadcast',
	file: 'broadcast.py',
	source: `import torch

# Four examples share one bias:
# b is stretched over the rows.
x = torch.tensor([[1.0, 2.0], [0.5, -1.0],
                  [-1.5, 0.5], [2.0, 1.0]])
y = torch.tensor([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0],
                  [-1.0, 0.5, 0.0], [1.5, 0.0, 1.0]])
w = torch.tensor([[0.5, -0.5, 1.0], [0.25, 0.5, -0.5]])
b = torch.zeros(3)

learning_rate = 0.05
for t in range(40):
    h = x @ w
    out = h + b
    loss = ((out - y) ** 2).sum()
    if t % 10 == 0:
        print(f'{t:2d}  loss = {loss:.4f}  b = {b}')

    # what was stretched on the way in
    # is summed on the way back
    grad_out = 2 * (out - y)
    grad_b = grad_out.sum(dim=0)
    grad_h = grad_out
    grad_w = x.T @ grad_h

    w -= learning_rate * grad_w
    b -= learning_rate * grad_b
`,
	tiny: null
};
