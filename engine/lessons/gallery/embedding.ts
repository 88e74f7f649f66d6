/** A table of rows: only those that were picked get a gradient. */
import type { Lesson } from '../lesson.ts';

export const embedding: Lesson = {
	id: 'embedding',
	file: 'embedding.py',
	source: `import torch
import torch.nn.functional as F

# A table has a row for each of six words;
# a sentence picks rows, that of 'the' twice.
words = ['the', 'cat', 'saw', 'a', 'dog', 'run']
sentence = torch.tensor([0, 1, 2, 0, 4])
torch.manual_seed(0)
table = torch.randn(6, 3, requires_grad=True)
target = torch.tensor([1.0, -1.0, 0.5])

for t in range(20):
    rows = F.embedding(sentence, table)
    meaning = rows.mean(dim=0)
    loss = ((meaning - target) ** 2).sum()
    loss.backward()

    # back to the rows that were picked, to no other;
    # 'the' collects twice
    grad_meaning = 2 * (meaning - target).detach()
    grad_rows = (grad_meaning / 5).expand(5, 3)
    picks = F.one_hot(sentence, 6).float()
    grad_table = picks.T @ grad_rows

    if t == 0:
        print(words)
        print(table.grad)
    if t % 4 == 0:
        print(f'{t:2d}  loss = {loss:.4f}')

    with torch.no_grad():
        table -= 0.5 * table.grad
    table.grad.zero_()
`,
	tiny: null
};
