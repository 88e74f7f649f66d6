/** The same net by hand and by autograd: which gradients are the same, and whether their bits are. */
import { describe, expect, it } from 'vitest';
import { compareGradients, counterparts, differenceOf } from '../../../engine/check/agreement.ts';
import { tensor } from '../../../engine/tensor.ts';
import type { Trace } from '../../../engine/trace.ts';
import { AUTOGRAD, MANUAL, open } from '../../support/lesson.ts';

async function traceAt(source: string, k: number, seed = 0): Promise<Trace> {
	return (await (await open(source, { seed })).trace(k))!;
}

/** Names of the values that are paired, as lesson 1 has them. */
function targets(one: Trace, other: Trace): string[] {
	return compareGradients(one, other).map(({ of }) => {
		return one.claims.find((claim) => claim.of === of[0])!.target;
	});
}

const of = (...data: number[]) => tensor(data, [data.length], 'float32');

describe('compareGradients(one, other)', () => {
	it.each([0, 7])('at iteration %i pairs all five gradients, equal bit for bit', async (k) => {
		const [hand, auto] = [await traceAt(MANUAL, k), await traceAt(AUTOGRAD, k)];
		// autograd may make ∂w2 before or after ∂h
		expect(targets(hand, auto).sort()).toEqual(['h', 'h_relu', 'w1', 'w2', 'y_pred']);
		for (const { nodes, difference } of compareGradients(hand, auto)) {
			expect(difference.unequal).toBe(0);
			expect(hand.values[nodes[0]].data).toEqual(auto.values[nodes[1]].data);
		}
	});

	it('finds the wrong one, and says where it is furthest off', async () => {
		const wrong = MANUAL.replace('2.0 * (y_pred - y)', '2.5 * (y_pred - y)');
		const pairs = compareGradients(await traceAt(wrong, 0), await traceAt(AUTOGRAD, 0));
		const { difference, nodes } = pairs[0];
		expect(difference.unequal).toBe(difference.total);
		const [one, other] = difference.worst!.values;
		expect(one / other).toBeCloseTo(1.25, 6);
		expect(difference.worst!.by).toBe(Math.abs(one - other));
		expect(nodes).toHaveLength(2);
	});

	it('compares the numbers even of other leaves', async () => {
		const pairs = compareGradients(await traceAt(MANUAL, 0), await traceAt(AUTOGRAD, 0, 1));
		expect(pairs.every(({ difference }) => difference.unequal !== 0)).toBe(true);
	});

	it('pairs what both compute, and nothing else', async () => {
		const other = AUTOGRAD.replace('clamp(min=0)', 'clamp(min=1)');
		expect(other).not.toBe(AUTOGRAD);
		const shared = targets(await traceAt(MANUAL, 0), await traceAt(other, 0));
		expect(shared.sort()).toEqual(['h', 'w1', 'w2']);
	});
});

describe('counterparts(one, other)', () => {
	it('takes nameless values for the named ones that compute the same', async () => {
		const [hand, auto] = [await traceAt(MANUAL, 0), await traceAt(AUTOGRAD, 0)];
		const match = counterparts(hand, auto);
		for (const [left, right] of match) {
			expect(hand.graph.nodes[left].op).toBe(auto.graph.nodes[right].op);
			expect(hand.values[left].data).toEqual(auto.values[right].data);
		}
		const named = hand.bindings.filter(({ node }) => match.has(node)).map(({ name }) => name);
		expect(named).toEqual(['x', 'y', 'w1', 'w2', 'h', 'h_relu', 'y_pred', 'loss']);
	});
});

describe('differenceOf(one, other)', () => {
	it('compares bits: NaN is NaN, and 0 is not −0', () => {
		expect(differenceOf(of(1, NaN), of(1, NaN))).toEqual({ total: 2, unequal: 0, worst: null });
		const zeros = differenceOf(of(0, 1), of(-0, 1));
		expect(zeros.unequal).toBe(1);
		expect(zeros.worst?.by).toBe(0);
	});

	it('names the entry that is furthest off; nothing is further than NaN', () => {
		expect(differenceOf(of(1, 2, 3), of(1, 4, 2))).toEqual({
			...{ total: 3, unequal: 2, worst: { index: [1], values: [2, 4], by: 2 } }
		});
		expect(differenceOf(of(NaN, 2), of(1, 9)).worst).toMatchObject({ index: [0], by: Infinity });
	});

	it('compares nothing where shapes differ or the numbers are not there', () => {
		expect(differenceOf(of(1, 2), of(1)).unequal).toBeNull();
		expect(differenceOf({ ...of(1), data: new Float32Array(0) }, of(1)).unequal).toBeNull();
	});
});
