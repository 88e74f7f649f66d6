/** A lesson that has run once, and questions about sources that go on from it: `§` is the cursor. */
import type { Answers } from '#engine';
import { answerFrom } from '#engine/assist/assist.ts';
import { open } from '../../support/lesson.ts';

export const LESSON = `import torch
from torch import nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.fc = nn.Linear(3, width)
        self.scale = 2.0

    def forward(self, x):
        h = self.fc(x)
        return h.relu() * self.scale

def double(a, k=2, *rest):
    """Twice a."""
    return a * k

torch.manual_seed(0)
x = torch.randn(5, 3)
net = Net()
names = ['a', 'b']
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(3):
    loss = net(x).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
`;

export type Ask = <K extends keyof Answers>(kind: K, text: string) => Answers[K] | null;

/** Asks about a text with `§` in it, after LESSON has run its first iteration. */
export async function lessonThatRan(): Promise<Ask> {
	const session = await open(LESSON, { overrides: {} });
	const trace = await session.trace(0);
	return (kind, text) => {
		const offset = text.indexOf('§');
		const source = text.slice(0, offset) + text.slice(offset + 1);
		return answerFrom(kind, { source, offset }, [session.runtime], trace);
	};
}

/** LESSON with `line` written at its end, indented like the loop's body where it begins with a space. */
export function withLine(line: string): string {
	return LESSON + line;
}
