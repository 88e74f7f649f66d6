/**
 * erf(x) = 2/√π ∫₀ˣ e^(−t²) dt, which JavaScript lacks: Kummer's series near zero, whose terms
 * are all positive, and the continued fraction of 1 − erf farther out (DLMF 7.6.2 and 7.9.1).
 */
const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
/** From here on the continued fraction settles within FRACTION_DEPTH steps. */
const FAR = 2.5;
/** Depth at which the fraction has settled to 2^-53 of erf at FAR, and all the more beyond it. */
const FRACTION_DEPTH = 40;
/** Beyond this 1 − erf is below half an ulp of 1. */
const SATURATED = 6;

/** e^(−x²), with x² split so that its rounding is not magnified: x = h + l, h of 24 bits. */
function gaussian(x: number): number {
	const h = Math.fround(x);
	return Math.exp(-h * h) * Math.exp((h - x) * (h + x));
}

/** Σ 2ⁿ·x^(2n+1) / (1·3·…·(2n+1)), until the terms no longer count. */
function series(x: number): number {
	let term = x;
	let sum = x;
	for (let n = 1; term > sum * 2 ** -55; n++) {
		term *= (2 * x * x) / (2 * n + 1);
		sum += term;
	}
	return sum;
}

/** √π·e^(x²)·erfc(x) = 1/(x + ½/(x + 1/(x + (3/2)/(x + …)))). */
function fraction(x: number): number {
	let tail = x;
	for (let n = FRACTION_DEPTH; n >= 1; n--) tail = x + n / 2 / tail;
	return 1 / tail;
}

/** Within 16 units of 2^-53, relatively. */
export function erf(x: number): number {
	if (Number.isNaN(x) || x === 0) return x;
	const size = Math.abs(x);
	let value = 1;
	if (size < FAR) value = Math.min(1, TWO_OVER_ROOT_PI * gaussian(size) * series(size));
	else if (size < SATURATED) value = 1 - (gaussian(size) * fraction(size)) / Math.sqrt(Math.PI);
	return x < 0 ? -value : value;
}
