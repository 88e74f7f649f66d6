/** The rows that change no value: reshape, clone, detach and cast. */
import type { Node } from '../graph.ts';
import { ShapeError, showShape } from '../shape.ts';
import { cast as convert, isFloat, sizeOf, type Shape, type Tensor } from '../tensor.ts';
import { map } from './elementwise.ts';
import { castTo } from './lower.ts';
import { copied, eachEntry } from './making.ts';
import type { Op, OpAttrs } from './op.ts';
import { pull } from './pull.ts';
import { elementBound } from './rounding.ts';

/** The target shape, one −1 worked out. */
function reshapedShape(from: Shape, to: Shape): Shape {
	const size = sizeOf(from);
	const odd = to.find((extent) => extent < -1);
	if (odd !== undefined) throw new ShapeError(`invalid shape dimension ${odd}`);
	const free = to.filter((extent) => extent === -1).length;
	if (free > 1) throw new ShapeError('only one dimension can be inferred');
	const known = to.reduce((n, extent) => (extent === -1 ? n : n * extent), 1);
	if (free === 1 && known === 0 && size === 0) {
		throw new ShapeError(
			`cannot reshape tensor of 0 elements into shape [${to.join(', ')}] because the unspecified dimension size -1 can be any value and is ambiguous`
		);
	}
	const fits = free === 0 ? known === size : known > 0 && size % known === 0;
	if (!fits) {
		throw new ShapeError(
			`shape '[${to.join(', ')}]' is invalid for input of size ${size}`,
			`${showShape(from)} has ${size} elements; the new sizes must multiply to ${size}`
		);
	}
	return to.map((extent) => (extent === -1 ? size / known : extent));
}

/** The tangent of an op that copies every element: dx itself, in float64 and the new shape. */
function copiedTangent(dx: Tensor | null, out: Tensor): Tensor {
	const type = { shape: out.shape, dtype: 'float64' } as const;
	return dx ? map(dx, type, Number) : { ...type, data: new Float64Array(out.data.length) };
}

export const reshape: Op<OpAttrs['reshape']> = {
	shape: ([x], { shape }) => ({ shape: reshapedShape(x.shape, shape), dtype: x.dtype }),
	forward: ([x], _, out) => ({ ...out, data: x.data }),
	making: (_inputs, _out, flat) => copied(flat),
	// The elements stay in order:  x̄ = g in the old shape
	vjp: (b, g, _out, [x], _attrs, needs) =>
		pull(needs, [() => b.add('reshape', [g], { shape: x.shape })]),
	jvp: (_inputs, [dx], out) => copiedTangent(dx, out),
	bound: ([x]) => x.error,
	kinks: null,
	onnx: (l, [x], _, node) => {
		const shape = l.constant(node.shape, [node.shape.length], 'int64');
		// Without allowzero a 0 would mean: keep the old extent.
		const allowzero = { int: Number(node.shape.includes(0)) };
		return l.node('Reshape', [x, shape], { allowzero });
	},
	tex: {
		forward: ([x]) => `\\mathrm{reshape}(${x})`,
		gradient: (g) => `\\mathrm{reshape}(${g})`
	}
};

export const clone: Op = {
	shape: ([x]) => x,
	forward: ([x]) => x,
	making: (_inputs, _out, flat) => copied(flat),
	// r = x:  x̄ = g
	vjp: (_b, g, _out, _inputs, _attrs, needs) => pull(needs, [(): Node => g]),
	jvp: (_inputs, [dx], out) => copiedTangent(dx, out),
	bound: ([x]) => x.error,
	kinks: null,
	onnx: (l, names) => l.node('Identity', names),
	tex: {
		forward: ([x]) => x,
		gradient: (g) => g
	}
};

/** The same values, cut off from the graph that made them. */
export const detach: Op = {
	...clone,
	vjp: null,
	jvp: null,
	tex: {
		forward: ([x]) => `\\mathrm{detach}(${x})`,
		gradient: () => '0'
	}
};

export const cast: Op<OpAttrs['cast']> = {
	shape: ([x], { dtype }) => ({ shape: x.shape, dtype }),
	forward: ([x], _, out) => convert(x, out.dtype),
	// a whole number or a truth value is not the number it was made from
	making: (inputs, out, flat) => (isFloat(out.dtype) ? copied(flat) : eachEntry(inputs, out, flat)),
	// r = x in another float dtype:  x̄ = g in the old one; whole numbers carry no gradient
	vjp: (b, g, out, [x], _attrs, needs) =>
		pull(needs, [
			() => (isFloat(x.dtype) && isFloat(out.dtype) ? b.add('cast', [g], { dtype: x.dtype }) : null)
		]),
	jvp: ([x], [dx], out) => copiedTangent(isFloat(x.dtype) && isFloat(out.dtype) ? dx : null, out),
	bound: (inputs, out) =>
		elementBound(inputs, out, ([x], [e]) => {
			if (out.dtype === 'bool') return e > 0 && Math.abs(x) <= e ? 1 : 0;
			// Truncation moves by at most one more than its argument.
			if (out.dtype === 'int64') return Math.trunc(x - e) === Math.trunc(x + e) ? 0 : e + 1;
			const rounds = out.dtype === 'float32' && inputs[0].value.dtype !== 'float32';
			return rounds ? e + 2 ** -24 * (Math.abs(x) + e) + 2 ** -150 : e;
		}),
	kinks: null,
	onnx: (l, [x], _, node, types) =>
		types[0].dtype === node.dtype
			? l.node('Identity', [x])
			: castTo(l, x, types[0].dtype, node.dtype),
	tex: {
		forward: ([x]) => x,
		gradient: (g) => g
	}
};
