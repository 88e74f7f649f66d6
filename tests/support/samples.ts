/** For every op, a generator of inputs and attributes it is defined and smooth at. Total over the table. */
import fc from 'fast-check';
import type { Attrs, OpAttrs, OpName } from '#engine/ops/op.ts';
import { sizeOf, type DType, type Shape, type Tensor } from '#engine/tensor.ts';
import { convSamples } from './samples-conv.ts';
import { movingSamples } from './samples-moving.ts';
import { broadcastable, dyadics, extents, masks, shapes, tensors } from './arbitraries.ts';
import { numericSamples } from './numeric-samples.ts';

export interface Sample {
	readonly inputs: readonly Tensor[];
	readonly attrs: Attrs;
}

const none: Attrs = {};
const positive = dyadics.map(Math.abs).map((x) => x + 0.25);

const unary = shapes.chain((shape) => tensors(shape)).map((x) => ({ inputs: [x], attrs: none }));

const binary = broadcastable(2)
	.chain(([a, b]) => fc.tuple(tensors(a), tensors(b)))
	.map((inputs) => ({ inputs, attrs: none }));

/** Also equal operands, which decide <= from <. */
const compared = fc.oneof(
	binary,
	unary.map(({ inputs: [x] }) => ({ inputs: [x, x], attrs: none }))
);

const quotient = broadcastable(2)
	.chain(([a, b]) =>
		fc.tuple(
			tensors(a),
			tensors(
				b,
				fc.oneof(
					positive,
					positive.map((x) => -x)
				)
			)
		)
	)
	.map((inputs) => ({ inputs, attrs: none }));

const powers = fc.oneof(
	fc.tuple(
		shapes.chain((s) => tensors(s)),
		fc.constantFrom(0, 1, 2, 3, 4, 5)
	),
	fc.tuple(
		shapes.chain((s) => tensors(s, positive)),
		fc.constantFrom(-3, -2, -1, -0.5, 0.5, 1.5, 2.5)
	)
);

const bounds = fc
	.record({
		min: fc.option(fc.integer({ min: -256, max: 255 }).map((k) => k / 32)),
		max: fc.option(fc.integer({ min: -256, max: 255 }).map((k) => k / 32))
	})
	.filter(({ min, max }) => min !== null || max !== null);

const reductions = shapes
	.chain((shape) =>
		fc.tuple(
			tensors(shape),
			fc.option(fc.subarray(shape.map((_, i) => (i % 2 === 0 ? i : i - shape.length)))),
			fc.boolean()
		)
	)
	.map(([x, dim, keepdim]): Sample => ({ inputs: [x], attrs: { dim, keepdim } }));

const products = fc
	.tuple(extents, extents, extents)
	.chain(([m, k, n]) => fc.tuple(tensors([m, k]), tensors([k, n])))
	.map((inputs) => ({ inputs, attrs: none }));

const expansions = broadcastable(2)
	.map((pair) => [...pair].sort((a, b) => a.length - b.length || sizeOf(a) - sizeOf(b)))
	.filter(([from, to]) => from.every((e, i) => e === 1 || e === to[i + to.length - from.length]))
	.chain(([from, to]) => fc.tuple(tensors(from), fc.constant(to)))
	.map(([x, shape]): Sample => ({ inputs: [x], attrs: { shape } }));

const reshapes = shapes
	.chain((shape) =>
		fc.tuple(
			tensors(shape),
			fc.constantFrom<Shape>([sizeOf(shape)], [...shape].reverse(), [1, ...shape])
		)
	)
	.map(([x, shape]): Sample => ({ inputs: [x], attrs: { shape } }));

export const samples: { readonly [K in OpName]: fc.Arbitrary<Sample & { attrs: OpAttrs[K] }> } = {
	add: binary,
	sub: binary,
	mul: binary,
	div: quotient,
	neg: unary,
	pow: powers.map(([x, exponent]) => ({ inputs: [x], attrs: { exponent } })),
	clamp: fc.tuple(unary, bounds).map(([{ inputs }, attrs]) => ({ inputs, attrs })),
	relu: unary,
	lt: compared,
	le: compared,
	gt: compared,
	ge: compared,
	eq: compared,
	ne: compared,
	where: broadcastable(3)
		.chain(([c, a, b]) => fc.tuple(masks(c), tensors(a), tensors(b)))
		.map((inputs) => ({ inputs, attrs: none })),
	masked_fill: fc
		.tuple(broadcastable(2), dyadics)
		.chain(([[x, mask], value]) => fc.tuple(tensors(x), masks(mask), fc.constant(value)))
		.map(([x, mask, value]) => ({ inputs: [x, mask], attrs: { value } })),
	...movingSamples,
	...convSamples,
	mm: products,
	t: fc
		.array(extents, { maxLength: 2 })
		.chain((shape) => tensors(shape))
		.map((x) => ({ inputs: [x], attrs: none })),
	sum: reductions as fc.Arbitrary<Sample & { attrs: OpAttrs['sum'] }>,
	mean: reductions.filter(({ inputs: [x] }) => sizeOf(x.shape) > 0) as fc.Arbitrary<
		Sample & { attrs: OpAttrs['mean'] }
	>,
	expand: expansions as fc.Arbitrary<Sample & { attrs: OpAttrs['expand'] }>,
	reshape: reshapes as fc.Arbitrary<Sample & { attrs: OpAttrs['reshape'] }>,
	clone: unary,
	detach: unary,
	cast: fc
		.tuple(unary, fc.constantFrom<DType>('float32', 'float64', 'int64', 'bool'))
		.map(([{ inputs }, dtype]) => ({ inputs, attrs: { dtype } })),
	zeros_like: unary,
	ones_like: unary,
	...numericSamples
};
