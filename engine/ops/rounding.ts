/**
 * Rounding bounds: the constants of floating-point error analysis that the rows' `bound`
 * columns use. Higham, "Accuracy and Stability of Numerical Algorithms", chapters 2 and 3.
 */
import type { Shape, Tensor } from '../tensor.ts';
import { walk } from './elementwise.ts';
import type { Bounded } from './op.ts';

/** γ_n = n·u / (1 − n·u): relative error of n roundings one after the other, in any order. */
export function gamma(n: number, u: number): number {
	return n * u < 1 ? (n * u) / (1 - n * u) : Infinity;
}

/**
 * Absolute error of one result that underflows. Float32 hardware may flush what is below
 * 2^-126 to zero; in float64 results below 1e-308 are outside what the bounds model.
 */
export function underflow(u: number): number {
	return u > 2 ** -30 ? 2 ** -126 : 0;
}

/** How far float32 arithmetic holds a number of the program (a limit, a filling) from itself. */
export function storedError(value: number, u: number): number {
	return u > 2 ** -30 && Number.isFinite(value) ? Math.abs(value - Math.fround(value)) : 0;
}

/**
 * WGSL grants division 2.5 units in the last place and square root those of a division by
 * an inverse square root (2 more); IEEE arithmetic, which u = 2^-24 or 2^-53 names, rounds both once.
 */
export function divisionUnits(u: number): number {
	return u > 2 ** -24 ? 2.5 : 1;
}

export function squareRootUnits(u: number): number {
	return u > 2 ** -24 ? 5 : 1;
}

/**
 * Bound of an elementwise op: `f(x, e, r)` sees operand values, their error bounds and the
 * computed result, and returns the result's bound.
 */
export function elementBound(
	inputs: readonly Bounded[],
	out: Tensor,
	f: (x: readonly number[], e: readonly number[], r: number) => number
): Float64Array {
	const values = inputs.map((input) => input.value);
	const errors = inputs.map((input) => input.error);
	return walk(out.shape, values, errors, (x, e, i) => f(x, e, out.data[i]));
}

/** The error bounds of an operand at each element of a result that copies it to `shape`. */
export function copiedBound(input: Bounded, shape: Shape): Float64Array {
	return walk(shape, [input.value], [input.error], (_, e) => e[0]);
}
