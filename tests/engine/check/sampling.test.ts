/** Which entries are asked for their slope, and what directions of all of them show. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedValues, exact, inputsOf } from '#engine/check/bounded.ts';
import { createDirections } from '#engine/check/along.ts';
import { checkTrace } from '#engine/check/check.ts';
import { edgesOf } from '#engine/check/constants.ts';
import { project, signsOf } from '#engine/check/directions.ts';
import { checkSlope } from '#engine/check/slope.ts';
import { sampleEntries } from '#engine/check/sample.ts';
import type { Trace } from '#engine/trace.ts';
import { AUTOGRAD, MANUAL, open } from '../../support/lesson.ts';

describe('sampleEntries(gradient)', () => {
	it('is every entry up to 2000', () => {
		expect(sampleEntries(new Float64Array(2000))).toEqual(
			Array.from({ length: 2000 }, (_, i) => i)
		);
	});

	it('of more has the 50 largest, 50 zeros and 100 more, each once, the same every time', () => {
		const sizes = fc.array(fc.double({ noNaN: true }), { minLength: 2001, maxLength: 2400 });
		fc.assert(
			fc.property(sizes, fc.integer({ min: 0, max: 100 }), (values, zeros) => {
				const gradient = Float64Array.from(values, (x, i) =>
					i % 20 < 1 && i < 20 * zeros ? 0 : x
				);
				const entries = sampleEntries(gradient);
				expect(new Set(entries).size).toBe(entries.length);
				expect(entries.length).toBeLessThanOrEqual(200);
				const chosen = new Set(entries);
				const left = Array.from(gradient, (x, i) => (chosen.has(i) ? -1 : Math.abs(x)));
				const fiftieth = Array.from(gradient, Math.abs).sort((a, b) => b - a)[49];
				expect(left.every((x) => x <= fiftieth)).toBe(true);
				const zero = (of: ArrayLike<number>) => Array.from(of).filter((x) => x === 0).length;
				const asked = entries.map((i) => gradient[i]);
				expect(zero(asked)).toBeGreaterThanOrEqual(Math.min(50, zero(gradient)));
				expect(sampleEntries(gradient)).toEqual(entries);
			}),
			{ numRuns: 30 }
		);
	});
});

const WIDE = { N: 4, D_in: 80, H: 40, D_out: 3, learning_rate: 1e-6 };

/** The claim's gradient replaced: what stands in the trace is a leaf of its own then. */
function withGradient(trace: Trace, name: string, change: (data: Float64Array) => void) {
	const claim = trace.claims.find((each) => each.name === name)!;
	const values = new BoundedValues(trace.graph, inputsOf(trace));
	const right = values.at(claim.node);
	const data = Float64Array.from(right.value.data);
	change(data);
	const leaf = exact({ shape: right.value.shape, dtype: 'float64', data });
	const at = (id: number) => (id === claim.node ? leaf : values.at(id));
	const wrong = Object.create(values, { at: { value: at } }) as BoundedValues;
	return { claim, wrong };
}

describe('directions of random signs', () => {
	it('ask every entry of a tensor of which not every one is asked alone', async () => {
		const trace = (await (await open(MANUAL, { overrides: WIDE })).trace(0))!;
		const { rows } = checkTrace(trace);
		const w1 = rows.find(({ target }) => target === 'w1')!.slope;
		expect(w1).toMatchObject({ verdict: 'pass', along: 20, total: 3200 });
		expect(w1.compared).toBeLessThan(201);
		for (const { slope, target } of rows) {
			if (target !== 'w1') expect(slope).toMatchObject({ along: 0, verdict: 'pass' });
			expect(slope.digits).toBeGreaterThan(4);
		}
	});

	it.each([
		['one entry a thousandth off', (data: Float64Array, i: number) => (data[i] *= 1.001)],
		['one entry zeroed', (data: Float64Array, i: number) => (data[i] = 0)]
	])('show what no entry that was asked shows: %s', async (_, spoil) => {
		const trace = (await (await open(MANUAL, { overrides: WIDE })).trace(0))!;
		let entry = -1;
		const { claim, wrong } = withGradient(trace, 'grad_w1', (data) => {
			const asked = new Set(sampleEntries(data));
			const size = (i: number) => (asked.has(i) ? 0 : Math.abs(data[i]));
			entry = data.reduce((best, __, i) => (size(i) > size(best) ? i : best), 0);
			spoil(data, entry);
		});
		const slope = checkSlope(trace, claim, wrong);
		expect(slope.verdict).toBe('fail');
		expect(slope.worst!.index).toEqual([]);
	});

	it('give the loss that the moved tensor has, within the bounds', async () => {
		for (const source of [MANUAL, AUTOGRAD]) {
			const trace = (await (await open(source)).trace(0))!;
			const values = new BoundedValues(trace.graph, inputsOf(trace));
			for (const claim of trace.claims.filter(({ of }) => trace.graph.nodes[of].op === 'input')) {
				const { along } = createDirections(values, trace.loss!, claim, edgesOf(claim));
				const leaf = values.at(claim.of).value;
				for (const direction of signsOf(leaf.data.length, 3, 5)) {
					for (const step of [0, 2 ** -30, -(2 ** -4), 1]) {
						const data = Float64Array.from(leaf.data, (x, i) => x + step * direction[i]);
						const inputs = new Map([...inputsOf(trace), [claim.of, { ...leaf, data }] as const]);
						const whole = new BoundedValues(trace.graph, inputs).at(trace.loss!);
						const found = along(direction).move(step);
						const off = Math.abs(found.loss - whole.value.data[0]);
						expect(off).toBeLessThanOrEqual(found.error + whole.error[0]);
						expect(found.error).toBeLessThan(10 * whole.error[0]);
					}
				}
			}
		}
	});

	it('are of signs, and project(gradient, signs) is their sum', () => {
		const [signs] = signsOf(5, 1, 3);
		expect(Array.from(signs, Math.abs)).toEqual([1, 1, 1, 1, 1]);
		const data = Float64Array.of(3, -1, 0.5, 8, 2);
		const gradient = exact({ shape: [5], dtype: 'float64', data });
		const sum = data.reduce((all, x, i) => all + x * signs[i], 0);
		expect(project(gradient, signs)).toMatchObject({ value: sum, terms: 14.5, carried: 0 });
	});
});
