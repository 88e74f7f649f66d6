/** A few examples at a time: each gradient is off, their mean is not. */
import type { Lesson } from '../lesson.ts';

export const miniBatch: Lesson = {
	id: 'mini-batch',
	file: 'mini_batch.py',
	source: `import torch

# Eight measurements, two at a time.
x = torch.tensor([[-2.0], [1.5], [0.5], [-1.0],
                  [2.0], [-0.5], [1.0], [-1.5]])
y = torch.tensor([[-3.2], [3.9], [1.8], [-0.7],
                  [5.3], [-0.1], [2.7], [-2.4]])

w = torch.zeros(1, 1)
b = torch.zeros(1)

learning_rate = 0.1
for t in range(32):
    start = 2 * t % len(x)
    part = x[start:start + 2]
    wanted = y[start:start + 2]

    y_pred = part @ w + b
    loss = ((y_pred - wanted) ** 2).mean()

    # the gradient that two of eight would like
    grad_y_pred = y_pred - wanted
    grad_w = part.T @ grad_y_pred
    grad_b = grad_y_pred.sum(dim=0)
    if t % 8 < 4:
        print(f'{t:2d}  loss = {loss:.4f}  {grad_w.item():+.4f}')

    w -= learning_rate * grad_w
    b -= learning_rate * grad_b

print(f'y = {w.item():.3f} x + {b.item():.3f}')
`,
	tiny: null
};
