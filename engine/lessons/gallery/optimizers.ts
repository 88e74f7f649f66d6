/** SGD, momentum and Adam on one valley, from one place. */
import type { Lesson } from '../lesson.ts';

export const optimizers: Lesson = {
	id: 'optimizers',
	file: 'optimizers.py',
	source: `import torch

# A valley, flat one way and steep the other;
# three walkers start at one place.
scale = torch.tensor([1.0, 20.0])

def height(place):
    return (scale * place ** 2).sum() / 2

start = [4.0, 1.0]
plain = torch.tensor(start, requires_grad=True)
heavy = torch.tensor(start, requires_grad=True)
scaled = torch.tensor(start, requires_grad=True)

optimizers = [
    torch.optim.SGD([plain], lr=0.08),
    torch.optim.SGD([heavy], lr=0.03, momentum=0.8),
    torch.optim.Adam([scaled], lr=0.3, betas=(0.8, 0.99)),
]

for t in range(40):
    loss = height(plain) + height(heavy) + height(scaled)
    for optimizer in optimizers:
        optimizer.zero_grad()
    loss.backward()
    for optimizer in optimizers:
        optimizer.step()

    if t % 5 == 4:
        print(t + 1, end='')
        for place in [plain, heavy, scaled]:
            print(f'  {height(place).item():.4f}', end='')
        print()
`,
	tiny: null
};
