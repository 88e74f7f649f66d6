/** Softmax and cross-entropy: p, less 1 at the label. */
import type { Lesson } from '../lesson.ts';

export const softmax: Lesson = {
	id: 'softmax',
	file: 'softmax.py',
	source: `import torch
import torch.nn.functional as F

# Three classes, five examples:
# the class is where the largest input is.
x = torch.tensor([[2.0, 0.5, -1.0],
                  [0.0, 1.5, 0.5],
                  [-0.5, 0.0, 1.0],
                  [1.0, -1.0, 0.5],
                  [0.5, 1.0, -0.5]])
labels = torch.tensor([0, 1, 2, 0, 1])
N = len(x)

w = (0.1 * torch.eye(3)).requires_grad_()

learning_rate = 1.0
for t in range(20):
    logits = x @ w
    loss = F.cross_entropy(logits, labels)
    loss.backward()

    # softmax and logarithm together:
    # p - 1 at the label, p elsewhere
    p = torch.softmax(logits.detach(), dim=1)
    grad_logits = (p - F.one_hot(labels, 3)) / N
    grad_w = x.T @ grad_logits

    if t % 4 == 0:
        print(f'{t:2d}  loss = {loss:.4f}')

    with torch.no_grad():
        w -= learning_rate * w.grad
    w.grad.zero_()

print('says ', p.argmax(dim=1))
print('is   ', labels)
`,
	tiny: null
};
