/** Calls of the rows that move entries about, for ONNX Runtime. */
import fc from 'fast-check';
import type { Shape } from '../../../engine/tensor.ts';
import type { Plan } from './plans.ts';

const extent = fc.integer({ min: 1, max: 5 });
const shape = fc.array(extent, { maxLength: 3 });
const sided = fc
	.array(extent, { minLength: 1, maxLength: 3 })
	.chain((x) => fc.tuple(fc.constant<Shape>(x), fc.nat(x.length - 1)));

const part = shape.chain((whole) =>
	fc
		.tuple(...whole.map((e) => fc.tuple(fc.nat(e - 1), extent, fc.constantFrom(1, 2, 3))))
		.map((along) => {
			const starts = along.map(([start]) => start);
			const steps = along.map(([, , step]) => step);
			const most = whole.map((e, d) => Math.ceil((e - starts[d]) / steps[d]));
			const sizes = along.map(([, size], d) => Math.min(size, most[d]));
			return { whole, starts, sizes, steps, flat: [sizes.reduce((n, e) => n * e, 1)] };
		})
);

/** An index of any shape into a dimension of `whole`. */
const picked = sided.chain(([whole, dim]) =>
	fc.array(extent, { maxLength: 2 }).map((index) => ({ whole, dim, index }))
);

/** An index that is no larger than `whole` but along `dim`. */
const pointwise = sided.chain(([whole, dim]) =>
	fc
		.tuple(...whole.map((e, d) => (d === dim ? extent : fc.integer({ min: 1, max: e }))))
		.map((index) => ({ whole, dim, index }))
);

const indexed = (index: Shape, below: number) => ({ shape: index, dtype: 'int64', below }) as const;

export const movingPlans = {
	bmm: fc
		.tuple(extent, extent, fc.integer({ min: 1, max: 40 }), extent)
		.map(([b, n, k, m]): Plan => ({ operands: [{ shape: [b, n, k] }, { shape: [b, k, m] }] })),
	permute: shape.chain((x) =>
		fc
			.shuffledSubarray(
				x.map((_, d) => d),
				{ minLength: x.length }
			)
			.map((dims): Plan => ({ operands: [{ shape: x }], attrs: { dims } }))
	),
	slice: part.map(({ whole, starts, sizes, steps, flat }): Plan => ({
		operands: [{ shape: whole }],
		attrs: { starts, sizes, steps, shape: flat }
	})),
	pad_into: part.map(({ whole, starts, sizes, steps, flat }): Plan => ({
		operands: [{ shape: flat }],
		attrs: { starts, sizes, steps, shape: whole }
	})),
	cat: sided.chain(([x, dim]) =>
		fc.array(extent, { minLength: 1, maxLength: 4 }).map((list): Plan => ({
			operands: list.map((own) => ({ shape: x.map((e, d) => (d === dim ? own : e)) })),
			attrs: { dim }
		}))
	),
	gather: pointwise.map(({ whole, dim, index }): Plan => ({
		operands: [{ shape: whole }, indexed(index, whole[dim])],
		attrs: { dim }
	})),
	scatter_add: pointwise.map(({ whole, dim, index }): Plan => ({
		operands: [{ shape: index }, indexed(index, whole[dim])],
		attrs: { dim, shape: whole }
	})),
	index_select: picked.map(({ whole, dim, index }): Plan => ({
		operands: [{ shape: whole }, indexed(index, whole[dim])],
		attrs: { dim }
	})),
	index_add: picked.map(({ whole, dim, index }): Plan => ({
		operands: [
			{ shape: [...whole.slice(0, dim), ...index, ...whole.slice(dim + 1)] },
			indexed(index, whole[dim])
		],
		attrs: { dim, extent: whole[dim] }
	}))
};
