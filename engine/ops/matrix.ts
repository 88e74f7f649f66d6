/** The matrix kernels behind `mm` and `t`: plain loops over row-major arrays, in float64. */
import { allocate, type Data } from '../tensor.ts';

/** A Float64Array with the values of `data`; the same one if it is one already. */
export function widen(data: Data): Float64Array {
	return data instanceof Float64Array ? data : new Float64Array(data);
}

/**
 * C = A·B for A of m×k and B of k×n. Each entry is summed in the order of k, in float64.
 * Four rows of A at a time, so that a row of B, once loaded, serves four rows of C.
 */
export function multiply(
	a: Float64Array,
	b: Float64Array,
	m: number,
	k: number,
	n: number
): Float64Array {
	const c = new Float64Array(m * n);
	const blocked = m - (m % 4);
	for (let i = 0; i < blocked; i += 4) multiplyFourRows(a, b, c, i, k, n);
	for (let i = blocked; i < m; i++) multiplyRow(a, b, c, i, k, n);
	return c;
}

function multiplyFourRows(
	a: Float64Array,
	b: Float64Array,
	c: Float64Array,
	i: number,
	k: number,
	n: number
): void {
	const [c0, c1, c2, c3] = [i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n];
	for (let p = 0; p < k; p++) {
		const a0 = a[i * k + p];
		const a1 = a[(i + 1) * k + p];
		const a2 = a[(i + 2) * k + p];
		const a3 = a[(i + 3) * k + p];
		const row = p * n;
		for (let j = 0; j < n; j++) {
			const value = b[row + j];
			c[c0 + j] += a0 * value;
			c[c1 + j] += a1 * value;
			c[c2 + j] += a2 * value;
			c[c3 + j] += a3 * value;
		}
	}
}

function multiplyRow(
	a: Float64Array,
	b: Float64Array,
	c: Float64Array,
	i: number,
	k: number,
	n: number
): void {
	for (let p = 0; p < k; p++) {
		const value = a[i * k + p];
		for (let j = 0; j < n; j++) c[i * n + j] += value * b[p * n + j];
	}
}

/** The n×m transpose of an m×n array, in the same dtype. */
export function transpose(x: Data, m: number, n: number): Data {
	const dtype =
		x instanceof Float32Array ? 'float32' : x instanceof Uint8Array ? 'bool' : 'float64';
	const out = allocate(dtype, m * n);
	for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[j * m + i] = x[i * n + j];
	return out;
}
