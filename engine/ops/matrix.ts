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

/**
 * The same in float32 arithmetic: every product and every sum rounds, in the order of k, as
 * the reference BLAS does, so that float32 training shows float32's own behaviour.
 * Four values of k at a time, so that an entry of C is loaded and stored once for four terms.
 */
export function multiplySingle(
	a: Float32Array,
	b: Float32Array,
	m: number,
	k: number,
	n: number
): Float32Array {
	const c = new Float32Array(m * n);
	const blocked = k - (k % 4);
	for (let i = 0; i < m; i++) {
		const row = c.subarray(i * n, (i + 1) * n);
		for (let p = 0; p < blocked; p += 4) addFourTerms(row, a, i * k + p, b, p * n, n);
		for (let p = blocked; p < k; p++) addTerm(row, a[i * k + p], b, p * n);
	}
	return c;
}

function addFourTerms(
	row: Float32Array,
	a: Float32Array,
	at: number,
	b: Float32Array,
	from: number,
	n: number
): void {
	const [a0, a1, a2, a3] = [a[at], a[at + 1], a[at + 2], a[at + 3]];
	for (let j = 0; j < n; j++) {
		const q = from + j;
		let sum = Math.fround(row[j] + Math.fround(a0 * b[q]));
		sum = Math.fround(sum + Math.fround(a1 * b[q + n]));
		sum = Math.fround(sum + Math.fround(a2 * b[q + 2 * n]));
		row[j] = Math.fround(sum + Math.fround(a3 * b[q + 3 * n]));
	}
}

function addTerm(row: Float32Array, value: number, b: Float32Array, from: number): void {
	for (let j = 0; j < row.length; j++) {
		row[j] = Math.fround(row[j] + Math.fround(value * b[from + j]));
	}
}
