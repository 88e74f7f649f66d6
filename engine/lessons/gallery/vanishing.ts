/** Five layers with three bends: a product of small slopes vanishes. */
import type { Lesson } from '../lesson.ts';

export const vanishing: Lesson = {
	id: 'vanishing',
	file: 'vanishing.py',
	source: `import torch

def largest(matrix):
    return max(abs(x) for row in matrix.tolist() for x in row)

# The same five layers, three times;
# only the bend between them differs.
torch.manual_seed(0)
x = torch.randn(4, 5)
start = [torch.randn(5, 5) * 0.5 for layer in range(5)]

for bend in [torch.sigmoid, torch.tanh, torch.relu]:
    w1, w2, w3, w4, w5 = [
        w.clone().requires_grad_() for w in start]
    h1 = bend(x @ w1)
    h2 = bend(h1 @ w2)
    h3 = bend(h2 @ w3)
    h4 = bend(h3 @ w4)
    h5 = bend(h4 @ w5)
    loss = (h5 ** 2).sum()
    loss.backward()

    print(bend.__name__)
    for w in [w1, w2, w3, w4, w5]:
        print(f'    {largest(w.grad):.6f}')
`,
	tiny: null
};
