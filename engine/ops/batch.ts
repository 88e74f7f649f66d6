/** The row of bmm: a matrix product for every index of a leading dimension. */
import { ShapeError, showShape } from '../shape.ts';
import { allocate, type Tensor, type TensorType } from '../tensor.ts';
import { PYTORCH_NAME } from './dtypes.ts';
import { written } from './linalg.ts';
import { multiply, multiplySingle, widen } from './matrix.ts';
import type { Bounded, Making, Op } from './op.ts';
import { pull } from './pull.ts';
import { gamma, underflow } from './rounding.ts';

function productType([a, b]: readonly TensorType[]): TensorType {
	for (const [name, { shape }] of [
		['batch1', a],
		['batch2', b]
	] as const) {
		if (shape.length !== 3) {
			throw new ShapeError(
				`${name} must be a 3D tensor`,
				`bmm multiplies two stacks of matrices; this one is ${showShape(shape)}`
			);
		}
	}
	const [count, , inner] = a.shape;
	if (b.shape[0] !== count || b.shape[1] !== inner) {
		throw new ShapeError(
			`Expected size for first two dimensions of batch2 tensor to be: [${count}, ${inner}] but got: [${b.shape[0]}, ${b.shape[1]}].`,
			`bmm: ${showShape(a.shape)} cannot meet ${showShape(b.shape)}`
		);
	}
	if (a.dtype !== b.dtype) {
		throw new ShapeError(
			`expected scalar type ${PYTORCH_NAME[a.dtype]} but found ${PYTORCH_NAME[b.dtype]}`,
			'bring both to one dtype, for example with .float()'
		);
	}
	if (a.dtype === 'bool') throw new ShapeError('"bmm" not implemented for \'Bool\'');
	return { shape: [count, a.shape[1], b.shape[2]], dtype: a.dtype };
}

/** A·B in float64, matrix by matrix. */
function product(a: Float64Array, b: Float64Array, [count, m, k, n]: readonly number[]) {
	const data = new Float64Array(count * m * n);
	for (let i = 0; i < count; i++) {
		const left = a.subarray(i * m * k, (i + 1) * m * k);
		const right = b.subarray(i * k * n, (i + 1) * k * n);
		data.set(multiply(left, right, m, k, n), i * m * n);
	}
	return data;
}

function sizes(a: TensorType, b: TensorType): [number, number, number, number] {
	return [a.shape[0], a.shape[1], a.shape[2], b.shape[2]];
}

function forward([a, b]: readonly Tensor[], out: TensorType): Tensor {
	const [count, m, k, n] = sizes(a, b);
	const data = allocate(out.dtype, count * m * n);
	if (a.data instanceof Float32Array && b.data instanceof Float32Array && out.dtype === 'float32') {
		for (let i = 0; i < count; i++) {
			const left = a.data.subarray(i * m * k, (i + 1) * m * k);
			const right = b.data.subarray(i * k * n, (i + 1) * k * n);
			data.set(multiplySingle(left, right, m, k, n), i * m * n);
		}
	} else data.set(product(widen(a.data), widen(b.data), [count, m, k, n]));
	return { ...out, data };
}

/** |A|·E_B + E_A·(|B| + E_B) + γ_k·(|A| + E_A)(|B| + E_B), as for mm. */
function productBound([a, b]: readonly Bounded[], out: Tensor, u: number): Float64Array {
	const size = sizes(a.value, b.value);
	const k = size[2];
	const magnitude = ({ value }: Bounded) => widen(value.data).map(Math.abs);
	const reach = (x: Bounded) => magnitude(x).map((v, i) => v + x.error[i]);
	const rounded = product(reach(a), reach(b), size);
	const fromB = product(magnitude(a), b.error, size);
	const fromA = product(a.error, reach(b), size);
	return Float64Array.from(
		out.data,
		(_, i) => gamma(k, u) * rounded[i] + k * underflow(u) + fromA[i] + fromB[i]
	);
}

function making([a, b]: readonly TensorType[], flat: number): Making {
	const [, m, k, n] = sizes(a, b);
	const [item, row, column] = [Math.floor(flat / (m * n)), Math.floor(flat / n) % m, flat % n];
	const left = Uint32Array.from({ length: k }, (_, p) => (item * m + row) * k + p);
	const right = Uint32Array.from({ length: k }, (_, p) => (item * k + p) * n + column);
	return { rule: 'sum', flats: [left, right], over: 1 };
}

const TURNED = { dims: [0, 2, 1] };

export const bmm: Op = {
	shape: productType,
	forward: (inputs, _, out) => forward(inputs, out),
	making: (inputs, _out, flat) => making(inputs, flat),
	// Rᵢ = Aᵢ·Bᵢ:  Āᵢ = Gᵢ·Bᵢᵀ,  B̄ᵢ = Aᵢᵀ·Gᵢ
	vjp: (b, g, _out, [left, right], _attrs, needs) =>
		pull(needs, [
			() => b.add('bmm', [g, b.add('permute', [right], TURNED)]),
			() => b.add('bmm', [b.add('permute', [left], TURNED), g])
		]),
	// dR = dA·B + A·dB
	jvp: ([a, b], [da, db], out) => {
		const data = new Float64Array(out.data.length);
		const add = (x: Tensor, y: Tensor) =>
			product(widen(x.data), widen(y.data), sizes(a, b)).forEach((v, i) => (data[i] += v));
		if (da) add(da, b);
		if (db) add(a, db);
		return { shape: out.shape, dtype: 'float64', data };
	},
	bound: (inputs, out, _, u) => productBound(inputs, out, u),
	kinks: null,
	...written
};
