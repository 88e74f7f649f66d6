/** Distances in units in the last place: the spacing of a format's numbers where the values lie. */
import type { FloatType } from '../tensor.ts';

/** Digits after the binary point, and the exponents of the least normal and of the largest numbers. */
const FORMATS = {
	float32: { digits: 23, least: -126, most: 127 },
	float64: { digits: 52, least: -1022, most: 1023 }
} as const;

/** The spacing of the format's numbers from |x| on; `x` is finite. */
export function ulpOf(x: number, format: FloatType): number {
	const { digits, least, most } = FORMATS[format];
	const exponent = Math.min(most, Math.max(least, exponentOf(x)));
	return 2 ** (exponent - digits);
}

/** ⌊log₂|x|⌋ as the bits have it: a logarithm is rounded, and may be off by one beside a power of two. */
function exponentOf(x: number): number {
	const bits = new DataView(new ArrayBuffer(8));
	bits.setFloat64(0, x);
	return ((bits.getUint16(0) >> 4) & 0x7ff) - 1023;
}

/**
 * |a − b| in units in the last place of the larger; so it is finite beside a zero too, and at most two
 * to the digits and one. Null where one is not finite.
 */
export function ulpsApart(a: number, b: number, format: FloatType): number | null {
	if (a === b) return 0;
	if (!Number.isFinite(a) || !Number.isFinite(b)) return null;
	const unit = ulpOf(Math.max(Math.abs(a), Math.abs(b)), format);
	const apart = Math.abs(a - b);
	// of opposite ends halves, lest it overflow
	return apart < Infinity ? apart / unit : (Math.abs(a / 2 - b / 2) / unit) * 2;
}
