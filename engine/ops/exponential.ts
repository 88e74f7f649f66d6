/** The rows of exp, expm1, log, log1p and sqrt. */
import type { Lowering } from './op.ts';
import { exponentialUnits, isWgsl, LIBRARY_UNITS } from './library.ts';
import { group } from './notation.ts';
import { squareRootUnits } from './rounding.ts';
import { smooth } from './unary.ts';

export const exp = smooth({
	value: Math.exp,
	slope: Math.exp,
	// r = eˣ:  x̄ = g·r
	pull: (b, g, r) => b.add('mul', [g, r]),
	spread: (x, e) => Math.exp(x) * Math.expm1(e),
	units: exponentialUnits,
	onnx: (l, x) => l.node('Exp', [x]),
	tex: {
		forward: ([x]) => `e^{${x}}`,
		gradient: (g, [x]) => `${group(g)} \\odot e^{${x}}`
	}
});

/** What log and log1p are granted near 1: WGSL gives 2^-21 absolutely on [½, 2], else 3 ulp. */
const nearOne = (y: number, u: number) => (isWgsl(u) && y >= 0.5 && y <= 2 ? 2 ** -21 : 0);

export const log = smooth({
	value: Math.log,
	slope: (x) => 1 / x,
	// r = log x:  x̄ = g/x
	pull: (b, g, _r, x) => b.add('div', [g, x]),
	spread: (x, e) => (e < x ? -Math.log1p(-e / x) : Infinity),
	units: (_, u) => (isWgsl(u) ? 3 : LIBRARY_UNITS),
	absolute: nearOne,
	onnx: (l, x) => l.node('Log', [x]),
	tex: {
		forward: ([x]) => `\\log ${group(x)}`,
		gradient: (g, [x]) => `\\frac{${g}}{${x}}`
	}
});

/**
 * ONNX has neither; both are recovered from exp and log without losing digits (Kahan): with
 * y = 1 + x rounded, log1p x = log y · x/(y − 1), where the two roundings of y cancel.
 */
export function lowerLog1p(l: Lowering, x: string): string {
	const one = l.constant([1], []);
	const y = l.node('Add', [x, one]);
	const above = l.node('Sub', [y, one]);
	const r = l.node('Mul', [l.node('Log', [y]), l.node('Div', [x, above])]);
	// y − 1 is 0 for the smallest x, and ∞/∞ for the largest
	const counts = l.node('Not', [l.node('Equal', [y, one])]);
	const huge = l.node('Equal', [y, x]);
	// x stands second: of a −0 that it picks first, ORT's Where keeps no sign
	return l.node('Where', [counts, l.node('Where', [huge, l.node('Log', [y]), r]), x]);
}

export const log1p = smooth({
	value: Math.log1p,
	slope: (x) => 1 / (1 + x),
	// r = log(1 + x):  x̄ = g/(x + 1)
	pull: (b, g, _r, x) => b.add('div', [g, b.add('add', [x, b.constant(1, x.dtype)])]),
	spread: (x, e) => (e < 1 + x ? -Math.log1p(-e / (1 + x)) : Infinity),
	units: (_, u) => (isWgsl(u) ? 3 + KAHAN + 5 : LIBRARY_UNITS + KAHAN),
	absolute: (x, u) => nearOne(1 + x, u) * (isWgsl(u) ? kahanGain(x) : 0),
	onnx: lowerLog1p,
	tex: {
		forward: ([x]) => `\\log\\left(1 + ${x}\\right)`,
		gradient: (g, [x]) => `\\frac{${g}}{1 + ${x}}`
	}
});

/** Quotient, product, and log y against its own argument: 1 + 1 + 2 roundings. */
const KAHAN = 4;

/** |x/(y − 1)|, at most 2: an absolute error of log y counts that much. */
function kahanGain(x: number): number {
	const y = Math.fround(1 + x);
	return y === 1 ? 0 : Math.abs(x / (y - 1));
}

/** eˣ − 1 as (y − 1)·x/log y with y = eˣ rounded: again the roundings of y cancel. */
export const expm1 = smooth({
	value: Math.expm1,
	slope: Math.exp,
	// r = eˣ − 1:  x̄ = g·(r + 1)
	pull: (b, g, r) => b.add('mul', [g, b.add('add', [r, b.constant(1, r.dtype)])]),
	spread: (x, e) => Math.exp(x) * Math.expm1(e),
	units: (x, u) => exponentialUnits(x, u) + LIBRARY_UNITS + KAHAN,
	// an absolute error of log y near 1 counts relatively to log y, that is to x
	absolute: (x, u) =>
		isWgsl(u) && x !== 0 && Math.abs(x) <= 1 ? (2 ** -21 * Math.expm1(x)) / x : 0,
	onnx: (l, x) => {
		const one = l.constant([1], []);
		const y = l.node('Exp', [x]);
		const above = l.node('Sub', [y, one]);
		const r = l.node('Mul', [above, l.node('Div', [x, l.node('Log', [y])])]);
		// where y is 1, x itself; far from there nothing cancels, and log y may be ±∞
		const counts = l.node('Not', [l.node('Equal', [y, one])]);
		const far = l.node('Greater', [l.node('Abs', [x]), one]);
		return l.node('Where', [counts, l.node('Where', [far, above, r]), x]);
	},
	tex: {
		forward: ([x]) => `e^{${x}} - 1`,
		gradient: (g, [x]) => `${group(g)} \\odot e^{${x}}`
	}
});

export const sqrt = smooth({
	value: Math.sqrt,
	slope: (x) => 1 / (2 * Math.sqrt(x)),
	// r = √x:  x̄ = g/(2r)
	pull: (b, g, r) => b.add('div', [g, b.add('mul', [b.constant(2, r.dtype), r])]),
	spread: (x, e) => (e <= x ? e / (Math.sqrt(x) + Math.sqrt(x - e)) : Infinity),
	units: (_, u) => squareRootUnits(u),
	onnx: (l, x) => l.node('Sqrt', [x]),
	tex: {
		forward: ([x]) => `\\sqrt{${x}}`,
		gradient: (g, [x]) => `\\frac{${g}}{2\\sqrt{${x}}}`
	}
});
