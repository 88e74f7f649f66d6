/** Programs that would not end, or not fit, and the type of the error that each ends in. */

type Endless = readonly [name: string, source: string, error: string];

const deep = (open: string, close: string, depth = 10_000) =>
	`x = ${open.repeat(depth)}1${close.repeat(depth)}\n`;
const blocks = (head: string) =>
	Array.from({ length: 120 }, (_, i) => `${' '.repeat(i)}${head}\n`).join('') +
	`${' '.repeat(120)}pass\n`;

/** Going through a long list again and again. */
const over = (expression: string): readonly Endless[] => [
	[expression, `x = list(range(100_000))\nwhile True:\n    ${expression}\n`, 'RuntimeError']
];

const tensors = (...expressions: readonly string[]): readonly Endless[] =>
	expressions.map((expression) => [
		`torch.${expression}`,
		`import torch\nx = torch.${expression}\n`,
		'RuntimeError'
	]);

export const endless: readonly Endless[] = [
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
	['a megabyte of source', 'x = 1\n'.repeat(180_000), 'SyntaxError'],
	['one that prints text', "s = 'x' * 100_000\nwhile True:\n    print(s)\n", 'RuntimeError'],
	['one that prints a list', 's = [1] * 1000\nwhile True:\n    print(s)\n', 'RuntimeError'],
	['one that prints pass by pass', "import torch\nwhile True:\n    print('x')\n", 'RuntimeError'],
	['many lines a pass', `while True:\n${'    x = 1\n'.repeat(200)}`, 'RuntimeError'],
	...over('x.insert(0, 1)'),
	...over('x.reverse()'),
	...over('x.index(99_999)'),
	...over('-1 in x'),
	...over('x == x[:]'),
	...over('sum(x)'),
	...over('str(x)'),
	...over('sorted(x)'),
	...over("''.join(['a'] * 100_000)"),
	...over('{tuple(x): 1}'),
	...over("('a ' * 100_000).split()"),
	...over("('a' * 1_000_000).find('b')"),
	...over("('a' * 1_000_000).replace('a', 'b')"),
	...over("('a' * 1_000_000)[::-1]"),
	[
		'a slow key',
		'def key(n):\n    for i in range(10**6):\n        pass\n    return n\nsorted(range(1000), key=key)\n',
		'RuntimeError'
	],
	[
		'nested comprehensions',
		'x = [[0 for j in range(10**5)] for i in range(10**5)]\n',
		'RuntimeError'
	],
	[
		'classes that derive without end',
		'x = object\nwhile True:\n    class A(x):\n        pass\n    x = A\n',
		'RuntimeError'
	],
	['digits to read', "x = int('9' * 1_000_000)\n", 'ValueError'],
	...tensors('zeros(10**9)', 'ones(10**9)', 'full((10**9,), 1.0)', 'eye(10**5)'),
	...tensors('arange(10**9)', 'arange(0, 1, 1e-10)', 'linspace(0, 1, 10**9)'),
	...tensors('rand(10**9)', 'randn(10**9)', 'randint(0, 5, (10**9,))', 'randperm(10**9)'),
	...tensors('zeros(10**18, 10**18)', 'ones(1).expand(10**9).contiguous()'),
	...tensors('outer(torch.ones(10**5), torch.ones(10**5))', 'ones(10).repeat(10**8)'),
	...tensors('ones(10**5, 1) @ torch.ones(1, 10**5)'),
	...tensors('stack([torch.ones(10**6)] * 1000)', 'cat([torch.ones(10**6)] * 1000)'),
	...tensors('nn.functional.one_hot(torch.tensor([10**9]))'),
	...tensors('nn.functional.pad(torch.ones(3), (10**9, 0))'),
	[
		'a cat that grows',
		'import torch\nx = torch.ones(10)\nwhile True:\n    x = torch.cat([x, x])\n',
		'RuntimeError'
	],
	[
		'tensors that are kept',
		'import torch\nx = []\nwhile True:\n    x.append(torch.zeros(10**6))\n',
		'MemoryError'
	],
	[
		'the rows of a long tensor',
		'import torch\nfor x in torch.ones(10**6):\n    pass\n',
		'RuntimeError'
	]
];
