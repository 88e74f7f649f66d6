/** Samples of the rows of functions, extremes, powers and logic: inputs where each is defined and smooth. */
import fc from 'fast-check';
import type { OpAttrs, OpName } from '#engine/ops/op.ts';
import { sizeOf, type Shape, type Tensor } from '#engine/tensor.ts';
import { broadcastable, dyadics, masks, shapes, tensors } from './arbitraries.ts';

type Samples<K extends OpName> = {
	readonly [each in K]: fc.Arbitrary<{ inputs: readonly Tensor[]; attrs: OpAttrs[each] }>;
};

const of = (values: fc.Arbitrary<number>, from: fc.Arbitrary<Shape> = shapes) =>
	from.chain((shape) => tensors(shape, values)).map((x) => ({ inputs: [x], attrs: {} }));
const pairs = (left: fc.Arbitrary<number>, right: fc.Arbitrary<number>) =>
	broadcastable(2)
		.chain(([a, b]) => fc.tuple(tensors(a, left), tensors(b, right)))
		.map((inputs) => ({ inputs, attrs: {} }));

const positive = dyadics.map((x) => Math.abs(x) + 0.25);
const small = dyadics.map((x) => x / 8);
const plain = of(dyadics);
const filled = shapes.filter((shape) => sizeOf(shape) > 0);

/** A divisor far from 0, and a dividend a quarter of it away from its multiples. */
const divisions = fc
	.record({
		b: fc.constantFrom(-12, -8, 8, 10),
		times: fc.integer({ min: -2, max: 2 }),
		quarter: dyadics.map((x) => 0.5 + x / 64)
	})
	.map(({ b, times, quarter }) => ({ a: b * (times + quarter), b }));

const remainders = shapes
	.chain((shape) =>
		fc
			.array(divisions, { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
			.map((list) => list.map(({ a, b }) => [a, b] as const))
			.chain((list) =>
				fc.tuple(
					...[0, 1].map((side) =>
						tensors(shape, fc.constant(0)).map((zero) => ({
							...zero,
							data: Float64Array.from(list, (pair) => pair[side])
						}))
					)
				)
			)
	)
	.map((inputs) => ({ inputs, attrs: {} }));

const axes = (shape: Shape) =>
	fc.option(fc.subarray(shape.map((_, i) => (i % 2 === 0 ? i : i - shape.length))));

const extremes = filled.chain((shape) =>
	fc
		.tuple(tensors(shape), axes(shape), fc.boolean(), fc.boolean())
		.map(([x, dim, keepdim, even]) => {
			const isOne = dim?.length === 1;
			const ties: OpAttrs['amax']['ties'] = isOne ? 'first' : even ? 'even' : 'share';
			return { inputs: [x], attrs: { dim, keepdim, ties } };
		})
);

const oneAxis = (shape: Shape) =>
	fc.constantFrom(
		...(shape.length === 0 ? [0, -1] : shape.flatMap((_, i) => [i, i - shape.length]))
	);

const running = shapes.chain((shape) =>
	fc
		.tuple(tensors(shape), oneAxis(shape), fc.boolean())
		.map(([x, dim, reverse]) => ({ inputs: [x], attrs: { dim, reverse } }))
);

/** Well inside (0, 1). */
const share = dyadics.map((x) => 0.5 + x / 64);
const nearOne = dyadics.map((x) => 1 + x / 64);

const products = shapes.chain((shape) =>
	fc
		.tuple(tensors(shape, nearOne), fc.option(oneAxis(shape)), fc.boolean())
		.map(([x, dim, keepdim]) => ({ inputs: [x], attrs: { dim, keepdim } }))
);

const others = shapes
	.filter((shape) => shape.length > 0)
	.chain((shape) => fc.tuple(tensors(shape, nearOne), oneAxis(shape)))
	.map(([x, dim]) => ({ inputs: [x], attrs: { dim } }));

const logical = broadcastable(2)
	.chain(([a, b]) => fc.tuple(masks(a), fc.oneof(masks(b), tensors(b))))
	.map((inputs) => ({ inputs, attrs: {} }));

export const numericSamples = {
	exp: plain,
	expm1: of(small),
	log: of(positive),
	log1p: of(positive.map((x) => x - 0.75)),
	sqrt: of(positive),
	sin: plain,
	cos: plain,
	tanh: of(small),
	sigmoid: plain,
	erf: of(small),
	abs: plain,
	sign: plain,
	floor: plain,
	ceil: plain,
	round: plain,
	maximum: pairs(dyadics, dyadics),
	minimum: pairs(dyadics, dyadics),
	amax: extremes,
	amin: extremes,
	attains: fc.oneof(
		pairs(dyadics, dyadics),
		plain.map(({ inputs: [x] }) => ({ inputs: [x, x], attrs: {} }))
	),
	power: pairs(positive, small),
	remainder: remainders,
	cumsum: running,
	prod: products,
	prod_others: others,
	binary_cross_entropy: pairs(share, share),
	logical_and: logical,
	logical_or: logical,
	logical_xor: logical,
	logical_not: fc.oneof(
		plain,
		shapes.chain(masks).map((x) => ({ inputs: [x], attrs: {} }))
	)
} satisfies Partial<Samples<OpName>>;
