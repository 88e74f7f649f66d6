/** One attention head with a causal mask learns to look one place back. */
import type { Lesson } from '../lesson.ts';

export const attention: Lesson = {
	id: 'attention',
	file: 'attention.py',
	source: `import math
import torch

# Five places; each is to repeat
# what stood one place before it.
T, D = 5, 4
x = torch.eye(T)
target = x[[0] + list(range(T - 1))]

torch.manual_seed(0)
w_query = torch.randn(T, D, requires_grad=True)
w_key = torch.randn(T, D, requires_grad=True)
future = torch.triu(torch.ones(T, T), diagonal=1) == 1

optimizer = torch.optim.SGD([w_query, w_key], lr=1.0)
for t in range(60):
    query = x @ w_query
    key = x @ w_key
    scores = query @ key.T / math.sqrt(D)
    allowed = scores.masked_fill(future, float('-inf'))
    attention = torch.softmax(allowed, dim=1)
    out = attention @ x
    loss = ((out - target) ** 2).sum()
    loss.backward()

    if t % 10 == 0:
        print(f'{t:2d}  loss = {loss:.4f}')
    optimizer.step()
    optimizer.zero_grad()

print(attention.detach())
`,
	tiny: null
};
