/** Samples of convolutions and of where extremes stand. */
import fc from 'fast-check';
import { resultShape } from '#engine/ops/convolution.ts';
import { sizeOf, type Shape } from '#engine/tensor.ts';
import { extents, tensors } from './arbitraries.ts';

/** Sizes and windows that fit, of one or two spatial dimensions. */
export const convolutions = fc
	.record({
		batch: fc.integer({ min: 1, max: 2 }),
		groups: fc.integer({ min: 1, max: 2 }),
		own: fc.integer({ min: 1, max: 2 }),
		made: fc.integer({ min: 1, max: 2 }),
		along: fc.array(
			fc.record({
				kernel: fc.integer({ min: 1, max: 3 }),
				stride: fc.integer({ min: 1, max: 3 }),
				padding: fc.nat(2),
				dilation: fc.integer({ min: 1, max: 2 }),
				more: fc.nat(3)
			}),
			{ minLength: 1, maxLength: 2 }
		)
	})
	.map(({ batch, groups, own, made, along }) => {
		const extent = ({ kernel, dilation, padding, more }: (typeof along)[number]) =>
			Math.max(1, dilation * (kernel - 1) + 1 - 2 * padding) + more;
		const window = {
			stride: along.map(({ stride }) => stride),
			padding: along.map(({ padding }) => padding),
			dilation: along.map(({ dilation }) => dilation),
			groups
		};
		const x: Shape = [batch, groups * own, ...along.map(extent)];
		const w: Shape = [groups * made, own, ...along.map(({ kernel }) => kernel)];
		return { x, w, y: resultShape(x, w, window), window };
	});

const distinct = (shape: Shape) =>
	fc
		.shuffledSubarray(
			Array.from({ length: sizeOf(shape) }, (_, i) => (2 * i + 1) / 8),
			{ minLength: sizeOf(shape) }
		)
		.chain((values) =>
			tensors(shape, fc.constant(0)).map((x) => ({ ...x, data: Float64Array.from(values) }))
		);

const searched = fc
	.array(extents, { maxLength: 3 })
	.chain((shape) =>
		fc.tuple(
			fc.oneof(distinct(shape), tensors(shape)),
			fc.option(fc.nat(Math.max(shape.length - 1, 0))),
			fc.boolean()
		)
	)
	.filter(([{ shape }, dim]) => (dim === null ? sizeOf(shape) : (shape[dim] ?? 1)) > 0)
	.map(([x, dim, keepdim]) => ({ inputs: [x], attrs: { dim, keepdim } }));

export const convSamples = {
	argmax: searched,
	argmin: searched,
	conv: convolutions.chain(({ x, w, window }) =>
		fc.tuple(tensors(x), tensors(w)).map((inputs) => ({ inputs, attrs: window }))
	),
	conv_input_grad: convolutions.chain(({ x, w, y, window }) =>
		fc.tuple(tensors(y), tensors(w)).map((inputs) => ({ inputs, attrs: { ...window, shape: x } }))
	),
	conv_weight_grad: convolutions.chain(({ x, w, y, window }) =>
		fc.tuple(tensors(x), tensors(y)).map((inputs) => ({ inputs, attrs: { ...window, shape: w } }))
	)
};
