/** Max pooling sends each gradient to one winner. */
import type { Lesson } from '../lesson.ts';

export const maxPool: Lesson = {
	id: 'max-pool',
	file: 'max_pool.py',
	source: `import torch
import torch.nn.functional as F

# An image of four by four in four windows;
# only the largest number of each goes on.
image = torch.tensor([[1.0, 5.0, 2.0, 0.0],
                      [3.0, 4.0, 8.0, 1.0],
                      [6.0, 2.0, 3.0, 7.0],
                      [0.0, 9.0, 4.0, 5.0]])
image.requires_grad_()
weight = torch.tensor([[1.0, -2.0], [0.5, 3.0]])

windows = image.view(1, 1, 4, 4)
pooled = F.max_pool2d(windows, 2).view(2, 2)
loss = (weight * pooled).sum()
loss.backward()

# the gradient takes the way of the winner;
# the others get nothing
print(pooled)
print(image.grad)
`,
	tiny: null
};
