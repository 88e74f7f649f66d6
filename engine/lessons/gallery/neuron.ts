/** One neuron, its gradients one link of the chain at a time. */
import type { Lesson } from '../lesson.ts';

export const neuron: Lesson = {
	id: 'neuron',
	file: 'neuron.py',
	source: `import torch

# One neuron and one example:
# which way should w and b move?
x = torch.tensor(1.5)
y = torch.tensor(0.9)
w = torch.tensor(-0.4)
b = torch.tensor(0.2)

learning_rate = 2.0
for t in range(20):
    # forward, one small step after another
    z = w * x + b
    a = torch.sigmoid(z)
    loss = (a - y) ** 2
    print(f'{t:2d}  a = {a:.4f}  loss = {loss:.4f}')

    # backward, one link of the chain a line
    grad_a = 2 * (a - y)
    grad_z = grad_a * a * (1 - a)
    grad_w = grad_z * x
    grad_b = grad_z * 1

    # a step downhill
    w -= learning_rate * grad_w
    b -= learning_rate * grad_b
`,
	tiny: null
};
