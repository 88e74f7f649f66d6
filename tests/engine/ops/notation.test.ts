/** The tex column: KaTeX takes every formula, and the ones learners meet first read as in a book. */
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { number } from '#engine/ops/notation.ts';
import { opTable } from '#engine/ops/index.ts';
import type { Attrs, OpName } from '#engine/ops/op.ts';

const attributes: Partial<Record<OpName, readonly Attrs[]>> = {
	pow: [-1, 0, 0.5, 1, 2, 3].map((exponent) => ({ exponent })),
	clamp: [
		{ min: 0, max: null },
		{ min: null, max: 1 },
		{ min: -1, max: 1 }
	],
	masked_fill: [{ value: 0 }],
	sum: [null, [0], [0, 1]].map((dim) => ({ dim, keepdim: false })),
	mean: [null, [1]].map((dim) => ({ dim, keepdim: false })),
	expand: [{ shape: [2, 3] }],
	reshape: [{ shape: [6] }],
	cast: [{ dtype: 'float64' }],
	permute: [{ dims: [1, 0, 2] }],
	slice: [{ starts: [0, 1], sizes: [2, 1], steps: [3, 1], shape: [2] }],
	pad_into: [{ starts: [0, 1], sizes: [2, 1], steps: [1, 1], shape: [4, 4] }],
	cat: [{ dim: 0 }],
	gather: [{ dim: 1 }],
	scatter_add: [{ dim: 1, shape: [2, 3] }],
	index_select: [{ dim: 0 }, { dim: 1 }],
	index_add: [{ dim: 0, extent: 4 }],
	amax: [null, [1]].map((dim) => ({ dim, keepdim: false, ties: 'share' })),
	amin: [null, [1]].map((dim) => ({ dim, keepdim: false, ties: 'share' })),
	cumsum: [{ dim: 0, reverse: false }],
	prod: [null, 1].map((dim) => ({ dim, keepdim: false })),
	prod_others: [{ dim: 0 }],
	argmax: [{ dim: null }, { dim: 1 }],
	argmin: [{ dim: 0 }]
};

const operands = [
	['a', 'b', 'c'],
	['h_{\\mathrm{relu}}', 'x\\,w_1', '-y^{2}'],
	['2', '10^{-6}', 'w_1^{\\top}']
];

describe.each(Object.keys(opTable) as OpName[])('%s', (op) => {
	test('KaTeX takes the formula and its gradients', () => {
		for (const attrs of attributes[op] ?? [{}]) {
			for (const names of operands) {
				const { forward, gradient } = opTable[op].tex;
				const formulas = [forward(names, attrs), gradient('G', names, 0, attrs)];
				for (const tex of formulas) {
					expect(() =>
						katex.renderToString(tex, { throwOnError: true, strict: 'error' })
					).not.toThrow();
				}
			}
		}
	});
});

describe('formulas read as in a book', () => {
	const forward = (op: OpName, names: string[], attrs: Attrs = {}) =>
		opTable[op].tex.forward(names, attrs);
	const gradient = (op: OpName, names: string[], i: number, attrs: Attrs = {}) =>
		opTable[op].tex.gradient('G', names, i, attrs);

	test('mm: A B, with gradients G Bᵀ and Aᵀ G', () => {
		expect(forward('mm', ['A', 'B'])).toBe('A\\,B');
		expect(gradient('mm', ['A', 'B'], 0)).toBe('G\\,B^{\\top}');
		expect(gradient('mm', ['A', 'B'], 1)).toBe('A^{\\top}\\,G');
	});

	test('pow: x², with gradient 2x', () => {
		expect(forward('pow', ['x'], { exponent: 2 })).toBe('x^{2}');
		expect(gradient('pow', ['x'], 0, { exponent: 2 })).toBe('G \\odot 2\\,x');
		expect(forward('pow', ['a - b'], { exponent: 2 })).toBe('\\left(a - b\\right)^{2}');
	});

	test('clamp: max(h, 0), with gradient where 0 ≤ h', () => {
		const attrs = { min: 0, max: null };
		expect(forward('clamp', ['h'], attrs)).toBe('\\max(h,\\, 0)');
		expect(gradient('clamp', ['h'], 0, attrs)).toBe('G \\odot \\mathbf{1}[0 \\le h]');
	});

	test('a difference subtracted is put in brackets', () => {
		expect(forward('sub', ['a', 'b - c'])).toBe('a - \\left(b - c\\right)');
	});

	test('numbers: powers of ten, infinity', () => {
		expect([1e-6 / 10, 2.5e-9, 0.5, Infinity, -Infinity].map(number)).toEqual([
			'10^{-7}',
			'2.5 \\cdot 10^{-9}',
			'0.5',
			'\\infty',
			'-\\infty'
		]);
	});
});
