/** What a mistake's message adds: what was meant, and by which calls it was reached. */
import { describe, expect, it } from 'vitest';
import type { LessonProblem } from '#engine';
import { nearest } from '#engine/python/nearest.ts';
import { PythonError } from '#engine/python/errors.ts';
import { open } from '../../support/lesson.ts';

async function problemOf(source: string): Promise<LessonProblem> {
	try {
		const session = await open(source, { overrides: {} });
		await session.advance(100);
	} catch (error) {
		if (error instanceof PythonError) return error.problem;
		throw error;
	}
	throw new Error('the lesson has no problem');
}

const HEAD =
	'import torch\nfrom torch import nn\nimport torch.nn.functional as F\nx = torch.ones(2, 3)\n';
const hintOf = async (line: string) => (await problemOf(HEAD + line)).hint;

describe('a misspelt name is met with the one that was meant', () => {
	it.each([
		['torch.rleu(x)', 'did you mean torch.relu?'],
		['torch.Linear(2, 3)', 'did you mean torch.nn.Linear?'],
		['nn.linear(2, 3)', 'did you mean torch.nn.Linear?'],
		['F.crossentropy(x, x)', 'did you mean torch.nn.functional.cross_entropy?'],
		['x.reshap(3, 2)', "did you mean 'reshape'?"],
		['nn.Linear(2, 3).wieght', "did you mean 'weight'?"],
		['[1].apend(2)', "did you mean 'append'?"],
		["'a'.uper()", "did you mean 'upper'?"],
		['lenght = 3\nprint(lenhgt)', "did you mean 'lenght'?"],
		['Linear(2, 3)', 'torch.nn has it: write torch.nn.Linear, or from torch.nn import Linear'],
		['x.sum(dims=1)', "did you mean 'dim'?"],
		['x.sum(over=1)', 'it takes dim, keepdim'],
		['nn.Linear(2, 3, biass=True)', "did you mean 'bias'?"],
		['from torch import rellu', 'did you mean torch.relu?'],
		['import troch', "did you mean 'torch'?"],
		['fro i in range(3):\n    pass', 'did you mean `for`?'],
		['whlie True:\n    pass', 'did you mean `while`?']
	])('%s → %s', async (line, hint) => {
		expect(await hintOf(line)).toBe(hint);
	});

	it('says nothing of names that are like no other', async () => {
		expect(await hintOf('print(q)')).toBeUndefined();
		expect(await hintOf('print(zzzzzz)')).toBeUndefined();
	});
});

describe('nearest(name, names)', () => {
	it('takes the fewest edits, a swap as one, and capitals as none', () => {
		expect(nearest('amx', ['min', 'max', 'ax'])).toBe('max');
		expect(nearest('relu', ['ReLU', 'elu'])).toBe('ReLU');
		expect(nearest('x', ['y', 'w'])).toBeNull();
		expect(nearest('sigmoid', ['softmax'])).toBeNull();
	});
});

describe('a mistake inside a function', () => {
	const lesson = `${HEAD}
def inner(a):
    return a.mm(a)

def outer(a):
    return inner(a) + 1

y = outer(x)
`;

	it('is at the line that fails, with the calls that led there, the innermost first', async () => {
		const { line, calls } = await problemOf(lesson);
		const at = (text: string) => 1 + lesson.split('\n').findIndex((each) => each.includes(text));
		expect(line).toBe(at('a.mm(a)'));
		expect(calls).toEqual([
			{ name: 'inner', line: at('inner(a) + 1'), column: 12 },
			{ name: 'outer', line: at('y = outer'), column: 5 }
		]);
	});

	it('counts forward() of a module as one, and names no calls at the top', async () => {
		const model = `${HEAD}class Net(nn.Module):
    def forward(self, x):
        return x.mm(x)
net = Net()
y = net(x)
`;
		expect((await problemOf(model)).calls?.map(({ name }) => name)).toEqual(['forward']);
		expect(await problemOf(`${HEAD}x.mm(x)`)).not.toHaveProperty('calls');
	});

	it('keeps a dozen calls of an endless recursion', async () => {
		const { type, calls } = await problemOf('def f(n):\n    return f(n + 1)\nf(0)\n');
		expect([type, calls?.length]).toEqual(['RecursionError', 12]);
	});
});
