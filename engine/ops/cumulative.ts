/** The row of cumsum: running totals along one dimension, from either end. */
import { normalizeDim, stridesOf } from '../shape.ts';
import { allocate, isFloat, type Data, type Shape, type Tensor } from '../tensor.ts';
import { castTo } from './lower.ts';
import { group } from './notation.ts';
import type { Bounded, Op, OpAttrs } from './op.ts';
import { pull } from './pull.ts';
import { gamma, underflow } from './rounding.ts';

type Cumulative = OpAttrs['cumsum'];

/** Flat indices of the entries that entry `flat` adds up, in the order of adding. */
function before(shape: Shape, flat: number, { dim, reverse }: Cumulative): Uint32Array {
	if (shape.length === 0) return Uint32Array.of(flat);
	const axis = normalizeDim(dim, shape.length);
	const stride = stridesOf(shape)[axis];
	const at = Math.floor(flat / stride) % shape[axis];
	const count = reverse ? shape[axis] - at : at + 1;
	const first = reverse ? flat + (count - 1) * stride : flat - at * stride;
	return Uint32Array.from({ length: count }, (_, i) => first + (reverse ? -i : i) * stride);
}

/** Running totals in float64; each is rounded once where it is stored in float32. */
function totals(data: Data, shape: Shape, { dim, reverse }: Cumulative): Float64Array {
	const out = Float64Array.from(data);
	if (shape.length === 0) return out;
	const axis = normalizeDim(dim, shape.length);
	const stride = stridesOf(shape)[axis];
	const extent = shape[axis];
	for (let i = 0; i < out.length; i++) {
		const flat = reverse ? out.length - 1 - i : i;
		const at = Math.floor(flat / stride) % extent;
		const isFirst = at === (reverse ? extent - 1 : 0);
		// a total starts from 0, which makes 0 of −0
		out[flat] += isFirst ? 0 : out[flat + (reverse ? stride : -stride)];
	}
	return out;
}

function stored(data: Float64Array, shape: Shape, dtype: Tensor['dtype']): Tensor {
	const narrow = allocate(dtype, data.length);
	narrow.set(data);
	return { shape, dtype, data: narrow };
}

/** Whole numbers whose totals stay below 1/u: they add up exactly, as places of entries do. */
function isCounting({ value, error }: Bounded, u: number): boolean {
	let reach = 0;
	for (const v of value.data) reach += Number.isInteger(v) ? Math.abs(v) : Infinity;
	return reach <= 1 / u && error.every((e) => e === 0);
}

export const cumsum: Op<Cumulative> = {
	shape: ([x], { dim }) => {
		normalizeDim(dim, x.shape.length);
		return { shape: x.shape, dtype: isFloat(x.dtype) ? x.dtype : 'int64' };
	},
	forward: ([x], attrs, out) => stored(totals(x.data, x.shape, attrs), out.shape, out.dtype),
	making: ([x], _, flat, attrs) => ({
		rule: 'sum',
		flats: [before(x.shape, flat, attrs)],
		over: 1
	}),
	// rᵢ = x₁ + … + xᵢ:  x̄ᵢ = gᵢ + … + gₙ
	vjp: (b, g, _out, _inputs, { dim, reverse }, needs) =>
		pull(needs, [() => b.add('cumsum', [g], { dim, reverse: !reverse })]),
	jvp: (_inputs, [dx], out, attrs) =>
		stored(
			dx ? totals(dx.data, out.shape, attrs) : new Float64Array(out.data.length),
			out.shape,
			'float64'
		),
	// as for a sum: ΣE + γ_{n−1}·Σ(|x| + E) over what an entry adds up
	bound: ([x], out, attrs, u) => {
		if (isCounting(x, u)) return new Float64Array(out.data.length);
		const carried = totals(x.error, out.shape, attrs);
		const reach = x.error.map((e, i) => e + Math.abs(x.value.data[i]));
		const n = out.shape.length === 0 ? 1 : out.shape[normalizeDim(attrs.dim, out.shape.length)];
		const growth = gamma(Math.max(n - 1, 0), u);
		return totals(reach, out.shape, attrs).map((s, i) => carried[i] + growth * s + underflow(u));
	},
	kinks: null,
	onnx: (l, [x], { dim, reverse }, node, types) => {
		const ready = castTo(l, x, types[0].dtype, node.dtype);
		if (node.shape.length === 0) return l.node('Identity', [ready]);
		const axis = l.constant([normalizeDim(dim, node.shape.length)], [], 'int64');
		return l.node('CumSum', [ready, axis], { reverse: { int: Number(reverse) } });
	},
	tex: {
		forward: ([x], { dim }) => `\\operatorname{cumsum}_{\\mathrm{dim}\\,${dim}} ${group(x)}`,
		gradient: (g) => `\\textstyle\\sum_{j \\ge i} ${group(g)}_j`
	}
};
