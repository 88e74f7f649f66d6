/** The rows of the matrix product and the transpose. */
import { ShapeError, showShape } from '../shape.ts';
import { cast, type Tensor, type TensorType } from '../tensor.ts';
import { PYTORCH_NAME } from './dtypes.ts';
import { multiply, multiplySingle, transpose, widen } from './matrix.ts';
import { copied, paired } from './making.ts';
import { group } from './notation.ts';
import type { Bounded, Op } from './op.ts';
import { pull } from './pull.ts';
import { gamma, underflow } from './rounding.ts';

function productType([a, b]: readonly TensorType[]): TensorType {
	for (const [name, { shape }] of [
		['self', a],
		['mat2', b]
	] as const) {
		if (shape.length !== 2) {
			throw new ShapeError(
				`${name} must be a matrix`,
				`mm multiplies two matrices; this one has ${shape.length} dimensions (${showShape(shape)})`
			);
		}
	}
	const [m, k] = a.shape;
	const [k2, n] = b.shape;
	if (k !== k2) {
		throw new ShapeError(
			`mat1 and mat2 shapes cannot be multiplied (${m}x${k} and ${k2}x${n})`,
			`mm: ${m}×${k} cannot meet ${k2}×${n}, since the inner sizes ${k} and ${k2} differ; transposing one of them with .t() may be what you want`
		);
	}
	if (a.dtype !== b.dtype) {
		throw new ShapeError(
			`expected scalar type ${PYTORCH_NAME[a.dtype]} but found ${PYTORCH_NAME[b.dtype]}`,
			'bring both to one dtype, for example with .float()'
		);
	}
	if (a.dtype === 'bool') {
		throw new ShapeError('"addmm_impl_cpu_" not implemented for \'Bool\'');
	}
	return { shape: [m, n], dtype: a.dtype };
}

/** A·B in float64 whatever the dtypes of `a` and `b`. */
function product(a: Tensor, b: Tensor): Float64Array {
	const [m, k] = a.shape;
	return multiply(widen(a.data), widen(b.data), m, k, b.shape[1]);
}

/** |x| + extra. */
function magnitude(x: Tensor, extra?: Float64Array): Float64Array {
	return widen(x.data).map((v, i) => Math.abs(v) + (extra ? extra[i] : 0));
}

/**
 * |A|·E_B + E_A·(|B| + E_B) + γ_k·(|A| + E_A)(|B| + E_B): holds for every order of summation
 * and with fused multiply-adds. Higham, chapter 3, (3.13).
 */
function productBound([a, b]: readonly Bounded[], out: Tensor, u: number): Float64Array {
	const [m, n] = out.shape;
	const k = a.value.shape[1];
	const reachA = magnitude(a.value, a.error);
	const reachB = magnitude(b.value, b.error);
	const bound = multiply(reachA, reachB, m, k, n).map((s) => gamma(k, u) * s + k * underflow(u));
	const accumulate = (part: Float64Array) => part.forEach((v, i) => (bound[i] += v));
	const isExact = (error: Float64Array) => error.every((e) => e === 0);
	if (!isExact(b.error)) accumulate(multiply(magnitude(a.value), b.error, m, k, n));
	if (!isExact(a.error)) accumulate(multiply(a.error, reachB, m, k, n));
	return bound;
}

/** How a product of matrices is lowered and written: of two, or of two stacks of them. */
export const written: Pick<Op, 'onnx' | 'tex'> = {
	onnx: (l, names) => l.node('MatMul', names),
	tex: {
		forward: ([a, b]) => `${group(a)}\\,${group(b)}`,
		gradient: (g, [a, b], i) =>
			i === 0 ? `${group(g)}\\,${transposed(b)}` : `${transposed(a)}\\,${group(g)}`
	}
};

export const mm: Op = {
	shape: productType,
	forward: ([a, b], _, out) => {
		if (a.data instanceof Float32Array && b.data instanceof Float32Array) {
			const [m, n] = out.shape;
			return { ...out, data: multiplySingle(a.data, b.data, m, a.shape[1], n) };
		}
		const data = product(a, b);
		return cast({ shape: out.shape, dtype: 'float64', data }, out.dtype);
	},
	making: (inputs, _, flat) => paired(inputs, flat),
	// R = A·B:  Ā = G·Bᵀ,  B̄ = Aᵀ·G
	vjp: (b, g, _out, [left, right], _attrs, needs) =>
		pull(needs, [
			() => b.add('mm', [g, b.add('t', [right])]),
			() => b.add('mm', [b.add('t', [left]), g])
		]),
	// dR = dA·B + A·dB
	jvp: ([a, b], [da, db], out) => {
		const data = new Float64Array(out.data.length);
		for (const part of [da && product(da, b), db && product(a, db)]) {
			part?.forEach((v, i) => (data[i] += v));
		}
		return { shape: out.shape, dtype: 'float64', data };
	},
	bound: (inputs, out, _, u) => productBound(inputs, out, u),
	kinks: null,
	...written
};

export function transposed(s: string): string {
	return /[_^]/.test(s) && s.includes('^') ? `\\left(${s}\\right)^{\\top}` : `${group(s)}^{\\top}`;
}

function flip(x: Tensor): Tensor {
	if (x.shape.length < 2) return x;
	const [m, n] = x.shape;
	return { shape: [n, m], dtype: x.dtype, data: transpose(x.data, m, n) };
}

export const t: Op = {
	shape: ([x]) => {
		if (x.shape.length > 2) {
			throw new ShapeError(
				`t() expects a tensor with <= 2 dimensions, but self is ${x.shape.length}D`
			);
		}
		return { shape: [...x.shape].reverse(), dtype: x.dtype };
	},
	forward: ([x]) => flip(x),
	making: ([x], _, flat) => {
		const [rows, columns] = x.shape;
		return copied(x.shape.length < 2 ? flat : (flat % rows) * columns + Math.floor(flat / rows));
	},
	// R = Xᵀ:  X̄ = Gᵀ
	vjp: (b, g, _out, _inputs, _attrs, needs) => pull(needs, [() => b.add('t', [g])]),
	jvp: (_inputs, [dx], out) =>
		dx ? flip(dx) : { shape: out.shape, dtype: 'float64', data: new Float64Array(out.data.length) },
	bound: ([x]) => widen(flip({ shape: x.value.shape, dtype: 'float64', data: x.error }).data),
	kinks: null,
	onnx: (l, [x], _, node) =>
		node.shape.length < 2
			? l.node('Identity', [x])
			: l.node('Transpose', [x], { perm: { ints: [1, 0] } }),
	tex: {
		forward: ([x]) => transposed(x),
		gradient: (g) => transposed(g)
	}
};
