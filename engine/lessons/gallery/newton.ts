/** A gradient of a gradient: the method of Newton. */
import type { Lesson } from '../lesson.ts';

export const newton: Lesson = {
	id: 'newton',
	file: 'newton.py',
	source: `import torch

# Where is the bottom?
# Newton's method asks for the slope of the slope.
x = torch.tensor(3.0, requires_grad=True)

for t in range(8):
    height = x ** 4 - 3 * x ** 2 + x
    slope, = torch.autograd.grad(height, x, create_graph=True)
    curvature, = torch.autograd.grad(slope, x)

    # by hand: the derivative of 4x^3 - 6x + 1
    grad_x = 12 * x ** 2 - 6

    print(f'{t}  x = {x:.6f}  slope = {slope:+.6f}')
    with torch.no_grad():
        x -= slope / curvature
`,
	tiny: null
};
