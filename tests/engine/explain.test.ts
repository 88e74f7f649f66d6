/** The arithmetic of one entry: on the named values, term by term, equal to what the run computed. */
import { describe, expect, test } from 'vitest';
import { explainCell, namedNodes, shownParts, type Explanation } from '#engine/explain.ts';
import type { Trace } from '#engine/trace.ts';
import { AUTOGRAD, MANUAL, open, SMALL } from '../support/lesson.ts';
import { expectWithin } from '../support/within.ts';

const { N, H, D_in, D_out } = SMALL;

async function traceOf(source: string): Promise<Trace> {
	const trace = await (await open(source)).trace(0);
	if (!trace) throw new Error('no iteration');
	return trace;
}

function nodeOf(trace: Trace, name: string): number {
	const claim = trace.claims.find((each) => each.name === name);
	return claim?.node ?? trace.bindings.find((each) => each.name === name)!.node;
}

function explained(trace: Trace, name: string, flat: number): Explanation {
	const explanation = explainCell(trace, nodeOf(trace, name), flat);
	if (!explanation) throw new Error(`${name} is a leaf`);
	return explanation;
}

describe('explainCell(trace, node, flat)', () => {
	test('a product is the row of the left and the column of the upper value', async () => {
		const trace = await traceOf(MANUAL);
		const { rule, parts, value } = explained(trace, 'h', 2 * H + 4);
		expect(rule).toBe('sum');
		expect(parts.map(({ node }) => node)).toEqual([nodeOf(trace, 'x'), nodeOf(trace, 'w1')]);
		expect([...parts[0].flats]).toEqual(Array.from({ length: D_in }, (_, i) => 2 * D_in + i));
		expect([...parts[1].flats]).toEqual(Array.from({ length: D_in }, (_, i) => i * H + 4));
		expect(value).toBe(trace.values[nodeOf(trace, 'h')].data[2 * H + 4]);
	});

	test('the gradient of w2 is told on h_relu and grad_y_pred, through the transpose', async () => {
		const trace = await traceOf(MANUAL);
		const [j, k] = [3, 1];
		const { parts, terms, value, exact } = explained(trace, 'grad_w2', j * D_out + k);
		const [relu, gradient] = [nodeOf(trace, 'h_relu'), nodeOf(trace, 'grad_y_pred')];
		expect(parts.map(({ node }) => node)).toEqual([relu, gradient]);
		expect([...parts[0].flats]).toEqual(Array.from({ length: N }, (_, n) => n * H + j));
		expect([...parts[1].flats]).toEqual(Array.from({ length: N }, (_, n) => n * D_out + k));
		const [a, b] = [trace.values[relu].data, trace.values[gradient].data];
		expect([...terms]).toEqual(
			Array.from({ length: N }, (_, n) => a[n * H + j] * b[n * D_out + k])
		);
		const reach = terms.reduce((sum, term) => sum + Math.abs(term), 0);
		expectWithin([value], [exact], [N * 2 ** -24 * reach]);
	});

	test('a gate is told on the value that decides and on the gradient that waits', async () => {
		const trace = await traceOf(MANUAL);
		const h = trace.values[nodeOf(trace, 'h')].data;
		const shut = h.findIndex((value) => value < 0);
		const openCell = h.findIndex((value) => value > 0);
		expect(explained(trace, 'grad_h', shut)).toMatchObject({ value: 0, exact: 0, passes: null });
		const passing = explained(trace, 'grad_h', openCell);
		expect(passing.passes).toBe(0);
		expect(passing.parts[0]).toEqual({
			node: nodeOf(trace, 'grad_h_relu'),
			flats: Uint32Array.of(openCell)
		});
	});

	test('every entry of every computed node of both lessons is what its parts make', async () => {
		for (const source of [MANUAL, AUTOGRAD]) {
			const trace = await traceOf(source);
			for (const { node } of trace.steps) {
				trace.values[node].data.forEach((value, flat) => {
					const made = explainCell(trace, node, flat)!;
					expect(made.value).toBe(value);
					const reach = made.terms.reduce((sum, term) => sum + Math.abs(term), Math.abs(value));
					expectWithin([made.exact], [value], [(made.terms.length + 1) * 2 ** -23 * reach]);
				});
			}
		}
	});

	test('a leaf has nothing behind it, nor a value whose numbers are not there', async () => {
		const trace = await traceOf(MANUAL);
		expect(explainCell(trace, nodeOf(trace, 'x'), 0)).toBeNull();
		const h = nodeOf(trace, 'h');
		const values = trace.values.map((value, node) =>
			node === nodeOf(trace, 'x') ? { ...value, data: new Float32Array(0) } : value
		);
		expect(explainCell({ ...trace, values }, h, 0)).toBeNull();
	});
});

test('namedNodes(trace) leaves out a copy that was changed in place', async () => {
	const trace = await traceOf(MANUAL);
	const copies = trace.graph.nodes.filter(({ op }) => op === 'clone').map(({ id }) => id);
	expect(copies).toHaveLength(1);
	expect(namedNodes(trace).has(copies[0])).toBe(false);
	expect(namedNodes(trace).has(nodeOf(trace, 'grad_h'))).toBe(true);
});

test('shownParts(trace, parts, isShown) goes down to the values that are on show', async () => {
	const trace = await traceOf(MANUAL);
	const { parts } = explained(trace, 'loss', 0);
	const [prediction, target] = [nodeOf(trace, 'y_pred'), nodeOf(trace, 'y')];
	const shown = shownParts(trace, parts, (node) => node === prediction || node === target);
	const all = Uint32Array.from({ length: N * D_out }, (_, i) => i);
	expect(shown).toEqual([
		{ node: prediction, flats: all },
		{ node: target, flats: all }
	]);
	expect(shownParts(trace, parts, () => false)).toEqual([]);
});
