/** Whatever a lesson does, it ends, and in nothing but an error with a place in the source. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReferenceBackend } from '#engine/backends/reference.ts';
import { PythonError } from '#engine/python/errors.ts';
import { openSession } from '#engine/session.ts';
import { mutantPrograms } from '../../support/mutants.ts';

/** Iterations that a program may go on for before it counts as one that trains and trains. */
const MOST = 60;

/** Runs a program; null where it came to its end or went on training. */
async function failureOf(source: string, most = Infinity): Promise<PythonError | null> {
	try {
		const options = { seed: 0, dtype: 'float32' } as const;
		const session = openSession(source, options, createReferenceBackend());
		await session.start();
		for (let done = false; !done && session.reached < most;) ({ done } = await session.advance(20));
		return null;
	} catch (error) {
		if (error instanceof PythonError) return error;
		throw new Error(`not an error of the lesson: ${String(error)}\nof the program:\n${source}`, {
			cause: error
		});
	}
}

const deep = (open: string, close: string, depth = 10_000) =>
	`x = ${open.repeat(depth)}1${close.repeat(depth)}\n`;
const blocks = (head: string) =>
	Array.from({ length: 120 }, (_, i) => `${' '.repeat(i)}${head}\n`).join('') +
	`${' '.repeat(120)}pass\n`;

describe('what would not end, or not fit, ends in a message', () => {
	test.each([
		['an endless loop', 'while True:\n    pass\n', 'RuntimeError'],
		['one beside torch', 'import torch\nwhile True:\n    pass\n', 'RuntimeError'],
		['one in a function', 'def f():\n    while True:\n        pass\nf()\n', 'RuntimeError'],
		[
			'one that catches everything',
			'try:\n    while True:\n        pass\nexcept:\n    pass\n',
			'RuntimeError'
		],
		[
			'one that makes tensors',
			'import torch\ndef f():\n    x = torch.zeros(1)\n    while True:\n        x = x + 1\nf()\n',
			'RuntimeError'
		],
		['one that prints', "def f():\n    while True:\n        print('x')\nf()\n", 'RuntimeError'],
		[
			'calls that double',
			'def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nf(60)\n',
			'RuntimeError'
		],
		['a sum without end', 'print(sum(range(10**12)))\n', 'RuntimeError'],
		[
			'an iterator without end',
			'class A:\n    def __getitem__(self, i):\n        return i\nlist(A())\n',
			'RuntimeError'
		],
		['a comprehension without end', 'x = [i for i in range(10**12)]\n', 'RuntimeError'],
		[
			'a generator without end',
			'def g():\n    while True:\n        yield 1\nfor x in g():\n    pass\n',
			'RuntimeError'
		],
		['a list of a range', 'x = list(range(10**9))\n', 'MemoryError'],
		['a list that grows', 'x = []\nwhile True:\n    x.append(1)\n', 'RuntimeError'],
		['a list that doubles', 'x = [1]\nwhile True:\n    x = x + x\n', 'MemoryError'],
		['a list that doubles in place', 'x = [1]\nwhile True:\n    x += x\n', 'MemoryError'],
		['a text repeated', "x = 'a' * 10**9\n", 'MemoryError'],
		['a text that doubles', "x = 'a'\nwhile True:\n    x += x\n", 'MemoryError'],
		['an f-string that doubles', "x = 'a'\nwhile True:\n    x = f'{x}{x}'\n", 'MemoryError'],
		['a text joined', "x = ('a' * 10**6).join(['b'] * 10**6)\n", 'MemoryError'],
		['a text replaced', "x = ('a' * 10**5).replace('a', 'b' * 10**5)\n", 'MemoryError'],
		['a wide format', "print(f'{1:1000000000}')\n", 'ValueError'],
		['a power of powers', 'x = 10**10**10\n', 'NotSupportedError'],
		['an int that squares itself', 'x = 2\nwhile True:\n    x = x * x\n', 'NotSupportedError'],
		['a shift', 'x = 1 << 10**10\n', 'NotSupportedError'],
		['a tensor', 'import torch\nx = torch.zeros(10**9)\n', 'RuntimeError'],
		[
			'a tensor by broadcasting',
			'import torch\nx = torch.ones(30000, 1) + torch.ones(1, 30000)\n',
			'RuntimeError'
		],
		['a layer', 'from torch import nn\nnn.Linear(10**5, 10**5)\n', 'RuntimeError'],
		['a recursion', 'def f(n):\n    return f(n + 1)\nf(0)\n', 'RecursionError'],
		[
			'a recursion through repr',
			'class A:\n    def __repr__(self):\n        return repr(self)\nprint(A())\n',
			'RecursionError'
		],
		[
			'a recursion through attributes',
			'class A:\n    def __getattr__(self, n):\n        return self.x\nA().y\n',
			'RecursionError'
		],
		[
			'a deep list, printed',
			'x = []\nfor i in range(50000):\n    x = [x]\nprint(x)\n',
			'RecursionError'
		],
		[
			'deep lists, compared',
			'x, y = [], []\nfor i in range(50000):\n    x, y = [x], [y]\nprint(x == y)\n',
			'RecursionError'
		],
		['deep brackets', deep('(', ')'), 'SyntaxError'],
		['deep lists in the source', deep('[', ']'), 'SyntaxError'],
		['many signs', deep('-', ''), 'SyntaxError'],
		['many attributes', `x = a${'.b'.repeat(10_000)}\n`, 'SyntaxError'],
		['many calls', `x = f${'()'.repeat(10_000)}\n`, 'SyntaxError'],
		['deep blocks', blocks('if True:'), 'IndentationError'],
		['deep classes', blocks('class A:'), 'IndentationError'],
		['a megabyte of source', 'x = 1\n'.repeat(180_000), 'SyntaxError']
	])('%s', async (_, source, type) => {
		const error = await failureOf(source);
		expect(error?.type).toBe(type);
		expect(error?.problem.line).toBeGreaterThan(0);
	});
});

test('a changed program ends well, or in an error with a place', async () => {
	await fc.assert(
		fc.asyncProperty(mutantPrograms, async (source) => {
			const error = await failureOf(source, MOST);
			expect(error?.problem.line ?? 1).toBeGreaterThan(0);
		}),
		{ numRuns: 400 }
	);
}, 120_000);
