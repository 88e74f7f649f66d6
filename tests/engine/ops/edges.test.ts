/** Edge values (NaN, infinities, signed zeros, bounds) and dtypes, as PyTorch 1.13 has them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { opTable } from '#engine/ops/index.ts';
import type { Attrs, OpName } from '#engine/ops/op.ts';
import { full, tensor, type DType, type Tensor } from '#engine/tensor.ts';
import { forward, pullBack } from '../../support/rows.ts';

type Plain = readonly (number | string)[];

const fixture = JSON.parse(
	readFileSync(new URL('../../fixtures/torch-edges.json', import.meta.url), 'utf8')
) as {
	cases: { op: OpName; attrs: Attrs; inputs: Plain[]; value: Plain; gradients?: Plain[] }[];
};

/** 4 ulp for a library function in PyTorch and 4 in ours, and a product: what is not exact in IEEE arithmetic. */
const LIBRARY = 9 * 2 ** -52;
const INEXACT: ReadonlySet<OpName> = new Set([
	...(['pow', 'power', 'exp', 'expm1', 'log', 'log1p', 'sin', 'cos'] as const),
	...(['tanh', 'sigmoid', 'erf'] as const)
]);

/**
 * Which zero is larger PyTorch decides by the place in memory (its vector code takes the second
 * of equals), and what sign a slope of 0 has by the way it is reached.
 */
const EITHER_ZERO: ReadonlySet<OpName> = new Set([
	...(['maximum', 'minimum', 'amax', 'amin', 'remainder', 'prod'] as const)
]);

function line(values: Plain, dtype: DType = 'float64'): Tensor {
	return tensor(values.map(Number), [values.length], dtype);
}

function expectSame(got: Tensor | null, expected: Plain, relative: number): void {
	expect(got).not.toBeNull();
	expected.map(Number).forEach((value, i) => {
		const message = `entry ${i}: got ${got!.data[i]}, expected ${value}`;
		const near = Math.abs(got!.data[i] - value) <= relative * Math.abs(value);
		expect(Object.is(got!.data[i], value) || (value !== 0 && near), message).toBe(true);
	});
}

/** The same, 0 and −0 being one. */
function expectSameSize(got: Tensor | null, expected: Plain, relative: number): void {
	const plain = expected.map((value) => (value === '-0' ? 0 : value));
	expectSame(got && { ...got, data: got.data.map((v) => v + 0) }, plain, relative);
}

describe('edge values', () => {
	test.each(fixture.cases.map((c) => [`${c.op} ${JSON.stringify(c.attrs)}`, c] as const))(
		'%s gives PyTorch’s value and gradient, sign of zero included',
		(_, { op, attrs, inputs, value, gradients }) => {
			const sample = { inputs: inputs.map((x) => line(x)), attrs };
			const relative = INEXACT.has(op) ? LIBRARY : 0;
			const out = forward(op, sample);
			const compare = EITHER_ZERO.has(op) ? expectSameSize : expectSame;
			compare(out, value, relative);
			gradients?.forEach((gradient, i) => {
				const needs = inputs.map((_input, k) => k === i);
				const ones = full(out.shape, 1, 'float64');
				compare(pullBack(op, sample, ones, needs).gradients[i], gradient, relative);
			});
		}
	);

	test('where passes 0·∞ of the branch not taken as NaN only through that branch', () => {
		const mask = line([1, 0], 'bool');
		const sample = { inputs: [mask, line(['NaN', 1]), line([2, 'Infinity'])], attrs: {} };
		expectSame(forward('where', sample), ['NaN', 'Infinity'], 0);
		const { gradients } = pullBack('where', sample, line([3, 4]), [false, true, true]);
		expectSame(gradients[1], [3, 0], 0);
		expectSame(gradients[2], [0, 4], 0);
	});

	test('masked_fill drops even a NaN, and whole tensors keep a whole part', () => {
		const mask = line([1, 0], 'bool');
		expectSame(
			forward('masked_fill', { inputs: [line(['NaN', 5]), mask], attrs: { value: 7 } }),
			[7, 5],
			0
		);
		const whole = { inputs: [line([1, 2], 'int64'), mask], attrs: { value: 1.5 } };
		expectSame(forward('masked_fill', whole), [1, 2], 0);
	});

	test('sum of nothing is 0, mean of nothing is NaN', () => {
		const attrs = { dim: null, keepdim: false };
		expectSame(forward('sum', { inputs: [line([])], attrs }), [0], 0);
		expectSame(forward('mean', { inputs: [line([])], attrs }), ['NaN'], 0);
	});

	test('mm keeps 0·∞ = NaN: no product is skipped', () => {
		const [a, b] = [tensor([0, 1], [1, 2], 'float64'), tensor([Infinity, 1], [2, 1], 'float64')];
		expectSame(forward('mm', { inputs: [a, b], attrs: {} }), ['NaN'], 0);
	});

	test('float32 results are rounded to float32: x³ twice, as PyTorch does', () => {
		const x = tensor([1.1, 3.3], [2], 'float32');
		const cubes = forward('pow', { inputs: [x], attrs: { exponent: 3 } });
		expect(Array.from(cubes.data)).toEqual([1.3310000896453857, 35.93699645996094]);
	});
});

describe('dtypes', () => {
	const typeOf = (op: OpName, dtypes: DType[], attrs: Attrs = {}) =>
		opTable[op].shape(
			dtypes.map((dtype) => ({ shape: [], dtype })),
			attrs
		).dtype;

	test.each<[OpName, DType[], Attrs, DType]>([
		['add', ['bool', 'bool'], {}, 'bool'],
		['add', ['bool', 'int64'], {}, 'int64'],
		['mul', ['int64', 'float32'], {}, 'float32'],
		['sub', ['float32', 'float64'], {}, 'float64'],
		['div', ['int64', 'int64'], {}, 'float32'],
		['pow', ['int64'], { exponent: 2 }, 'int64'],
		['pow', ['bool'], { exponent: 2 }, 'int64'],
		['pow', ['int64'], { exponent: 0.5 }, 'float32'],
		['clamp', ['int64'], { min: 0.5, max: null }, 'float32'],
		['clamp', ['bool'], { min: 0, max: null }, 'int64'],
		['lt', ['float32', 'int64'], {}, 'bool'],
		['where', ['bool', 'float32', 'float64'], {}, 'float64'],
		['sum', ['bool'], { dim: null, keepdim: false }, 'int64']
	])('%s of %j with %j is %s', (op, dtypes, attrs, expected) => {
		expect(typeOf(op, dtypes, attrs)).toBe(expected);
	});

	test('True + True is True', () => {
		const yes = line([1], 'bool');
		expectSame(forward('add', { inputs: [yes, yes], attrs: {} }), [1], 0);
	});

	test('a gradient takes the dtype of what it is the gradient of', () => {
		const sample = { inputs: [line([2], 'float32'), line([3])], attrs: {} };
		const { gradients } = pullBack('mul', sample, line([1]), [true, true]);
		expect(gradients.map((g) => g!.dtype)).toEqual(['float32', 'float64']);
	});
});
