/** What is said of the entry that decided a verdict: units, and what its bound is made of. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { BoundedValues, exact, inputsOf, U64 } from '#engine/check/bounded.ts';
import { checkTrace } from '#engine/check/check.ts';
import { boundParts } from '#engine/check/parts.ts';
import { entryTerms, termsOf } from '#engine/check/terms.ts';
import { ulpOf, ulpsApart } from '#engine/check/ulps.ts';
import { opTable } from '#engine/ops/index.ts';
import type { Node } from '#engine/graph.ts';
import { tensor } from '#engine/tensor.ts';
import { differentiable, drawn } from '../../support/drawn.ts';
import { MANUAL, open } from '../../support/lesson.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('units in the last place', () => {
	it('are the spacing of the format’s numbers, down to the smallest', () => {
		expect(ulpOf(1, 'float64')).toBe(2 ** -52);
		expect(ulpOf(1 - 2 ** -53, 'float64')).toBe(2 ** -53);
		expect(ulpOf(-1.5, 'float32')).toBe(2 ** -23);
		expect(ulpOf(2 ** -130, 'float32')).toBe(2 ** -149);
		expect(ulpOf(0, 'float64')).toBe(2 ** -1074);
		expect(ulpOf(Number.MAX_VALUE, 'float64')).toBe(2 ** 971);
	});

	it('ulpsApart(x, next) is one, or half of one where the next is a power of two', () => {
		const bits = new DataView(new ArrayBuffer(8));
		fc.assert(
			fc.property(finite, (x) => {
				bits.setFloat64(0, Math.abs(x));
				bits.setBigUint64(0, bits.getBigUint64(0) + 1n);
				const next = bits.getFloat64(0);
				if (!Number.isFinite(next)) return;
				const apart = ulpsApart(Math.abs(x), next, 'float64');
				const isPower = (bits.getBigUint64(0) & (2n ** 52n - 1n)) === 0n;
				expect(apart).toBe(isPower && next > 2 ** -1022 ? 0.5 : 1);
			})
		);
	});

	it('ulpsApart(a, b) is symmetric, and finite for all finite numbers', () => {
		fc.assert(
			fc.property(finite, finite, (a, b) => {
				const apart = ulpsApart(a, b, 'float64')!;
				expect(apart).toBe(ulpsApart(b, a, 'float64'));
				expect(apart).toBeLessThanOrEqual(2 ** 54);
			})
		);
		expect(ulpsApart(NaN, 1, 'float64')).toBeNull();
		expect(ulpsApart(Infinity, Infinity, 'float64')).toBe(0);
		// 0.1 as float32 holds it is 0.2 of its units from 0.1
		expect(ulpsApart(Math.fround(0.1), 0.1, 'float32')).toBeCloseTo(0.2, 6);
	});
});

describe.each(differentiable)('one entry of %s', (op) => {
	test('has the terms that the whole tensor has there, and a bound that its parts make up', () => {
		for (const { sample } of drawn(op).slice(0, 8)) {
			const type = opTable[op].shape(sample.inputs, sample.attrs);
			const value = opTable[op].forward(sample.inputs, sample.attrs, type);
			const ids = sample.inputs.map((_, i) => i);
			const node: Node = { id: 9, op, inputs: ids, attrs: sample.attrs, needsGrad: [], ...type };
			const terms = termsOf(node, sample.inputs, value);
			const inputs = sample.inputs.map((input) => ({
				...exact(input),
				error: Float64Array.from(input.data, (x) =>
					input.dtype === 'float64' ? 1e-9 * Math.abs(x) : 0
				)
			}));
			const error = opTable[op].bound(inputs, value, sample.attrs, U64);
			for (let i = 0; i < value.data.length; i++) {
				expect(entryTerms(node, sample.inputs, value, i).size).toBeCloseTo(terms[i], 12);
				const parts = boundParts(node, inputs, { value, error }, i, U64);
				if (!parts || !(error[i] < Infinity)) continue;
				const sum = parts.carried.reduce((all, { size }) => all + size, parts.own);
				// errors of 1e-9 meet only in products, which are as small again
				expect(sum).toBeGreaterThanOrEqual(error[i] * (1 - 1e-6));
				expect(sum).toBeLessThan(error[i] * (sample.inputs.length + 1e-6) + 1e-300);
			}
		}
	});
});

const PRODUCT = `import torch
x = torch.tensor([[3.0, -2.0, 4.0]])
w = torch.tensor([[1.0], [5.0], [2.0]])
y = x.mm(w)
loss = (y * y).sum()
grad_y = 2.0 * y
grad_w = x.t().mm(grad_y)
grad_x = grad_y.mm(w.t())
`;

describe('the worst entry', () => {
	it('of a product has its terms, its cancellation, and the sum that its bound began in', async () => {
		const trace = (await (await open(PRODUCT, { overrides: {} })).trace(0))!;
		const { rows } = checkTrace(trace);
		const of = (name: string) => rows.find((row) => row.name === name)!.formula.worst!;
		// y = 3·1 − 2·5 + 4·2 = 1 with 21 going in: grad_y = 2
		expect(of('grad_y')).toMatchObject({ got: 2, terms: 2, cancellation: 1, ulps: 0, units: 0 });
		expect(of('grad_y').dominates).toMatchObject({
			kind: 'operand',
			name: 'y',
			origin: { kind: 'sum', name: 'y', terms: 3 }
		});
		// in units of 2⁻⁵³: y by 3·21 = 63; the claim 2·63 + 2; y·y gives 63 + 1 twice, and 2 to add them
		expect(of('grad_y').bound / U64).toBeCloseTo(128 + 130, 9);
		expect(of('grad_y').dominates!.share).toBeCloseTo(126 / 128, 12);
	});

	it('of a wrong formula counts its error in units of what went in', async () => {
		const wrong = PRODUCT.replace('x.t().mm(grad_y)', 'x.t().mm(grad_y - 4.0 * y)');
		const trace = (await (await open(wrong, { overrides: {} })).trace(0))!;
		const { formula } = checkTrace(trace).rows.find(({ name }) => name === 'grad_w')!;
		const { got, expected, terms, units, ulps } = formula.worst!;
		expect(got).toBe(-expected);
		expect(terms).toBe(Math.abs(got));
		expect(units).toBe(2 / U64);
		expect(ulps).toBe((2 * Math.abs(got)) / ulpOf(got, 'float64'));
	});

	it('of an undecided branch is laid to the branch', async () => {
		const trace = (await (await open(MANUAL)).trace(0))!;
		const values = new BoundedValues(trace.graph, inputsOf(trace));
		const mask = trace.graph.nodes.find(({ dtype }) => dtype === 'bool')!;
		const gate = trace.graph.nodes.find(({ inputs }) => inputs.includes(mask.id))!;
		const inputs = gate.inputs.map((id) => values.at(id));
		const unsure = inputs.map((input) =>
			input.value.dtype === 'bool' ? { ...input, error: input.error.map(() => 1) } : input
		);
		const open0 = unsure[gate.inputs.indexOf(mask.id)].value.data.indexOf(0);
		const { value } = values.at(gate.id);
		const error = opTable[gate.op as 'masked_fill'].bound(unsure, value, gate.attrs, U64);
		const parts = boundParts(gate, unsure, { value, error }, open0, U64)!;
		const sizes = gate.inputs.map((_, k) => parts.carried[k].size);
		expect(Math.max(...sizes)).toBe(sizes[gate.inputs.indexOf(mask.id)]);
		expect(parts.own).toBe(0);
	});

	it('on the machine counts in units of float32', async () => {
		const trace = (await (await open(MANUAL)).trace(0))!;
		const claim = trace.claims.find(({ name }) => name === 'grad_w2')!;
		const values = [...trace.values];
		const { data } = values[claim.node];
		const broken = Float32Array.from(data);
		broken[4] *= 2;
		values[claim.node] = { ...values[claim.node], data: broken };
		const { worst } = checkTrace({ ...trace, values }).rows.find(
			({ name }) => name === 'grad_w2'
		)!.machine;
		const off = Math.abs(worst!.got - worst!.expected);
		expect(worst!.ulps).toBe(off / ulpOf(worst!.got, 'float32'));
		expect(worst!.units).toBe(off / (2 ** -24 * worst!.terms!));
		expect(worst!.dominates).toMatchObject({ kind: 'sum', node: claim.node, terms: 5 });
		expect(worst!.cancellation).toBeGreaterThanOrEqual(1);
	});

	it('of a slope is bounded by the rounding of the loss', async () => {
		const trace = (await (await open(MANUAL)).trace(0))!;
		for (const { slope } of checkTrace(trace).rows) {
			expect(slope.worst!.dominates!.kind).toBe('loss');
			expect(slope.worst!.ulps).toBeGreaterThanOrEqual(0);
		}
	});
});

test('tensor sizes are what the terms count', () => {
	const a = tensor([1, -2, 3], [3], 'float64');
	const node: Node = {
		id: 1,
		op: 'mean',
		inputs: [0],
		attrs: { dim: null, keepdim: false },
		needsGrad: [],
		shape: [],
		dtype: 'float64'
	};
	const value = tensor([2 / 3], [], 'float64');
	expect(entryTerms(node, [a], value, 0)).toEqual({ size: 2, count: 3 });
});
