/** The rows of prod, and of the product of all the others, which is its slope. */
import type { Builder, Node } from '../graph.ts';
import { normalizeDim } from '../shape.ts';
import { allocate, isFloat, sizeOf, type Shape, type Tensor } from '../tensor.ts';
import { reducedShape, spread, texDims } from './dims.ts';
import { castTo } from './lower.ts';
import { gathered } from './making.ts';
import { group } from './notation.ts';
import type { Bounded, Op, OpAttrs } from './op.ts';
import { pull } from './pull.ts';
import { gamma, underflow } from './rounding.ts';
import { rows } from './summation.ts';

type Product = OpAttrs['prod'];

const dimsOf = (shape: Shape, dim: number | null) =>
	dim === null || shape.length === 0 ? shape.map((_, i) => i) : [normalizeDim(dim, shape.length)];
const asReduction = ({ dim, keepdim }: Product) => ({ dim: dim === null ? null : [dim], keepdim });

/** The lines of x that are multiplied up, one after the other, each of `length`. */
function linesOf(x: { data: Tensor['data']; shape: Shape }, dim: number | null) {
	return rows(x.data, x.shape, dimsOf(x.shape, dim));
}

function product(values: ArrayLike<number>, from: number, length: number): number {
	let p = 1;
	for (let i = from; i < from + length; i++) p *= values[i];
	return p;
}

/** The derivative of a product, factor by factor: (p·x)′ = p′·x + p·x′. */
function dual(x: ArrayLike<number>, dx: ArrayLike<number>, from: number, length: number): number {
	let [p, dp] = [1, 0];
	for (let i = from; i < from + length; i++) {
		dp = dp * x[i] + p * dx[i];
		p *= x[i];
	}
	return dp;
}

/** The error of a product: by E ← E·(|x| + e) + P·e and P ← P·|x|, and its own roundings. */
function productBound(
	x: ArrayLike<number>,
	e: ArrayLike<number>,
	[from, length]: readonly [number, number],
	u: number
): number {
	let [size, carried] = [1, 0];
	for (let i = from; i < from + length; i++) {
		carried = carried * (Math.abs(x[i]) + e[i]) + size * e[i];
		size *= Math.abs(x[i]);
	}
	return carried + gamma(length + 1, u) * (size + carried) + underflow(u);
}

function boundedLines({ value, error }: Bounded, dim: number | null) {
	return { x: linesOf(value, dim), e: rows(error, value.shape, dimsOf(value.shape, dim)).values };
}

export const prod: Op<Product> = {
	shape: ([x], attrs) => ({
		shape: reducedShape(x.shape, asReduction(attrs)),
		dtype: isFloat(x.dtype) ? x.dtype : 'int64'
	}),
	forward: ([x], { dim }, out) => {
		const { values, length } = linesOf(x, dim);
		const data = allocate(out.dtype, sizeOf(out.shape));
		for (let i = 0; i < data.length; i++) data[i] = product(values, i * length, length);
		return { ...out, data };
	},
	making: ([x], _, flat, { dim }) => ({
		...gathered(x.shape, dimsOf(x.shape, dim), flat),
		rule: 'product'
	}),
	// r = x₁·…·xₙ:  x̄ᵢ = g·(the product of the others)
	vjp: (b, g, _out, [x], attrs, needs) =>
		pull(needs, [
			() => b.add('mul', [spread(b, g, x, asReduction(attrs).dim), others(b, x, attrs.dim)])
		]),
	jvp: ([x], [dx], out, { dim }) => {
		const { values, length } = linesOf(x, dim);
		const data = new Float64Array(out.data.length);
		if (!dx) return { shape: out.shape, dtype: 'float64', data };
		const moves = linesOf(dx, dim).values;
		for (let i = 0; i < data.length; i++) data[i] = dual(values, moves, i * length, length);
		return { shape: out.shape, dtype: 'float64', data };
	},
	bound: ([x], out, { dim }, u) => {
		const { x: lines, e } = boundedLines(x, dim);
		const { values, length } = lines;
		return Float64Array.from(out.data, (_, i) => productBound(values, e, [i * length, length], u));
	},
	kinks: null,
	onnx: (l, [x], { dim, keepdim }, node, types) => {
		const ready = castTo(l, x, types[0].dtype, node.dtype);
		const axes = dimsOf(types[0].shape, dim);
		if (axes.length === 0) return l.node('Identity', [ready]);
		return l.node('ReduceProd', [ready], {
			axes: { ints: axes },
			keepdims: { int: Number(keepdim) }
		});
	},
	tex: {
		forward: ([x], attrs) => `\\prod${texDims(asReduction(attrs).dim)} ${group(x)}`,
		gradient: (g, [x]) => `${group(g)} \\odot \\textstyle\\prod_{j \\ne i} ${group(x)}_j`
	}
};

/** Over all dimensions the entries form one line. */
function others(b: Builder, x: Node, dim: number | null): Node {
	if (x.shape.length === 0) return b.add('ones_like', [x]);
	if (dim !== null) return b.add('prod_others', [x], { dim });
	const line = b.add('reshape', [x], { shape: [sizeOf(x.shape)] });
	return b.add('reshape', [b.add('prod_others', [line], { dim: 0 })], { shape: x.shape });
}
