/** The row of permute: the same entries with the dimensions in another order. */
import { normalizeDim, ShapeError, stridesOf } from '../shape.ts';
import { sizeOf, type Shape } from '../tensor.ts';
import { gathering } from './moving.ts';
import { group } from './notation.ts';
import type { Op, OpAttrs } from './op.ts';
import { pull } from './pull.ts';
import { walkStrides } from './strides.ts';

function orderOf(shape: Shape, dims: readonly number[]): number[] {
	if (dims.length !== shape.length) {
		throw new ShapeError(
			`permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${shape.length} is not equal to len(dims) = ${dims.length}`
		);
	}
	const order = dims.map((dim) => normalizeDim(dim, shape.length));
	if (new Set(order).size < order.length) throw new ShapeError('repeated dim in permute');
	return order;
}

/** The order that undoes `order`. */
export function inverseOf(order: readonly number[]): number[] {
	const inverse = new Array<number>(order.length);
	order.forEach((dim, i) => (inverse[dim] = i));
	return inverse;
}

export const permute: Op<OpAttrs['permute']> = {
	shape: ([x], { dims }) => ({
		shape: orderOf(x.shape, dims).map((dim) => x.shape[dim]),
		dtype: x.dtype
	}),
	...gathering<OpAttrs['permute']>(([x], out, { dims }) => {
		const strides = stridesOf(x.shape);
		const order = orderOf(x.shape, dims);
		const steps = order.map((dim) => strides[dim]);
		const flats = new Int32Array(sizeOf(out.shape));
		walkStrides(out.shape, steps, 0, (flat, at) => (flats[flat] = at));
		return { flats };
	}),
	// r = x with its dimensions reordered:  x̄ = g with the order undone
	vjp: (b, g, _out, [x], { dims }, needs) =>
		pull(needs, [() => b.add('permute', [g], { dims: inverseOf(orderOf(x.shape, dims)) })]),
	onnx: (l, [x], { dims }, node) =>
		node.shape.length < 2
			? l.node('Identity', [x])
			: l.node('Transpose', [x], { perm: { ints: orderOf(node.shape, dims) } }),
	tex: {
		forward: ([x], { dims }) => `\\mathrm{permute}_{${dims.join(',')}}${group(x)}`,
		gradient: (g, _inputs, _i, { dims }) =>
			`\\mathrm{permute}_{${inverseOf(
				orderOf(
					dims.map(() => 1),
					dims
				)
			).join(',')}}${group(g)}`
	}
};
