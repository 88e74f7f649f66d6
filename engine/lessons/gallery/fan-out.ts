/** A value used twice: what comes back by two ways adds up. */
import type { Lesson } from '../lesson.ts';

export const fanOut: Lesson = {
	id: 'fan-out',
	file: 'fan_out.py',
	source: `import torch

# x goes two ways, and both ways lead to the loss.
x = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)

left = 2 * x
right = x ** 2
loss = (left * right).sum()
loss.backward()

# each way back brings a gradient; they add up
grad_left = right
grad_right = left
by_left = grad_left * 2
by_right = grad_right * 2 * x
grad_x = by_left + by_right

print('by the left way ', by_left)
print('by the right way', by_right)
print('together        ', grad_x)
print('autograd says   ', x.grad)
`,
	tiny: null
};
