/** Values shared between programs are those that each alone would have. */
import { describe, expect, it } from 'vitest';
import { BoundedValues } from '../../../engine/check/bounded.ts';
import { checkTrace } from '../../../engine/check/check.ts';
import { claimsOf } from '../../../engine/check/claimed.ts';
import { replay } from '../../../engine/check/replay.ts';
import { SharedValues } from '../../../engine/check/shared.ts';
import { Builder, extract } from '../../../engine/graph.ts';
import { tensor } from '../../../engine/tensor.ts';
import { AUTOGRAD, MANUAL, open, SMALL, valueOf } from '../../support/lesson.ts';

const options = { seed: 0, dtype: 'float32', overrides: SMALL } as const;

describe('SharedValues.of(graph, values)', () => {
	it('gives every node the value and the bound that it has alone', async () => {
		const trace = (await (await open(MANUAL)).trace(0))!;
		const { graph, values } = trace;
		const inputs = graph.nodes.filter(({ op }) => op === 'input');
		const alone = new BoundedValues(graph, new Map(inputs.map(({ id }) => [id, values[id]])));
		const at = new SharedValues().of(graph, values);
		for (const { id } of graph.nodes) expect(at(id)).toEqual(alone.at(id));
	});

	it('computes once what two programs compute alike, and only that', async () => {
		const trace = (await (await open(MANUAL)).trace(0))!;
		const source = MANUAL.replace('2.0 * (y_pred', '3.0 * (y_pred');
		const other = (await replay(trace, { source, options }))!;
		const shared = new SharedValues();
		const [one, two] = [trace, other].map(({ graph, values }) => shared.of(graph, values));
		const node = ({ bindings }: typeof trace, name: string) =>
			bindings.findLast((each) => each.name === name)!.node;
		expect(one(node(trace, 'y_pred'))).toBe(two(node(other, 'y_pred')));
		expect(one(node(trace, 'grad_y_pred'))).not.toEqual(two(node(other, 'grad_y_pred')));
	});

	it('tells 0 from −0', () => {
		const b = new Builder('float64');
		const x = b.input([1], 'float64');
		const [plus, minus] = [0, -0].map((zero) => b.add('mul', [x, b.constant(zero)]));
		const { graph, ids } = extract(b, [plus.id, minus.id], (id) => id === x.id);
		const one = tensor([1], [1], 'float64');
		const at = new SharedValues().of(
			graph,
			graph.nodes.map(() => one)
		);
		expect([plus, minus].map(({ id }) => at(ids.get(id)!).value.data[0])).toEqual([0, -0]);
	});

	it('lets the next iteration begin with the float64 value and its bound', async () => {
		const session = await open(MANUAL);
		const [first, second] = [(await session.trace(0))!, (await session.trace(1))!];
		const shared = new SharedValues();
		const before = shared.of(first.graph, first.values);
		const after = shared.of(second.graph, second.values);
		const made = first.bindings.findLast(({ name }) => name === 'w1')!.node;
		const begun = second.bindings.find(({ name }) => name === 'w1')!.node;
		expect(second.graph.nodes[begun].op).toBe('input');
		expect(after(begun)).toBe(before(made));
		expect(after(begun).error.some((error) => error > 0)).toBe(true);
	});
});

describe('claimsOf(trace)', () => {
	it.each([MANUAL, MANUAL.replace('grad_h[h < 0]', 'grad_h[h > 0]'), AUTOGRAD])(
		'holds what the check of the formula passes, and no more',
		async (source) => {
			const trace = (await (await open(source)).trace(1))!;
			const { rows } = checkTrace(trace);
			const claims = claimsOf(trace);
			expect(claims.list.map((claim) => [claim.name, claims.holds(claim)])).toEqual(
				rows.map(({ name, formula }) => [name, formula.verdict === 'pass' ? 'same' : 'different'])
			);
		}
	);
});

describe('replay(trace, { source, options })', () => {
	it('of the same lesson gives the same bits, at any iteration', async () => {
		for (const source of [MANUAL, AUTOGRAD]) {
			const session = await open(source);
			for (const iteration of [0, 7]) {
				const trace = (await session.trace(iteration))!;
				const again = (await replay(trace, { source, options }))!;
				expect(again.iteration).toBe(iteration);
				for (const { name } of trace.claims)
					expect(valueOf(again, name).data).toEqual(valueOf(trace, name).data);
			}
		}
	});
});
