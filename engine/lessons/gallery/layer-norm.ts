/** Layer normalisation, its gradient derived by hand. */
import type { Lesson } from '../lesson.ts';

export const layerNorm: Lesson = {
	id: 'layer-norm',
	file: 'layer_norm.py',
	source: `import torch

# Every row gets mean 0 and spread 1, whatever it was.
x = torch.tensor([[1.0, 2.0, 3.0, 6.0],
                  [10.0, 20.0, 30.0, 20.0],
                  [-0.5, 0.5, 0.0, 1.0]])
gain = torch.tensor([1.0, 0.5, 2.0, 1.5])
target = torch.tensor([[0.0, 1.0, 0.0, 0.0],
                       [0.0, 0.0, 1.0, 0.0],
                       [1.0, 0.0, 0.0, 0.0]])

centred = x - x.mean(dim=1, keepdim=True)
variance = (centred ** 2).mean(dim=1, keepdim=True)
spread = torch.sqrt(variance + 1e-5)
normal = centred / spread
out = normal * gain
loss = ((out - target) ** 2).sum()
print(f'loss = {loss:.4f}')

# backward: neither shifting nor stretching a row
# changes anything, so its gradient has no such part
grad_out = 2 * (out - target)
grad_gain = (grad_out * normal).sum(dim=0)
grad_normal = grad_out * gain
shift = grad_normal.mean(dim=1, keepdim=True)
stretch = (grad_normal * normal).mean(dim=1, keepdim=True)
grad_x = (grad_normal - shift - normal * stretch) / spread

print(grad_gain)
print(grad_x)
`,
	tiny: null
};
