/** Samples of the rows that move entries about or pick them by an index. */
import fc from 'fast-check';
import type { Shape, Tensor } from '#engine/tensor.ts';
import { extents, shapes, tensors } from './arbitraries.ts';
import type { Sample } from './samples.ts';

const matrices = (count: number, m: number, k: number, n: number) =>
	fc.tuple(tensors([count, m, k]), tensors([count, k, n]));

/** A regular part of every dimension; the steps may be wider than the part. */
function partOf(shape: Shape) {
	const along = shape.map((extent) =>
		fc.tuple(fc.nat(extent), fc.nat(extent), fc.constantFrom(1, 1, 2, 3)).map(([a, b, step]) => {
			const [start, stop] = [Math.min(a, b), Math.max(a, b)];
			return { start, size: Math.ceil((stop - start) / step), step };
		})
	);
	return fc.tuple(...along).map((parts) => ({
		starts: parts.map(({ start }) => start),
		sizes: parts.map(({ size }) => size),
		steps: parts.map(({ step }) => step)
	}));
}

/** The sizes as they are, or without their ones, or with one more. */
const reshapedFrom = (sizes: Shape) =>
	fc.constantFrom<Shape>(
		sizes,
		sizes.filter((extent) => extent !== 1),
		[1, ...sizes]
	);

const parts = shapes.chain((shape) =>
	partOf(shape).chain((part) =>
		reshapedFrom(part.sizes).map((target) => ({ whole: shape, part, target }))
	)
);

/** Whole numbers below `extent`; of none there are none. */
export function indices(shape: Shape, extent: number): fc.Arbitrary<Tensor> {
	return tensors(shape, fc.nat(Math.max(extent - 1, 0)), 'int64');
}

/** A shape of at least one dimension, and one of its dimensions, from either end. */
const sided = fc
	.array(extents, { minLength: 1, maxLength: 3 })
	.chain((shape) => fc.tuple(fc.constant<Shape>(shape), fc.nat(shape.length - 1), fc.boolean()));

/** An index no larger than `whole`, except along `dim`; without entries where none can be picked. */
const gathered = sided.chain(([whole, dim, fromEnd]) =>
	fc
		.tuple(
			...whole.map((extent, d) => (d === dim ? fc.nat(whole[dim] === 0 ? 0 : 4) : fc.nat(extent)))
		)
		.chain((shape) => indices(shape, whole[dim]))
		.map((index) => ({ whole, index, dim: fromEnd ? dim - whole.length : dim }))
);

const selected = sided.chain(([whole, dim, fromEnd]) =>
	fc
		.array(fc.nat(whole[dim] === 0 ? 0 : 3), { minLength: Number(whole[dim] === 0), maxLength: 2 })
		.chain((shape) => indices(shape, whole[dim]))
		.map((index) => ({ whole, index, dim: fromEnd ? dim - whole.length : dim }))
);

const joined = sided.chain(([shape, dim, fromEnd]) =>
	fc
		.array(extents, { minLength: 1, maxLength: 3 })
		.chain((list) =>
			fc.tuple(...list.map((own) => tensors(shape.map((e, d) => (d === dim ? own : e)))))
		)
		.map((inputs): Sample & { attrs: { dim: number } } => ({
			inputs,
			attrs: { dim: fromEnd ? dim - shape.length : dim }
		}))
);

export const movingSamples = {
	bmm: fc
		.tuple(extents, extents, extents, extents)
		.chain(([count, m, k, n]) => matrices(count, m, k, n))
		.map((inputs) => ({ inputs, attrs: {} })),
	permute: shapes.chain((shape) =>
		fc
			.tuple(
				tensors(shape),
				fc.shuffledSubarray(
					shape.map((_, d) => d),
					{ minLength: shape.length }
				)
			)
			.map(([x, dims]) => ({ inputs: [x], attrs: { dims } }))
	),
	slice: parts.chain(({ whole, part, target }) =>
		tensors(whole).map((x) => ({ inputs: [x], attrs: { ...part, shape: target } }))
	),
	pad_into: parts.chain(({ whole, part, target }) =>
		tensors(target).map((x) => ({ inputs: [x], attrs: { ...part, shape: whole } }))
	),
	cat: joined,
	gather: gathered.chain(({ whole, index, dim }) =>
		tensors(whole).map((x) => ({ inputs: [x, index], attrs: { dim } }))
	),
	scatter_add: gathered.chain(({ whole, index, dim }) =>
		tensors(index.shape).map((x) => ({ inputs: [x, index], attrs: { dim, shape: whole } }))
	),
	index_select: selected.chain(({ whole, index, dim }) =>
		tensors(whole).map((x) => ({ inputs: [x, index], attrs: { dim } }))
	),
	index_add: selected.chain(({ whole, index, dim }) => {
		const at = dim < 0 ? dim + whole.length : dim;
		const picked = [...whole.slice(0, at), ...index.shape, ...whole.slice(at + 1)];
		return tensors(picked).map((x) => ({
			inputs: [x, index],
			attrs: { dim: at, extent: whole[at] }
		}));
	})
};
