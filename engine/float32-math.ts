/**
 * Logarithm, sine and cosine as PyTorch's CPU kernels compute them in float32, bit for bit.
 *
 * With this module float32 `randn` gives PyTorch's own values instead of close ones. The formulas
 * are logf, sinf and cosf of Cephes (Stephen L. Moshier): bring the argument into a small range,
 * then take a minimax polynomial. ATen's AVX2 kernels run them on eight lanes, and its compiler
 * fuses some products and sums; the last bit depends on which, so `fma32` marks exactly those.
 */
const { clz32, fround, trunc } = Math;

/**
 * a·b + c as one operation on float32 values. The product is exact in float64; that the sum is
 * rounded twice changes none of the 2²⁴ logarithms, sines and cosines that `randn` can ask for.
 */
function fma32(a: number, b: number, c: number): number {
	return fround(a * b + c);
}

/** c₀xⁿ + c₁xⁿ⁻¹ + … + cₙ by Horner's rule. */
function polynomial(coefficients: readonly number[], x: number): number {
	let sum = coefficients[0];
	for (let i = 1; i < coefficients.length; i++) sum = fma32(sum, x, coefficients[i]);
	return sum;
}

/** ln 2 in two parts, the first so short that an exponent times it is exact. */
const LN2 = 0.693359375;
const LN2_REST = fround(-2.1219444e-4);
/** ln(1 + x) ≈ x - x²/2 + x³·LOG(x) for 1 + x between √½ and √2. */
const LOG = [
	7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1,
	-1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1
].map(fround);

/** Natural logarithm of a float32 from 2⁻²⁴ up to 2⁸. */
export function log32(value: number): number {
	let exponent = 8 - clz32(value * 2 ** 24);
	let mantissa = value * 2 ** -exponent;
	if (mantissa < fround(Math.SQRT1_2)) {
		exponent -= 1;
		mantissa *= 2;
	}
	const x = mantissa - 1;
	const square = fround(x * x);
	const cubic = fround(polynomial(LOG, x) * x);
	const rest = fma32(cubic, square, fround(exponent * LN2_REST));
	return fma32(exponent, LN2, fround(x + fround(rest - square / 2)));
}

/** -π/4 in three parts, each so short that a small integer times it loses nothing that counts. */
const MINUS_EIGHTH_TURN = [-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8].map(fround);
/** sin x ≈ x + x³·SIN(x²) and cos x ≈ 1 - x²/2 + x⁴·COS(x²) for |x| ≤ π/4. */
const SIN = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround);
const COS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(fround);

/** [sin, cos] of a float32 angle in radians from 0 to 8192. */
export function sincos32(angle: number): [number, number] {
	const octant = (trunc(fround(angle * fround(4 / Math.PI))) + 1) & ~1;
	const x = MINUS_EIGHTH_TURN.reduce((left, part) => fma32(octant, part, left), angle);
	const square = fround(x * x);
	const sin = fma32(fround(polynomial(SIN, square) * square), x, x);
	const quartic = fround(polynomial(COS, square) * square);
	const cos = fround(fma32(quartic, square, -square / 2) + 1);
	switch (octant & 6) {
		case 0:
			return [sin, cos];
		case 2:
			return [cos, -sin];
		case 4:
			return [-sin, -cos];
		default:
			return [-cos, sin];
	}
}
