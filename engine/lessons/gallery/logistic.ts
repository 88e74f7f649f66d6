/** Logistic regression: sigmoid and logarithm leave p − y. */
import type { Lesson } from '../lesson.ts';

export const logistic: Lesson = {
	id: 'logistic',
	file: 'logistic.py',
	source: `import torch
import torch.nn.functional as F

# Hours of study and of sleep; passed or not.
x = torch.tensor([[1.0, 6.0], [2.0, 4.0],
                  [3.0, 8.0], [4.0, 5.0],
                  [5.0, 7.0], [6.0, 5.0],
                  [7.0, 8.0], [8.0, 6.0]])
y = torch.tensor([[0.0], [0.0], [0.0], [0.0],
                  [1.0], [1.0], [1.0], [1.0]])
x = (x - x.mean(dim=0)) / x.std(dim=0)
N = len(x)

w = torch.tensor([[-0.2], [0.1]], requires_grad=True)
b = torch.tensor([0.1], requires_grad=True)

learning_rate = 1.0
for t in range(30):
    z = x @ w + b
    loss = F.binary_cross_entropy_with_logits(z, y)
    loss.backward()

    # sigmoid and logarithm undo one another:
    # only the error is left
    p = torch.sigmoid(z.detach())
    grad_z = (p - y) / N
    grad_w = x.T @ grad_z

    if t % 5 == 0:
        print(f'{t:2d}  loss = {loss:.4f}')

    with torch.no_grad():
        w -= learning_rate * w.grad
        b -= learning_rate * b.grad
    w.grad.zero_()
    b.grad.zero_()

print('says', (p > 0.5).float().flatten())
print('is  ', y.flatten())
`,
	tiny: null
};
