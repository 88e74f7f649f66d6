/** What an editor is told of a source that is being written. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Completions, Parameter } from '#engine';
import { answerFrom } from '#engine/assist/assist.ts';
import { LESSON, lessonThatRan, withLine, type Ask } from './fixture.ts';

let ask: Ask;
beforeAll(async () => {
	ask = await lessonThatRan();
});

const written = (parameters: readonly Parameter[] | null | undefined) =>
	parameters?.map(({ name, fallback }) => (fallback === null ? name : `${name}=${fallback}`));
const offered = (found: Completions | null) => found?.offers.map(({ name }) => name) ?? [];
const offers = (line: string) => offered(ask('completions', withLine(line)));
const offer = (line: string, name: string) =>
	ask('completions', withLine(line))?.offers.find((each) => each.name === name);

describe('completions', () => {
	it('of `torch.re` are torch’s names with the signatures that are bound by, over the word as it stands', () => {
		const found = ask('completions', withLine('y = torch.re§lu'));
		expect(found).toMatchObject({ from: LESSON.length + 10, to: LESSON.length + 14 });
		const relu = found?.offers.find(({ name }) => name === 'relu');
		expect(relu).toMatchObject({ kind: 'function', origin: 'torch.relu' });
		expect(written(relu?.parameters)).toEqual(['input']);
		expect(written(offer('torch.§', 'zeros')?.parameters)).toEqual([
			...['*size', 'dtype=None', 'requires_grad=False', 'device=None']
		]);
	});

	it.each([
		['F.§', ['relu', 'cross_entropy', 'mse_loss']],
		['nn.§', ['Linear', 'Module', 'CrossEntropyLoss', 'functional']],
		['torch.optim.§', ['SGD', 'Adam']],
		['torch.nn.init.§', ['xavier_uniform_', 'zeros_']],
		['x.§', ['shape', 'grad', 'mm', 'sum', 'backward']],
		['x.mm(x.t()).§', ['shape', 'sum']],
		['(2 * x).§', ['shape', 'sum']],
		['net.§', ['fc', 'scale', 'forward', 'parameters', 'training']],
		['net.fc.§', ['weight', 'bias', 'in_features']],
		['optimizer.§', ['step', 'zero_grad', 'param_groups']],
		['names.§', ['append', 'sort']],
		["'a'.§", ['upper', 'split', 'format']],
		['loss.§', ['backward', 'item']],
		['print(f"{x.§}")', ['shape']],
		['from torch import §', ['relu', 'nn', 'manual_seed']],
		['from torch.nn import Linear, Re§', ['ReLU', 'Sequential']],
		['import §', ['torch', 'math']],
		['import torch.§', ['nn', 'optim']]
	])('of `%s` have %j', (line, names) => {
		expect(offers(line)).toEqual(expect.arrayContaining(names));
	});

	it('offer nothing that refuses to run', () => {
		expect(offers('torch.§')).not.toContain('einsum');
		expect(offers('x.§')).not.toContain('int');
	});

	it('name what is in sight: locals, the module’s, builtins, words; what a loop named last run too', () => {
		const inside = LESSON.replace('return h.relu()', 'return §');
		const names = offered(ask('completions', inside));
		expect(names.slice(0, 3)).toEqual(['self', 'x', 'h']);
		expect(names).toEqual(expect.arrayContaining(['Net', 'double', 'torch', 'print', 'lambda']));
		expect(offer('q§', 'loss')?.tensor).toMatchObject({ shape: [], requiresGrad: true });
		expect(offers('q§')).not.toContain('h');
	});

	it('go on in a block whose next line is being begun', () => {
		const begun = LESSON.replace('* self.scale\n', '* self.scale\n        §\n');
		expect(offered(ask('completions', begun))).toContain('h');
	});

	it('of `self.` have the class’s attributes and methods, also such as no run has come to', () => {
		const text = LESSON.replace('= 2.0\n', '= 2.0\n        self.bias = 1\n        self.§\n');
		const names = offered(ask('completions', text));
		expect(names).toEqual(expect.arrayContaining(['fc', 'scale', 'bias', 'forward', 'parameters']));
		const superior = LESSON.replace('super().__init__()', 'super().§');
		expect(offered(ask('completions', superior))).toContain('__init__');
	});

	it('offer the keywords of a call that it has not been given', () => {
		expect(offers('x.sum(d§)').slice(0, 2)).toEqual(['dim', 'keepdim']);
		expect(offers('x.sum(dim=1, §)')).not.toContain('dim');
		expect(offer('nn.Linear(3, 4, §)', 'bias')).toMatchObject({ kind: 'keyword', text: 'True' });
		expect(offers('Net(§)')).toContain('width');
		expect(offer('x.sum(dim=§)', 'keepdim')).toBeUndefined();
	});

	it.each(['# torch.§', "'torch.§'", 'def na§', 'for i§', 'y = 2.§', 'import torch as t§', 'w.§'])(
		'are none in `%s`',
		(line) => {
			expect(ask('completions', withLine(line))).toBeNull();
		}
	);

	it('need no run: what is imported is known by reading', () => {
		const source = 'from torch import nn as layers\nnet = layers.Linear(2, 3)\nnet.';
		const found = answerFrom('completions', { source, offset: source.length }, [], null);
		expect(offered(found)).toContain('parameters');
	});
});

describe('call', () => {
	it.each([
		['x.sum(§)', 'sum', ['dim=None', 'keepdim=False'], 0],
		['double(1, §', 'double', ['a', 'k=2', '*rest'], 1],
		['double(1, 2, 3, §)', 'double', ['a', 'k=2', '*rest'], 2],
		['Net(§', 'Net', ['width=4'], 0],
		['net(§)', 'net', ['x'], 0],
		['print(x.sum(1, §))', 'sum', ['dim=None', 'keepdim=False'], 1],
		['nn.Linear(3, bias=§)', 'Linear', null, 2],
		['x.sum(1, 2, 3, §)', 'sum', null, -1]
	])('in `%s` is %s', (line, name, parameters, active) => {
		const found = ask('call', withLine(line));
		expect(found).toMatchObject({ name, active });
		if (parameters) expect(written(found?.parameters)).toEqual(parameters);
	});

	it('is none outside the brackets', () => {
		expect(ask('call', withLine('x.sum()§'))).toBeNull();
		expect(ask('call', withLine('x.su§m()'))).toBeNull();
	});
});

describe('name', () => {
	it('tells a tensor’s shape, inside functions as it was in the last run', () => {
		const tensor = { shape: [5, 4], dtype: 'float32', requiresGrad: true };
		expect(ask('name', LESSON.replace('h.relu()', '§h.relu()'))).toMatchObject({
			name: 'h',
			tensor
		});
		expect(ask('name', withLine('x§'))).toMatchObject({
			...{ type: 'Tensor', tensor: { shape: [5, 3], requiresGrad: false } }
		});
		expect(ask('name', withLine('net.fc.wei§ght'))).toMatchObject({
			...{ type: 'Parameter', tensor: { shape: [4, 3], requiresGrad: true } }
		});
	});

	it('tells a function’s signature and what its author wrote under its head', () => {
		const found = ask('name', withLine('dou§ble(1)'));
		expect(found).toMatchObject({ kind: 'function', origin: null, note: 'Twice a.' });
		expect(written(found?.parameters)).toEqual(['a', 'k=2', '*rest']);
	});

	it.each([
		['F§', 'torch.nn.functional'],
		['x.su§m()', 'Tensor.sum'],
		['nn.Li§near', 'torch.nn.Linear'],
		['net.para§meters()', 'Module.parameters'],
		['names.ap§pend', 'list.append'],
		['len§(x)', 'builtins.len']
	])('of `%s` comes from %s', (line, origin) => {
		expect(ask('name', withLine(line))).toMatchObject({ origin });
	});

	it('tells plain values in full, and nothing of names that are nowhere', () => {
		expect(ask('name', LESSON.replace('* self.scale', '* self.sca§le'))).toMatchObject({
			...{ type: 'float', text: '2.0' }
		});
		expect(ask('name', withLine('nobody§'))).toBeNull();
	});
});
