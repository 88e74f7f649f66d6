/** Lessons of many kinds, small, for whoever saves them. */
import { AUTOGRAD, MANUAL, SMALL } from '../../support/lesson.ts';
import type { LessonOptions } from '../../../engine/session.ts';

export interface Saved {
	readonly source: string;
	readonly options?: Partial<LessonOptions>;
	/** The iteration, what it predicts, its parameters and its data. */
	readonly k?: number;
	readonly predictions: readonly string[];
	readonly parameters: readonly string[];
	readonly data: readonly string[];
}

const CLASSIFIER = `
import torch
from torch import nn
import torch.nn.functional as F
X = torch.randn(8, 4)
y = torch.randint(0, 3, (8,))
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 5)
        self.norm = nn.LayerNorm(5)
        self.fc2 = nn.Linear(5, 3)
    def forward(self, x):
        return self.fc2(F.gelu(self.norm(self.fc1(x))))
net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for t in range(5):
    logits = net(X)
    loss = F.cross_entropy(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
`;

const NEURON = `
import torch
x = torch.tensor([1., 2., 3.])
target = torch.tensor([2., 4., 6.])
w = torch.tensor(0.5, requires_grad=True)
b = torch.tensor(0., requires_grad=True)
for i in range(10):
    loss = ((x * w + b - target) ** 2).mean() + 0.01 * w ** 2
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
        b -= 0.1 * b.grad
        w.grad.zero_()
        b.grad.zero_()
`;

const ATTENTION = `
import torch
import torch.nn.functional as F
T, C = 5, 8
x = torch.randn(T, C) * 2
q, k, v = [torch.randn(C, C, requires_grad=True) for _ in range(3)]
mask = torch.tril(torch.ones(T, T)) == 0
scores = ((x @ q) @ (x @ k).T / C ** 0.5).masked_fill(mask, float('-inf'))
out = F.softmax(scores, dim=-1) @ (x @ v)
`;

const CONVOLUTION = `
import torch
from torch import nn
import torch.nn.functional as F
image = torch.randn(2, 1, 8, 8)
label = torch.tensor([0., 1.])
conv = nn.Conv2d(1, 3, 3, padding=1)
head = nn.Linear(3 * 4 * 4, 1)
for step in range(2):
    features = F.max_pool2d(F.relu(conv(image)), 2).flatten(1)
    score = head(features).squeeze(1)
    loss = F.binary_cross_entropy_with_logits(score, label)
    loss.backward()
    with torch.no_grad():
        for p in list(conv.parameters()) + list(head.parameters()):
            p -= 0.1 * p.grad
            p.grad = None
`;

export const LESSONS: Readonly<Record<string, Saved>> = {
	'by hand': {
		source: MANUAL,
		options: { overrides: SMALL },
		predictions: ['y_pred'],
		parameters: ['w1', 'w2'],
		data: ['x', 'y']
	},
	'with autograd, in its second iteration': {
		source: AUTOGRAD,
		options: { overrides: SMALL },
		k: 1,
		predictions: ['y_pred'],
		parameters: ['w1', 'w2'],
		data: ['x', 'y']
	},
	'a classifier of modules': {
		source: CLASSIFIER,
		predictions: ['logits'],
		parameters: [
			'net.fc1.weight',
			'net.fc1.bias',
			'net.norm.weight',
			'net.norm.bias',
			'net.fc2.weight',
			'net.fc2.bias'
		],
		data: ['X', 'y']
	},
	'a neuron with a penalty and no name for what it predicts': {
		source: NEURON,
		predictions: ['output'],
		parameters: ['w', 'b'],
		data: ['x', 'target']
	},
	'attention without a loss': {
		source: ATTENTION,
		predictions: ['out'],
		parameters: ['q', 'k', 'v'],
		data: ['x', 'mask']
	},
	'a convolution': {
		source: CONVOLUTION,
		predictions: ['score'],
		parameters: ['conv.weight', 'conv.bias', 'head.weight', 'head.bias'],
		data: ['image', 'label']
	}
};
