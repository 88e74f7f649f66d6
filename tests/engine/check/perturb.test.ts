/** A loss with one entry moved must be what the whole graph gives, within the bounds of both. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { applyBounded, BoundedValues, computedFrom, inputsOf } from '#engine/check/bounded.ts';
import { edgesOf } from '#engine/check/constants.ts';
import { createPerturbation, dependents, followedBy } from '#engine/check/perturb.ts';
import { createReferenceBackend } from '#engine/backends/reference.ts';
import { gallery } from '#engine/lessons/gallery.ts';
import type { Bounded } from '#engine/ops/op.ts';
import type { GradientClaim, Trace } from '#engine/trace.ts';
import { AUTOGRAD, MANUAL, open } from '../../support/lesson.ts';
import { traceOf } from '../../support/checked.ts';
import { straightPrograms } from '../../support/torch-programs/programs.ts';

const MOVES = [0, 2 ** -20, -0.25, 3];

/** The loss with one entry moved, node by node with the whole tensors. */
function wholeMove(values: BoundedValues, trace: Trace, claim: GradientClaim) {
	const { graph } = values;
	const follows = followedBy(graph, edgesOf(claim));
	const order = dependents(graph, computedFrom(graph, trace.loss!), [claim.of], follows);
	return (entry: number, value: number): Bounded => {
		const target = values.at(claim.of);
		const data = Float64Array.from(target.value.data);
		const error = target.error.slice();
		[data[entry], error[entry]] = [value, 0];
		const moved = new Map<number, Bounded>([
			[claim.of, { value: { ...target.value, data }, error }]
		]);
		for (const id of order) {
			const node = graph.nodes[id];
			const inputs = node.inputs.map(
				(input, i) => (follows(node, i) && moved.get(input)) || values.at(input)
			);
			moved.set(id, applyBounded(node, inputs));
		}
		return moved.get(trace.loss!) ?? values.at(trace.loss!);
	};
}

function compareMoves(trace: Trace, entries: (size: number) => readonly number[]): number {
	const { graph, loss, claims } = trace;
	if (loss === null) return 0;
	const values = new BoundedValues(graph, inputsOf(trace));
	let compared = 0;
	for (const claim of claims.filter(({ versions = [] }) => versions.length === 0)) {
		const move = createPerturbation(values, loss, claim, edgesOf(claim));
		const whole = wholeMove(values, trace, claim);
		const { data } = values.at(claim.of).value;
		for (const entry of entries(data.length)) {
			for (const by of MOVES) {
				const value = data[entry] + by;
				const found = move(entry, value);
				const wanted = whole(entry, value);
				const [expected, error] = [wanted.value.data[0], wanted.error[0]];
				if (!Number.isFinite(expected) || !(error < Infinity)) {
					expect(Number.isFinite(found.loss) && found.error < Infinity).toBe(false);
					continue;
				}
				expect(Math.abs(found.loss - expected)).toBeLessThanOrEqual(found.error + error);
				// what stays is worked out once more, at the cost of a few roundings
				expect(found.error).toBeLessThanOrEqual(5 * error + 1e-300);
				compared++;
			}
		}
	}
	return compared;
}

const some = (size: number) => [...new Set([0, size >> 1, size - 1])].filter((i) => i >= 0);

describe('move(entry, value)', () => {
	test.each([
		['lesson 1', MANUAL],
		['lesson 2', AUTOGRAD]
	])('is the loss of the whole graph in %s', async (_, source) => {
		const trace = (await (await open(source)).trace(0))!;
		expect(
			compareMoves(trace, (size) => Array.from({ length: size }, (_, i) => i))
		).toBeGreaterThan(100);
	});

	test.each(Object.keys(gallery))(
		'is the loss of the whole graph in the lesson %s',
		async (id) => {
			const { source } = await gallery[id as keyof typeof gallery]();
			const trace = await traceOf(source, 0, createReferenceBackend());
			compareMoves(trace!, some);
		},
		30_000
	);

	test('is the loss of the whole graph in random programs', async () => {
		let compared = 0;
		for (const { source } of fc.sample(straightPrograms, { seed: 4, numRuns: 60 })) {
			const trace = await traceOf(source, 4, createReferenceBackend());
			if (trace) compared += compareMoves(trace, some);
		}
		expect(compared).toBeGreaterThan(300);
	}, 60_000);

	it('leaves the loss out where a branch is not as in the signature given', async () => {
		const trace = (await (await open(MANUAL)).trace(0))!;
		const claim = trace.claims.find(({ target }) => target === 'h')!;
		const values = new BoundedValues(trace.graph, inputsOf(trace));
		const move = createPerturbation(values, trace.loss!, claim, edgesOf(claim));
		const h = values.at(claim.of).value.data;
		const entry = h.findIndex((x) => x > 0);
		const { signature, loss } = move(entry, h[entry]);
		expect(signature).toContain('+');
		expect(move(entry, h[entry] / 2, signature)).toMatchObject({ signature });
		expect(loss).toBe(values.at(trace.loss!).value.data[0]);
		const other = move(entry, -1, signature);
		expect(other.signature).not.toBe(signature);
		expect(other.error).toBe(Infinity);
		expect(move(entry, -1).error).toBeLessThan(1e-6);
	});
});
