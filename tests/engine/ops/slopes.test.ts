/**
 * Every row's gradient, and the gradient of that gradient, against central differences, which
 * need no chain rule; and that gradients add up as their upstreams do.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { U64 } from '#engine/check/bounded.ts';
import { opTable } from '#engine/ops/index.ts';
import type { OpName } from '#engine/ops/op.ts';
import { isFloat, tensor } from '#engine/tensor.ts';
import { tensors } from '../../support/arbitraries.ts';
import { exempt } from '../../support/exemptions.ts';
import { forward, isAwayFromKinks, pullBack } from '../../support/rows.ts';
import { samples } from '../../support/samples.ts';
import { slopes, type Probe } from '../../support/slopes.ts';
import { expectWithin } from '../../support/within.ts';

const RUNS = { numRuns: 40 };

const weights = fc.constantFrom(-1, 0.5, 1);

function probes(op: OpName): fc.Arbitrary<Probe> {
	return samples[op].chain((sample) => {
		const { shape } = forward(op, sample);
		const perInput = () => fc.tuple(...sample.inputs.map((x) => tensors(x.shape, weights)));
		return fc.record({
			sample: fc.constant(sample),
			u: tensors(shape),
			w: perInput(),
			along: fc
				.tuple(perInput(), tensors(shape, weights))
				.map(([inputs, upstream]) => [...inputs, upstream])
		});
	});
}

/**
 * Holds the two slopes of every probe against each other. A bound that covers the slope itself
 * confirms nothing: of the slopes that are not 0, most must be known to a digit at least.
 */
function expectSlopes(op: OpName, order: 1 | 2): void {
	const known: boolean[] = [];
	fc.assert(
		fc.property(probes(op), (probe) => {
			fc.pre(isAwayFromKinks(op, probe.sample));
			const { byGradient, byDifference } = slopes(op, probe, order);
			const bound = byGradient.error + byDifference.error;
			expectWithin([byGradient.value], [byDifference.value], [bound]);
			if (byGradient.value !== 0) known.push(bound <= Math.abs(byGradient.value) / 10);
		}),
		RUNS
	);
	expect(known.filter((each) => each).length).toBeGreaterThanOrEqual(known.length / 2);
}

describe.each(Object.keys(opTable) as OpName[])('%s', (op) => {
	const { is, title } = exempt(op, 'slope');

	test.skipIf(is)(`vjp is the slope of Σ u·f(x)${title}`, () => expectSlopes(op, 1));

	test('the gradient of vjp is the slope of vjp', () => expectSlopes(op, 2));

	test('vjp of a sum of upstreams is the sum of their vjps', () => {
		const pairs = samples[op].chain((sample) => {
			const { shape } = forward(op, sample);
			return fc.tuple(fc.constant(sample), tensors(shape), tensors(shape));
		});
		fc.assert(
			fc.property(pairs, ([sample, a, b]) => {
				const needs = sample.inputs.map(({ dtype }) => isFloat(dtype));
				const sum = tensor(
					Array.from(a.data, (v, i) => v + b.data[i]),
					a.shape,
					a.dtype
				);
				const [first, second, both] = [a, b, sum].map((u) => pullBack(op, sample, u, needs));
				both.gradients.forEach((gradient, i) => {
					const [g, h] = [first.gradients[i], second.gradients[i]];
					if (!gradient || !g || !h) return expect([gradient, g, h]).toEqual([null, null, null]);
					const added = Array.from(g.data, (v, k) => v + h.data[k]);
					const errors = [first, second, both].map(({ errors }) => errors[i]()!);
					const bound = added.map(
						(v, k) => errors.reduce((s, each) => s + each[k], 0) + U64 * Math.abs(v)
					);
					expectWithin(gradient.data, added, bound);
				});
			}),
			RUNS
		);
	});
});
