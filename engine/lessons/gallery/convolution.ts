/** A convolution learned; the gradient of its kernel is a convolution. */
import type { Lesson } from '../lesson.ts';

export const convolution: Lesson = {
	id: 'convolution',
	file: 'convolution.py',
	source: `import torch
import torch.nn.functional as F

# A kernel learns to find the edge of a square.
image = torch.zeros(1, 1, 7, 7)
image[0, 0, 2:5, 2:5] = 1.0
edge = torch.tensor([[1.0, 0.0, -1.0],
                     [2.0, 0.0, -2.0],
                     [1.0, 0.0, -1.0]])
target = F.conv2d(image, edge.view(1, 1, 3, 3))

kernel = torch.zeros(1, 1, 3, 3, requires_grad=True)

learning_rate = 0.01
for t in range(60):
    out = F.conv2d(image, kernel)
    loss = ((out - target) ** 2).sum()
    loss.backward()

    # the kernel slid over the image;
    # on the way back the error slides over it
    grad_out = 2 * (out - target).detach()
    grad_kernel = F.conv2d(image, grad_out)

    if t % 10 == 0:
        print(f'{t:2d}  loss = {loss:.4f}')
    with torch.no_grad():
        kernel -= learning_rate * kernel.grad
    kernel.grad.zero_()

print(kernel.detach().view(3, 3))
`,
	tiny: null
};
