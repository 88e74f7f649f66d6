import { describe, expect, it } from 'vitest';
import { lessons } from '../../engine/lessons/lessons.ts';
import { formulaOf, texOfName } from '../../src/state/formula.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

const request = {
	source: lessons.manual.source,
	seed: 0,
	overrides: lessons.manual.tiny,
	backend: 'auto'
} as const;
const loaded = await createFakeEngine().load(request);
if (!loaded.ok || !loaded.value.first) throw new Error('the fake engine gave no trace');
const trace = loaded.value.first;
const at = (text: string) =>
	formulaOf(
		trace,
		trace.steps.findLastIndex(({ node }) => {
			const span = trace.graph.nodes[node].at;
			return span !== undefined && request.source.slice(span.from, span.to) === text;
		})
	);

describe('texOfName', () => {
	it.each([
		['w1', 'w_{1}'],
		['h_relu', 'h_{\\text{relu}}'],
		['x', 'x'],
		['loss', '\\text{loss}'],
		['grad_w1', '\\text{grad\\_w1}']
	])('writes %s as %s', (name, tex) => expect(texOfName(name)).toBe(tex));
});

describe('formulaOf', () => {
	it('writes a product on the lesson’s names, and both ways back', () => {
		const formula = at('y_pred = h_relu.mm(w2)');
		expect(formula?.tex).toBe('{y_{\\text{pred}}} = {h_{\\text{relu}}}\\,{w_{2}}');
		expect(formula?.rules.map((rule) => rule.tex.split(' = ')[0])).toEqual([
			'\\frac{\\partial L}{\\partial {h_{\\text{relu}}}}',
			'\\frac{\\partial L}{\\partial {w_{2}}}'
		]);
	});

	it('calls a claimed gradient ∂L/∂target', () => {
		expect(at('grad_w2 = h_relu.t().mm(grad_y_pred)')?.tex).toMatch(
			/^\{?\\frac\{\\partial L\}\{\\partial w_\{2\}\}\}? = /
		);
	});

	it('says of a nameless step what it goes into', () => {
		const first = trace.steps.findIndex(({ node }) => trace.graph.nodes[node].op === 't');
		expect(formulaOf(trace, first)?.whole).toContain('\\partial w_{2}');
	});

	it('writes an update with an arrow and the rate as a power of ten', () => {
		const formula = at('w2 -= learning_rate * grad_w2');
		expect(formula?.tex).toContain('\\gets');
		expect(formula?.rules).toEqual([]);
	});

	it('is null before the first step', () => {
		expect(formulaOf(trace, -1)).toBeNull();
	});
});
