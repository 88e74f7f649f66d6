/** What the dialog about the transpose is told, and when there is something to ask about. */
import { describe, expect, test } from 'vitest';
import { createModel } from '#scene/model.ts';
import {
	anyTransposed,
	sumAt,
	transposedAt,
	transposedStep,
	viewTranspose
} from '#state/transpose.ts';
import { autogradTrace, manualTrace, SIZES } from '../scene/fixture.ts';

const trace = manualTrace('tiny');
const model = createModel(trace, { dims: SIZES.tiny });
const nodeOf = (name: string) => trace.bindings.findLast((each) => each.name === name)!.node;

describe('transposedAt(trace, node)', () => {
	test('is there for a gradient by a transpose, and for no other value', () => {
		expect(transposedAt(trace, nodeOf('grad_w1'))?.gradient).toBe(nodeOf('grad_w1'));
		for (const name of ['h', 'grad_y_pred', 'grad_h']) {
			expect([name, transposedAt(trace, nodeOf(name))]).toEqual([name, null]);
		}
		expect(transposedAt(trace, null)).toBeNull();
	});

	test('is none while the numbers are not there', () => {
		const empty = {
			...trace,
			values: trace.values.map((v) => ({ ...v, data: new Float32Array(0) }))
		};
		expect(transposedAt(empty, nodeOf('grad_w2'))).toBeNull();
		expect(anyTransposed(empty)).toBeNull();
		expect(anyTransposed(trace)?.gradient).toBe(nodeOf('grad_w2'));
	});
});

describe('transposedStep(trace, step)', () => {
	test.each([
		['manual', trace],
		['autograd', autogradTrace('tiny')]
	])(
		'%s: at the products with a transpose and at the transposes for them, nowhere else',
		(_, run) => {
			const found = run.steps.flatMap(({ node }, step) => {
				const product = transposedStep(run, step);
				return product ? [[run.graph.nodes[node].op, product.gradient - node]] : [];
			});
			expect(found).toEqual([
				['t', 1],
				['mm', 0],
				['t', 1],
				['mm', 0],
				['t', 1],
				['mm', 0]
			]);
			expect(transposedStep(run, -1)).toBeNull();
			expect(transposedStep(run, run.steps.length)).toBeNull();
		}
	);
});

describe('viewTranspose(trace, model, product)', () => {
	test('writes the chain rule of a right factor with its letters', () => {
		const view = viewTranspose(trace, model, transposedAt(trace, nodeOf('grad_w2'))!);
		expect(view.letters).toEqual({ rows: 'j', columns: 'k', inner: 'n' });
		expect(view.labels).toMatchObject({ partner: 'h_relu', upstream: 'grad_y_pred', of: 'w2' });
		expect(view.tex.steps[0]).toContain('\\sum_{j}');
		expect(view.tex.steps[1]).toContain('\\sum_{n}');
		expect(view.tex.whole).toMatch(/\{h_\{\\text\{relu\}\}\}\}\^\{\\top\}/);
		expect(view.count).toBe(SIZES.tiny.N);
	});

	test('and that of a left factor, where what cancels is another dimension', () => {
		const view = viewTranspose(trace, model, transposedAt(trace, nodeOf('grad_h_relu'))!);
		expect(view.letters).toEqual({ rows: 'n', columns: 'j', inner: 'k' });
		expect(view.count).toBe(SIZES.tiny.D_out);
	});

	test('names what autograd left nameless', () => {
		const other = autogradTrace('tiny');
		const view = viewTranspose(
			other,
			createModel(other, { dims: SIZES.tiny }),
			anyTransposed(other)!
		);
		expect(view.labels.of).toBe('clamp(x·w1)');
		expect(view.labels.partner).toBe('w2');
	});
});

test('sumAt(trace, model, product, flat) is the sum of that cell', () => {
	const product = transposedAt(trace, nodeOf('grad_w2'))!;
	const sum = sumAt(trace, model, product, 3)!;
	expect(sum.explanation.value).toBe(trace.values[product.gradient].data[3]);
	expect(sum.running.map(({ letter }) => letter)).toEqual(['n']);
});
