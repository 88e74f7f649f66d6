/** Gradients that are products with a transposed factor: found, taken apart, and held against other products. */
import { describe, expect, test } from 'vitest';
import type { LessonOptions } from '#engine/session.ts';
import type { Trace } from '#engine/trace.ts';
import {
	candidatesFor,
	distanceFrom,
	outerFactors,
	outerSum,
	termCount,
	transposedProductOf,
	transposedProducts,
	type Outcome
} from '#engine/transpose.ts';
import { AUTOGRAD, MANUAL, open, SMALL } from '../support/lesson.ts';
import { expectWithin } from '../support/within.ts';

async function traceOf(source: string, options: Partial<LessonOptions> = {}): Promise<Trace> {
	const trace = await (await open(source, options)).trace(0);
	if (!trace) throw new Error('no iteration');
	return trace;
}

/** The names of what takes part, for lesson 1. */
function said(trace: Trace) {
	const name = (node: number) =>
		trace.bindings.findLast((each) => each.node === node)?.name ?? `#${node}`;
	return transposedProducts(trace).map((each) =>
		[each.gradient, each.of, each.partner, each.upstream].map(name).concat(each.side)
	);
}

describe('transposedProducts(trace)', () => {
	test('are the three of lesson 1, with what is transposed in them', async () => {
		expect(said(await traceOf(MANUAL))).toEqual([
			['grad_w2', 'w2', 'h_relu', 'grad_y_pred', 'right'],
			['grad_h_relu', 'h_relu', 'w2', 'grad_y_pred', 'left'],
			['grad_w1', 'w1', 'x', 'grad_h', 'right']
		]);
	});

	test('are found in what autograd made, too', async () => {
		const trace = await traceOf(AUTOGRAD);
		const found = transposedProducts(trace).map(({ of, side }) => [
			trace.bindings.find(({ node }) => node === of)?.name ?? trace.graph.nodes[of].op,
			side
		]);
		expect(found).toEqual([
			['clamp', 'left'],
			['w2', 'right'],
			['w1', 'right']
		]);
	});

	test('no other node is one', async () => {
		const trace = await traceOf(MANUAL);
		const found = trace.graph.nodes.filter(({ id }) => transposedProductOf(trace, id));
		expect(found.map(({ op }) => op)).toEqual(['mm', 'mm', 'clone', 'mm']);
	});
});

test('outerSum(trace, product, 0, all) is the gradient, and its parts add up to it', async () => {
	for (const source of [MANUAL, AUTOGRAD]) {
		const trace = await traceOf(source);
		for (const product of transposedProducts(trace)) {
			const count = termCount(trace, product);
			const all = outerSum(trace, product, 0, count);
			expect(all.shape).toEqual(trace.graph.nodes[product.of].shape);
			expect(distanceFrom(trace, product, all)).toMatchObject({ within: true });
			const parts = Array.from({ length: count }, (_, n) => outerSum(trace, product, n, n + 1));
			const sum = all.data.map((_, i) => parts.reduce((s, { data }) => s + data[i], 0));
			expect([...sum]).toEqual([...all.data]);
		}
	}
});

test('outerFactors(trace, product, p) are the column and the row of one outer product', async () => {
	const trace = await traceOf(MANUAL);
	for (const product of transposedProducts(trace)) {
		const { column, row } = outerFactors(trace, product, 2);
		const all = Array.from(column.data, (a) => Array.from(row.data, (b) => 0 + a * b)).flat();
		expect(all).toEqual([...outerSum(trace, product, 2, 3).data]);
	}
});

test('distanceFrom(trace, product, sum) sees one outer product that is missing', async () => {
	const trace = await traceOf(MANUAL);
	const [product] = transposedProducts(trace);
	const most = Math.max(...Array.from(outerSum(trace, product, 0, 1).data, Math.abs));
	const lacking = distanceFrom(trace, product, outerSum(trace, product, 1, SMALL.N));
	expect(lacking.within).toBe(false);
	expectWithin([lacking.most], [most], [lacking.bound + most * 2 ** -20]);
});

function outcomes(trace: Trace, index: number): Record<string, Outcome> {
	const product = transposedProducts(trace)[index];
	const spell = (node: number) => (node === product.partner ? 'P' : 'G');
	return Object.fromEntries(
		candidatesFor(trace, product).map(({ factors, outcome }) => [
			factors.map(({ node, transposed }) => spell(node) + (transposed ? 'ᵀ' : '')).join('·'),
			outcome
		])
	);
}

describe('candidatesFor(trace, product)', () => {
	test('of the gradient of w2: one is right, one lies on its side, six do not fit', async () => {
		const found = outcomes(await traceOf(MANUAL), 0);
		expect(found['Pᵀ·G']).toEqual({ kind: 'right', shape: [6, 3] });
		expect(found['Gᵀ·P']).toEqual({ kind: 'misshapen', shape: [3, 6] });
		expect(found['P·G']).toEqual({
			kind: 'refused',
			message: 'mat1 and mat2 shapes cannot be multiplied (5x6 and 5x3)',
			hint: expect.stringContaining('5×6 cannot meet 5×3') as string
		});
		expect(Object.values(found).filter(({ kind }) => kind === 'refused')).toHaveLength(6);
	});

	test('of the gradient of h_relu: the transpose stands on the right', async () => {
		const found = outcomes(await traceOf(MANUAL), 1);
		expect(found['G·Pᵀ']).toEqual({ kind: 'right', shape: [5, 6] });
		expect(found['P·Gᵀ']).toEqual({ kind: 'misshapen', shape: [6, 5] });
	});

	test('where two sizes are equal, one fits by chance and is told apart by its numbers', async () => {
		const overrides = { ...SMALL, N: 6, H: 6 };
		const found = outcomes(await traceOf(MANUAL, { overrides }), 0);
		expect(found['Pᵀ·G']).toEqual({ kind: 'right', shape: [6, 3] });
		expect(found['P·G']).toMatchObject({ kind: 'different', shape: [6, 3] });
	});
});
