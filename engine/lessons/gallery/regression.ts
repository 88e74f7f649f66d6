/** A line through six points: the gradient of a mean. */
import type { Lesson } from '../lesson.ts';

export const regression: Lesson = {
	id: 'regression',
	file: 'regression.py',
	source: `import torch

# Six measurements that lie near the line y = 2x + 1.
x = torch.tensor([[-1.0], [-0.5], [0.0],
                  [0.5], [1.0], [1.5]])
y = torch.tensor([[-1.1], [0.2], [0.9],
                  [2.1], [2.8], [4.2]])
N = len(x)

w = torch.zeros(1, 1)
b = torch.zeros(1)

learning_rate = 0.2
for t in range(50):
    y_pred = x @ w + b
    error = y_pred - y
    loss = (error ** 2).mean()
    if t % 5 == 0:
        print(f'{t:2d}  loss = {loss:.4f}')

    # the mean passes 1/N of the loss to every error
    grad_error = 2 * error / N
    grad_y_pred = grad_error
    grad_w = x.T @ grad_y_pred
    grad_b = grad_y_pred.sum(dim=0)

    w -= learning_rate * grad_w
    b -= learning_rate * grad_b

print(f'y = {w.item():.3f} x + {b.item():.3f}')
`,
	tiny: null
};
