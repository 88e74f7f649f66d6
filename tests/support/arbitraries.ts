/**
 * fast-check generators of shapes and tensors. Values are dyadic (odd multiples of 2^-6 within
 * ±16), so that they, and small dyadic steps from them, are exact in float32 and float64, and
 * none lies within 2^-6 of a multiple of 2^-5, where the samples put their kinks.
 */
import fc from 'fast-check';
import { sizeOf, tensor, type DType, type Shape, type Tensor } from '#engine/tensor.ts';

export const dyadics = fc.integer({ min: -512, max: 511 }).map((k) => (2 * k + 1) / 64);

/** Odd extents, extent 1 and, now and then, 0. */
export const extents = fc.constantFrom(1, 2, 3, 5, 7, 1, 3, 0);

export const shapes: fc.Arbitrary<Shape> = fc.array(extents, { maxLength: 3 });

export function tensors(
	shape: Shape,
	values: fc.Arbitrary<number> = dyadics,
	dtype: DType = 'float64'
): fc.Arbitrary<Tensor> {
	const size = sizeOf(shape);
	return fc
		.array(values, { minLength: size, maxLength: size })
		.map((data) => tensor(data, shape, dtype));
}

export function masks(shape: Shape): fc.Arbitrary<Tensor> {
	return tensors(shape, fc.constantFrom(0, 1), 'bool');
}

/** `count` shapes that broadcast together: each drops leading extents and squeezes some to 1. */
export function broadcastable(count: number): fc.Arbitrary<Shape[]> {
	const squeezed = (shape: Shape) =>
		fc
			.tuple(
				fc.nat({ max: shape.length }),
				fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length })
			)
			.map(([drop, ones]) => shape.map((extent, i) => (ones[i] ? 1 : extent)).slice(drop));
	return shapes
		.chain((shape) =>
			fc.tuple(
				...Array.from({ length: count }, (_, i) => (i === 0 ? fc.constant(shape) : squeezed(shape)))
			)
		)
		.chain((list) => fc.shuffledSubarray(list, { minLength: count, maxLength: count }));
}
