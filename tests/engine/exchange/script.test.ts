import { describe, expect, test } from 'vitest';
import { cellsOf, fromNotebook, toNotebook } from '../../../engine/exchange/notebook.ts';
import { openModel } from '../../../engine/exchange/onnx/open.ts';
import { toScript, type LessonState } from '../../../engine/exchange/script.ts';
import { createReferenceBackend } from '../../../engine/backends/reference.ts';
import { createSession, type LessonOptions } from '../../../engine/session.ts';
import { tensor, type Tensor } from '../../../engine/tensor.ts';
import { modelBytes, traceOf } from '../../support/exchange.ts';
import { AUTOGRAD, MANUAL, valueOf } from '../../support/lesson.ts';

const state = (source: string, changed: Partial<LessonState> = {}): LessonState => ({
	source,
	overrides: {},
	seed: null,
	edits: [],
	held: {},
	...changed
});

async function printed(source: string, options: Partial<LessonOptions> = {}): Promise<string[]> {
	const session = await createSession(
		source,
		{ seed: 99, dtype: 'float32', ...options },
		createReferenceBackend()
	);
	const lines = [...session.info.printed];
	for (let done = false; !done;) {
		const progress = await session.advance(50);
		lines.push(...progress.printed);
		({ done } = progress);
	}
	return lines;
}

const TINY = { N: 3, D_in: 4, H: 3, D_out: 2, learning_rate: 1e-2 };

describe('toScript(state)', () => {
	test('is the source to the letter where nothing has been changed', () => {
		expect(toScript(state(MANUAL))).toBe(MANUAL);
	});

	test.each([
		['by hand', MANUAL],
		['autograd', AUTOGRAD]
	])(
		'of the lesson %s with its sizes, seed and cells changed prints what the page does',
		async (_, source) => {
			const own = await traceOf(source, { seed: 7, overrides: TINY, maxPasses: 30 });
			const x = valueOf(own, 'x');
			const data = Float32Array.from(x.data);
			data[6] = 5.25;
			const inputs = { x: { value: { ...x, data }, requiresGrad: false } };
			const shown = await printed(source, { seed: 7, overrides: TINY, inputs, maxPasses: 30 });
			const edits = [{ name: 'x', index: [1, 2], dtype: 'float32', value: 5.25 }] as const;
			const script = toScript(state(source, { overrides: TINY, seed: 7, edits }));
			expect(await printed(script, { maxPasses: 30 })).toEqual(shown);
			expect(script).toContain('N, D_in, H, D_out = 3, 4, 3, 2\n');
		}
	);

	test('seeds behind the imports, under the name that torch has there', () => {
		const script = toScript(
			state('"""Noise."""\nimport torch as th\nimport math\n\nx = th.randn(2)\n', { seed: 3 })
		);
		expect(script).toBe(
			'"""Noise."""\nimport torch as th\nimport math\nth.manual_seed(3)\n\nx = th.randn(2)\n'
		);
		expect(toScript(state('from torch import randn\nx = randn(2)\n', { seed: 3 }))).toBe(
			'from torch import randn\nimport torch\ntorch.manual_seed(3)\nx = randn(2)\n'
		);
	});

	test('keeps a whole number whole and a rate a rate', () => {
		const script = toScript(
			state('n = 4  # rows\nlr: float = 0.1\nrate = 1e-3\n', { overrides: { n: 8, rate: 1 } })
		);
		expect(script).toBe('n = 8  # rows\nlr: float = 0.1\nrate = 1.0\n');
	});

	test('makes the numbers of an opened model, bit for bit', async () => {
		const { source, held } = openModel(modelBytes('words'), 'words.onnx');
		const script = toScript(state(source, { held, seed: 4 }));
		const inputs = Object.fromEntries(
			Object.entries(held).map(([name, value]) => [name, { value, requiresGrad: false }])
		);
		expect(await printed(script)).toEqual(await printed(source, { seed: 4, inputs }));
		const trace = await traceOf(script);
		for (const [name, value] of Object.entries(held)) expect(valueOf(trace, name)).toEqual(value);
	});

	test.each<[string, Tensor]>([
		['float32', tensor([0.1, -0, 1e-45, 3.4e38, Infinity, NaN], [2, 3], 'float32')],
		['float64', tensor([0.1, 1 / 3], [2], 'float64')],
		['int64', tensor([-3, 2 ** 53 - 1], [1, 2], 'int64')],
		['bool', tensor([0, 1], [2], 'bool')],
		['no elements', tensor([], [0, 3], 'float32')],
		['no dimensions', tensor([2.5], [], 'float32')]
	])('writes a tensor of %s so that it is read as it was', async (_, value) => {
		const script = toScript(state('import torch\ny = t * 1\n', { held: { t: value } }));
		expect(valueOf(await traceOf(script), 't')).toEqual(value);
	});
});

describe('toNotebook(source, heading)', () => {
	const source = [
		'# a lesson',
		'import torch',
		'',
		'# data',
		'x = torch.ones(2)',
		'x',
		'# and more',
		'y = x * 2',
		'',
		'def f(a):',
		'',
		'    return a',
		'',
		'f(y)  # shown by a cell',
		'print(f(y))',
		'',
		'torch.manual_seed(0); # as it is',
		''
	].join('\n');

	test('cuts between statements at blank lines and comments', () => {
		expect(cellsOf(source)).toEqual([
			'# a lesson\nimport torch',
			'# data\nx = torch.ones(2)\nx;',
			'# and more\ny = x * 2',
			'def f(a):\n\n    return a',
			'f(y)  # shown by a cell\nprint(f(y))',
			'torch.manual_seed(0); # as it is'
		]);
	});

	test('is a notebook as nbformat 4.5 has it', () => {
		const notebook = JSON.parse(toNotebook(source, '# Title\n\nProse.')) as {
			cells: Record<string, unknown>[];
		};
		expect(notebook).toMatchObject({
			nbformat: 4,
			nbformat_minor: 5,
			metadata: {
				kernelspec: { name: 'python3', language: 'python' },
				language_info: { name: 'python' }
			}
		});
		expect(Object.keys(notebook).sort()).toEqual([
			'cells',
			'metadata',
			'nbformat',
			'nbformat_minor'
		]);
		const [first, ...rest] = notebook.cells;
		expect(first).toEqual({
			cell_type: 'markdown',
			id: 'cell-0',
			metadata: {},
			source: ['# Title\n', '\n', 'Prose.']
		});
		expect(rest).toHaveLength(6);
		for (const cell of rest) {
			expect(cell).toMatchObject({
				cell_type: 'code',
				execution_count: null,
				metadata: {},
				outputs: []
			});
			expect(Object.keys(cell).sort()).toEqual(
				['cell_type', 'execution_count', 'id', 'metadata', 'outputs', 'source'].sort()
			);
			expect(cell.id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
		}
		expect(new Set(notebook.cells.map(({ id }) => id)).size).toBe(7);
	});

	test.each([
		['by hand', MANUAL],
		['autograd', AUTOGRAD]
	])('of the lesson %s prints, cell after cell, what the lesson prints', async (_, lesson) => {
		const again = fromNotebook(toNotebook(lesson, '# Title'));
		const options = { seed: 0, overrides: TINY, maxPasses: 3 };
		expect(await printed(again, options)).toEqual(await printed(lesson, options));
	});
});

describe('fromNotebook(text)', () => {
	const notebook = (...cells: unknown[]) => JSON.stringify({ cells, nbformat: 4 });

	test('takes the code, whole texts and lists of lines, without IPython’s own commands', () => {
		const text = notebook(
			{ cell_type: 'markdown', source: '# no code' },
			{ cell_type: 'code', source: '%matplotlib inline\nimport torch\n' },
			{ cell_type: 'code', source: ['x = torch.ones(1)\n', 'x;'] },
			{ cell_type: 'code', source: '!pip list\na = (7\n     % 4\n     != 2)' },
			{ cell_type: 'code', source: '' }
		);
		expect(fromNotebook(text)).toBe(
			[
				'# %matplotlib inline\nimport torch\n\nx = torch.ones(1)\nx\n\n',
				'# !pip list\na = (7\n     % 4\n     != 2)\n'
			].join('')
		);
	});

	test.each([
		['not JSON', '{', 'it is not JSON'],
		['no object', '3', 'it has no cells'],
		['no notebook', '{}', 'it has no cells'],
		['an old notebook', '{"worksheets": []}', 'nbformat 3'],
		['nothing to run', notebook({ cell_type: 'markdown', source: 'x' }), 'no code cell'],
		['a broken cell', notebook({ cell_type: 'code', source: 3 }), 'cell 0 has no text'],
		['a cell that is none', notebook(null), 'cell 0 is no object']
	])('says what is wrong with %s', (_, text, message) => {
		expect(() => fromNotebook(text)).toThrow(message);
	});
});
