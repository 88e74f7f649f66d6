/** The matrix kernels behind `mm` and `t`: plain loops over row-major arrays, in float64. */
import { allocate, type Data } from '../tensor.ts';

/** A Float64Array with the values of `data`; the same one if it is one already. */
export function widen(data: Data): Float64Array {
	return data instanceof Float64Array ? data : new Float64Array(data);
}

/**
 * C = A·B for A of m×k and B of k×n. Each entry is summed in the order of k, in float64. Tiles of
 * 2×4 entries are summed side by side, so that a value once loaded serves several of them.
 */
export function multiply(
	a: Float64Array,
	b: Float64Array,
	m: number,
	k: number,
	n: number
): Float64Array {
	const c = new Float64Array(m * n);
	const [rows, columns] = [m - (m % 2), n - (n % 4)];
	for (let i = 0; i < rows; i += 2) {
		for (let j = 0; j < columns; j += 4) sumTile(a, b, c, i, j, k, n);
	}
	for (let i = 0; i < m; i++) {
		for (let j = i < rows ? columns : 0; j < n; j++) {
			let sum = 0;
			for (let p = 0; p < k; p++) sum += a[i * k + p] * b[p * n + j];
			c[i * n + j] = sum;
		}
	}
	return c;
}

function sumTile(
	a: Float64Array,
	b: Float64Array,
	c: Float64Array,
	i: number,
	j: number,
	k: number,
	n: number
): void {
	let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0];
	for (let p = 0, q = j; p < k; p++, q += n) {
		const x = a[i * k + p];
		const y = a[(i + 1) * k + p];
		const b0 = b[q];
		const b1 = b[q + 1];
		const b2 = b[q + 2];
		const b3 = b[q + 3];
		s0 += x * b0;
		s1 += x * b1;
		s2 += x * b2;
		s3 += x * b3;
		t0 += y * b0;
		t1 += y * b1;
		t2 += y * b2;
		t3 += y * b3;
	}
	const at = i * n + j;
	c[at] = s0;
	c[at + 1] = s1;
	c[at + 2] = s2;
	c[at + 3] = s3;
	c[at + n] = t0;
	c[at + n + 1] = t1;
	c[at + n + 2] = t2;
	c[at + n + 3] = t3;
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
 */
export function multiplySingle(
	a: Float32Array,
	b: Float32Array,
	m: number,
	k: number,
	n: number
): Float32Array {
	const c = new Float32Array(m * n);
	const [rows, columns] = [m - (m % 2), n - (n % 4)];
	for (let i = 0; i < rows; i += 2) {
		for (let j = 0; j < columns; j += 4) sumTileSingle(a, b, c, i, j, k, n);
	}
	for (let i = 0; i < m; i++) {
		for (let j = i < rows ? columns : 0; j < n; j++) {
			let sum = round(0);
			for (let p = 0; p < k; p++) sum = round(sum + round(a[i * k + p] * b[p * n + j]));
			c[i * n + j] = sum;
		}
	}
	return c;
}

const round = Math.fround;

function sumTileSingle(
	a: Float32Array,
	b: Float32Array,
	c: Float32Array,
	i: number,
	j: number,
	k: number,
	n: number
): void {
	const zero = round(0);
	let [s0, s1, s2, s3] = [zero, zero, zero, zero];
	let [t0, t1, t2, t3] = [zero, zero, zero, zero];
	for (let p = 0, q = j; p < k; p++, q += n) {
		const x = a[i * k + p];
		const y = a[(i + 1) * k + p];
		const b0 = b[q];
		const b1 = b[q + 1];
		const b2 = b[q + 2];
		const b3 = b[q + 3];
		s0 = round(s0 + round(x * b0));
		s1 = round(s1 + round(x * b1));
		s2 = round(s2 + round(x * b2));
		s3 = round(s3 + round(x * b3));
		t0 = round(t0 + round(y * b0));
		t1 = round(t1 + round(y * b1));
		t2 = round(t2 + round(y * b2));
		t3 = round(t3 + round(y * b3));
	}
	const at = i * n + j;
	c[at] = s0;
	c[at + 1] = s1;
	c[at + 2] = s2;
	c[at + 3] = s3;
	c[at + n] = t0;
	c[at + n + 1] = t1;
	c[at + n + 2] = t2;
	c[at + n + 3] = t3;
}
