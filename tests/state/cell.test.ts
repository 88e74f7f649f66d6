/** What the page says about a chosen cell: its formula, its numbers, its operands. */
import { describe, expect, test } from 'vitest';
import { createModel } from '#scene/model.ts';
import { placeOf } from '#scene/operands.ts';
import { texOfCell, texOfValue } from '#state/cell-formula.ts';
import { viewCell, type CellView } from '#state/cell.ts';
import { autogradTrace, manualTrace, SIZES } from '../scene/fixture.ts';

const { H, D_out } = SIZES.tiny;

function view(trace: ReturnType<typeof manualTrace>, node: number, flat: number): CellView {
	const found = viewCell(trace, createModel(trace, { dims: SIZES.tiny }), { node, flat });
	if (!found) throw new Error('no such cell');
	return found;
}

function nodeOf(trace: ReturnType<typeof manualTrace>, name: string): number {
	return trace.bindings.findLast((each) => each.name === name)!.node;
}

describe('viewCell(trace, model, cell) of lesson 1', () => {
	const trace = manualTrace('tiny');
	const of = (name: string, flat: number) => view(trace, nodeOf(trace, name), flat);

	test('a product sums over the dimension that cancels, by its name', () => {
		const { tex, running, label, axes } = of('h', H + 2);
		expect(tex).toBe(
			'{h}[1,\\,2] = \\sum_{i=0}^{D_{\\text{in}} - 1}\\, {{x}[1,\\,i]} \\cdot {{w_{1}}[i,\\,2]}'
		);
		expect(running).toEqual([{ letter: 'i', dim: 1, extent: 4 }]);
		expect([label, axes.map(({ at }) => at)]).toEqual(['h', [1, 2]]);
	});

	test('a gradient with a transposed factor sums over samples', () => {
		const { tex, operands } = of('grad_w2', 1 * D_out + 1);
		expect(operands.map(({ label, axes }) => [label, axes.map(({ at }) => at)])).toEqual([
			['h_relu', ['n', 1]],
			['grad_y_pred', ['n', 1]]
		]);
		expect(tex).toContain('\\sum_{n=0}^{N - 1}');
		expect(tex.startsWith('\\frac{\\partial L}{\\partial w_{2}[1,\\,1]} = ')).toBe(true);
		expect(placeOf(trace, operands[0], 2)).toEqual([2]);
	});

	test('an elementwise op is written with the numbers that were there', () => {
		const flat = 3;
		const [y, t] = ['y_pred', 'y'].map((name) => trace.values[nodeOf(trace, name)].data[flat]);
		const { numbers, tex, running } = of('grad_y_pred', flat);
		const second = t < 0 ? `\\left(${texOfValue(t)}\\right)` : texOfValue(t);
		expect(numbers).toBe(`2 \\cdot \\left(${texOfValue(y)} - ${second}\\right)`);
		expect(tex).toContain('{y_{\\text{pred}}}[1,\\,1]');
		expect(running).toEqual([]);
	});

	test('a gate says whether it is open', () => {
		const h = trace.values[nodeOf(trace, 'h')].data;
		expect(
			of(
				'grad_h',
				h.findIndex((value) => value < 0)
			).gate
		).toBe('shut');
		expect(
			of(
				'grad_h',
				h.findIndex((value) => value > 0)
			).gate
		).toBe('open');
		expect(of('h', 0).gate).toBeNull();
	});

	test('the loss sums over two dimensions', () => {
		const { running, tex } = of('loss', 0);
		expect(running.map(({ letter }) => letter)).toEqual(['n', 'k']);
		expect(tex).toContain('\\sum_{n=0}^{N - 1}\\sum_{k=0}');
		expect(tex).toContain('{{y}[n,\\,k]}');
	});

	test('a leaf has a name and a value, and a cell outside has nothing', () => {
		expect(of('x', 5)).toMatchObject({ explanation: null, tex: '{x}[1,\\,1]', label: 'x' });
		const model = createModel(trace);
		expect(viewCell(trace, model, { node: nodeOf(trace, 'h'), flat: 999 })).toBeNull();
		expect(viewCell(trace, model, { node: 9999, flat: 0 })).toBeNull();
	});
});

test('viewCell(trace, model, cell) of what autograd made tells it on the same values', () => {
	const trace = autogradTrace('tiny');
	const { node } = trace.claims.find(({ name }) => name === 'w1.grad')!;
	const { tex, operands } = view(trace, node, 0);
	expect(operands.map(({ label }) => label)).toEqual(['x', '∂x·w1']);
	expect(tex).toContain('\\sum_{n=0}^{N - 1}');
});

test('texOfCell(name, index) puts the index of a derivative on its variable', () => {
	expect(texOfCell('\\frac{\\partial L}{\\partial w_{2}}', [1, 'k'])).toBe(
		'\\frac{\\partial L}{\\partial w_{2}[1,\\,k]}'
	);
	expect(texOfCell('L', [])).toBe('L');
});

test('texOfValue(value) spells powers, infinities and what is no number', () => {
	expect(texOfValue(-1.5e-5)).toBe('-1.500 \\cdot 10^{-5}');
	expect(texOfValue(-Infinity)).toBe('-\\infty');
	expect(texOfValue(NaN)).toBe('\\mathrm{NaN}');
});
