/** Sums and products: every order of adding up stays within the bound, and tampering leaves it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { multiply, transpose } from '#engine/ops/matrix.ts';
import { opTable } from '#engine/ops/index.ts';
import { gamma } from '#engine/ops/rounding.ts';
import { pairwise, rows } from '#engine/ops/summation.ts';
import { tensor, type Tensor } from '#engine/tensor.ts';
import { boundOf, exact, forward } from '../../support/rows.ts';
import { expectWithin } from '../../support/within.ts';

const U32 = 2 ** -24;
const U64 = 2 ** -53;
const all = { dim: null, keepdim: false };

const rough = fc
	.double({ min: -1e3, max: 1e3, noNaN: true })
	.map((x) => (Math.abs(x) < 1e-9 ? 0 : x));
const lists = fc.array(rough, { minLength: 1, maxLength: 300 });

function matrix(m: number, n: number): fc.Arbitrary<Tensor> {
	return fc
		.array(rough, { minLength: m * n, maxLength: m * n })
		.map((values) => tensor(values, [m, n], 'float64'));
}

const sizes = fc.tuple(...[9, 40, 9].map((max) => fc.integer({ min: 1, max })));
const pairs = sizes.chain(([m, k, n]) => fc.tuple(matrix(m, k), matrix(k, n)));

/** A·B entry by entry, from the last product to the first, rounding to float32 at every step. */
function sloppyProduct(a: Tensor, b: Tensor): Float64Array {
	const [m, k] = a.shape;
	const n = b.shape[1];
	return Float64Array.from({ length: m * n }, (_, at) => {
		const [i, j] = [Math.floor(at / n), at % n];
		let sum = 0;
		for (let p = k - 1; p >= 0; p--) {
			sum = Math.fround(sum + Math.fround(a.data[i * k + p] * b.data[p * n + j]));
		}
		return sum;
	});
}

describe('sum', () => {
	test('sum forwards, backwards and pairwise agree within the bound of float64', () => {
		fc.assert(
			fc.property(lists, (values) => {
				const sample = { inputs: [tensor(values, [values.length], 'float64')], attrs: all };
				const bound = boundOf('sum', sample, U64);
				const plain = values.reduce((s, v) => s + v, 0);
				const reversed = values.reduceRight((s, v) => s + v, 0);
				for (const other of [plain, reversed]) {
					expectWithin(forward('sum', sample).data, [other], [2 * bound[0]]);
				}
			})
		);
	});

	test('sum is nearer to exact than adding one after the other: 0.1 a million times', () => {
		const values = new Float64Array(1e6).fill(0.1);
		const plain = values.reduce((s, v) => s + v, 0);
		// 20 halvings above leaves of at most 32 terms; each sum rounds once.
		const depth = Math.ceil(Math.log2(1e6 / 32)) + 31;
		const distance = Math.abs(pairwise(values, 0, values.length) - 1e5);
		expect(distance).toBeLessThanOrEqual(gamma(depth + 1, U64) * 1e5);
		expect(distance).toBeLessThan(Math.abs(plain - 1e5));
	});

	test('rows puts what is summed together side by side', () => {
		const data = Float64Array.of(1, 2, 3, 4, 5, 6);
		expect(Array.from(rows(data, [2, 3], [0]).values)).toEqual([1, 4, 2, 5, 3, 6]);
		expect(rows(data, [2, 3], [1])).toEqual({ values: data, length: 3 });
	});
});

describe('mm', () => {
	test('mm in float32, backwards, rounding every step, stays within the bound of float32', () => {
		fc.assert(
			fc.property(pairs, ([a, b]) => {
				const round = (x: Tensor) => tensor(Array.from(x.data, Math.fround), x.shape, 'float64');
				const inputs = [round(a), round(b)];
				const bound = boundOf('mm', { inputs, attrs: {} }, U32);
				const own = boundOf('mm', { inputs, attrs: {} }, U64);
				const product = forward('mm', { inputs, attrs: {} });
				expectWithin(
					sloppyProduct(inputs[0], inputs[1]),
					product.data,
					bound.map((e, i) => e + own[i])
				);
			})
		);
	});

	test('mm with one term of a row left out exceeds the bound', () => {
		fc.assert(
			fc.property(
				pairs.filter(([a, b]) => Math.abs(a.data[0] * b.data[0]) > 1e-2),
				([a, b]) => {
					const inputs = [a, b];
					const bound = boundOf('mm', { inputs, attrs: {} }, U64);
					const tampered = { ...a, data: a.data.map((v, i) => (i === 0 ? 0 : v)) as Float64Array };
					const wrong = forward('mm', { inputs: [tampered, b], attrs: {} });
					const distance = Math.abs(wrong.data[0] - forward('mm', { inputs, attrs: {} }).data[0]);
					expect(distance).toBeGreaterThan(bound[0]);
				}
			)
		);
	});

	test('multiply agrees with the definition for sizes that leave odd rows', () => {
		for (const m of [1, 3, 4, 5, 8]) {
			const a = Float64Array.from({ length: m * 3 }, (_, i) => i - 4);
			const b = Float64Array.from({ length: 6 }, (_, i) => 2 * i - 5);
			const expected = Float64Array.from({ length: m * 2 }, (_, at) => {
				const [i, j] = [at >> 1, at & 1];
				return [0, 1, 2].reduce((s, p) => s + a[i * 3 + p] * b[p * 2 + j], 0);
			});
			expect(multiply(a, b, m, 3, 2)).toEqual(expected);
		}
	});

	test('transpose keeps the kind of array', () => {
		expect(transpose(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3)).toEqual(
			Float32Array.of(1, 4, 2, 5, 3, 6)
		);
		expect(transpose(Uint8Array.of(1, 0), 2, 1)).toEqual(Uint8Array.of(1, 0));
	});
});

describe('bounds of branches', () => {
	const at = (x: number, error: number) => ({
		value: tensor([x], [1], 'float64'),
		error: Float64Array.of(error)
	});

	test('lt is undecided (1) where errors reach across, decided where both sides are exact', () => {
		const zero = exact(tensor([0], [1], 'float64'));
		const out = tensor([0], [1], 'bool');
		const undecided = (x: number, e: number) => opTable.lt.bound([at(x, e), zero], out, {}, U64)[0];
		expect([undecided(1e-9, 1e-8), undecided(1e-7, 1e-8), undecided(0, 0)]).toEqual([1, 0, 0]);
	});

	test('clamp forgets an error where the cut is certain, and keeps it where it is not', () => {
		const bound = (x: number) =>
			opTable.clamp.bound(
				[at(x, 0.5)],
				tensor([Math.max(x, 0)], [1], 'float64'),
				{ min: 0, max: null },
				U64
			)[0];
		expect([bound(-1), bound(-0.25), bound(1)]).toEqual([0, 0.5, 0.5]);
	});

	test('masked_fill by an undecided mask may be wrong by the whole value', () => {
		const mask = { value: tensor([1], [1], 'bool'), error: Float64Array.of(1) };
		const out = tensor([0], [1], 'float64');
		expect(opTable.masked_fill.bound([at(3, 0.5), mask], out, { value: 0 }, U64)[0]).toBe(3.5);
	});
});

describe('add and sub', () => {
	test.each(['add', 'sub'] as const)('%s rounds nothing where a term is infinite', (op) => {
		const [a, b] = [
			[-Infinity, 1, 0.1],
			[2, Infinity, 0.2]
		].map((values) => tensor(values, [3], 'float64'));
		const [first, second, third] = boundOf(op, { inputs: [a, b], attrs: {} }, U64);
		expect([first, second]).toEqual([0, 0]);
		expect(third).toBeGreaterThan(0);
	});
});
