/**
 * What the rows of library functions (exp, log, sin …) share: their dtype, and how far an
 * implementation may lie from the exact value.
 */
import type { Tensor, TensorType } from '../tensor.ts';
import { toFloat } from './dtypes.ts';
import type { Bounded } from './op.ts';
import { elementBound, underflow } from './rounding.ts';

/**
 * Relative error, in units of u, that a function of a mathematical library is granted: 2 ulp.
 * V8 computes exp, expm1, log, log1p, sin, cos and tanh by the fdlibm formulas, whose sources
 * state an error below 1 ulp; a float32 result is that value rounded once more. ORT's CPU
 * kernels stay below 1 ulp in 2²⁵ samples of either dtype, except tanh and erf.
 */
export const LIBRARY_UNITS = 4;

/** Whether `u` names the arithmetic of WGSL, whose own accuracy table (§15.7.4) then holds. */
export function isWgsl(u: number): boolean {
	return u > 2 ** -24;
}

/** WGSL's exp: 3 + 2·|x| ulp. */
export function exponentialUnits(x: number, u: number): number {
	return isWgsl(u) ? 3 + 2 * Math.abs(x) : LIBRARY_UNITS;
}

/** Whole and bool operands become floats. */
export function floatType([x]: readonly TensorType[]): TensorType {
	return { shape: x.shape, dtype: toFloat(x.dtype) };
}

export interface Accuracy {
	/** sup |f(t) − f(x)| over |t − x| ≤ e, for e > 0; Infinity where f may leave its domain. */
	spread(x: number, e: number): number;
	/** Relative error of the computed value, in units of u. */
	units(x: number, u: number): number;
	/** An absolute error beside it, where an implementation is accurate in that sense only. */
	absolute?(x: number, u: number): number;
}

/** The `bound` column of a function of one argument. */
export function libraryBound({ spread, units, absolute }: Accuracy) {
	return (inputs: readonly Bounded[], out: Tensor, _attrs: object, u: number): Float64Array =>
		elementBound(inputs, out, ([x], [e], r) => {
			const carried = e > 0 ? spread(x, e) : 0;
			// of an infinite or missing result nothing is rounded
			const own = Number.isFinite(r) ? units(x, u) * u * (Math.abs(r) + carried) : 0;
			return carried + own + (absolute?.(x, u) ?? 0) + underflow(u);
		});
}
