import { describe, expect, it } from 'vitest';
import { Builder } from '#engine/graph.ts';
import type { Shape } from '#engine/tensor.ts';
import { findDims } from '#scene/dims.ts';

/** The dimensions of every node of what `make` builds, as one index an axis. */
function dimsOf(make: (b: Builder, x: (...shape: Shape) => ReturnType<Builder['input']>) => void) {
	const b = new Builder('float64');
	make(b, (...shape) => b.input(shape, 'float64'));
	const nodes = Array.from({ length: b.count }, (_, id) => b.node(id));
	return findDims(
		{ nodes },
		nodes.map(({ id }) => id)
	).of;
}

describe('dimensions of equal extent', () => {
	it('follow a permutation, also one that counts from the end', () => {
		const [x, turned] = dimsOf((b, x) => b.add('permute', [x(3, 3)], { dims: [-1, 0] }));
		expect(turned).toEqual([x[1], x[0]]);
		expect(x[0]).not.toBe(x[1]);
	});

	it('keep apart what a reduction sums away and what it leaves', () => {
		const [x, most] = dimsOf((b, x) => b.add('amax', [x(4, 4)], { dim: [1], keepdim: false }));
		expect(most).toEqual([x[0]]);
	});

	it('pass over axes of one in a new shape', () => {
		const [x, column] = dimsOf((b, x) => b.add('reshape', [x(7)], { shape: [7, 1] }));
		expect(column).toEqual([x[0], -1]);
	});

	it('of a table and of the places looked up in it stand side by side in the rows', () => {
		const [table, index, rows] = dimsOf((b, x) =>
			b.add('index_select', [x(4, 3), b.input([3], 'int64')], { dim: 0 })
		);
		expect(rows).toEqual([index[0], table[1]]);
		expect(index[0]).not.toBe(table[1]);
	});

	it('meet in a product and in a batch of them', () => {
		const [a, c, ac] = dimsOf((b, x) => b.add('bmm', [x(2, 3, 3), x(2, 3, 3)]));
		expect(ac).toEqual([a[0], a[1], c[2]]);
		expect(c).toEqual([a[0], a[2], c[2]]);
	});
});
