/** The rows of functions that level off on both sides: tanh, sigmoid and erf. */
import { erf as errorFunction } from './error-function.ts';
import { exponentialUnits, isWgsl } from './library.ts';
import { group } from './notation.ts';
import { divisionUnits } from './rounding.ts';
import { smooth } from './unary.ts';

/** The least |t| with |t − x| ≤ e: where a slope that falls away from 0 is largest. */
const nearest = (x: number, e: number) => Math.max(Math.abs(x) - e, 0);

/** Twice the largest error of ORT's CPU kernel in 2²⁵ samples of either dtype (6.4 units). */
const TANH_UNITS = 13;

/**
 * WGSL lets tanh inherit the errors of (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ): those of numerator and
 * denominator are both 3 + 2|x| ulp and a rounding of eˣ + e⁻ˣ.
 */
function inheritedTanh(x: number, u: number): number {
	return (2 * (exponentialUnits(Math.min(Math.abs(x), 1 / u), u) + 1) + divisionUnits(u)) * u;
}

const tanhSlope = (x: number) => 1 / Math.cosh(x) ** 2;

export const tanh = smooth({
	value: Math.tanh,
	slope: tanhSlope,
	// r = tanh x:  x̄ = g·(1 − r²)
	pull: (b, g, r) =>
		b.add('mul', [g, b.add('sub', [b.constant(1, r.dtype), b.add('mul', [r, r])])]),
	spread: (x, e) => e * tanhSlope(nearest(x, e)),
	units: (_, u) => (isWgsl(u) ? 0 : TANH_UNITS),
	absolute: (x, u) => (isWgsl(u) ? inheritedTanh(x, u) : 0),
	onnx: (l, x) => l.node('Tanh', [x]),
	tex: {
		forward: ([x]) => `\\tanh ${group(x)}`,
		gradient: (g, [x]) => `${group(g)} \\odot \\left(1 - \\tanh^{2} ${group(x)}\\right)`
	}
});

function sigmoidSlope(x: number): number {
	return 1 / (2 * Math.cosh(x / 2)) ** 2;
}

export const sigmoid = smooth({
	value: (x) => 1 / (1 + Math.exp(-x)),
	slope: sigmoidSlope,
	// r = 1/(1 + e⁻ˣ):  x̄ = g·(1 − r)·r
	pull: (b, g, r) => {
		const rest = b.add('sub', [b.constant(1, r.dtype), r]);
		return b.add('mul', [b.add('mul', [g, rest]), r]);
	},
	spread: (x, e) => e * sigmoidSlope(nearest(x, e)),
	// the exponential, the sum and the quotient
	units: (x, u) => exponentialUnits(x, u) + 1 + divisionUnits(u),
	// spelt out: the CPU kernel of ONNX's Sigmoid errs absolutely, and is 0 where this is 1e-13
	onnx: (l, x) => {
		const one = l.constant([1], []);
		return l.node('Div', [one, l.node('Add', [one, l.node('Exp', [l.node('Neg', [x])])])]);
	},
	tex: {
		forward: ([x]) => `\\sigma\\left(${x}\\right)`,
		gradient: (g, [x]) =>
			`${group(g)} \\odot \\sigma\\left(${x}\\right) \\odot \\left(1 - \\sigma\\left(${x}\\right)\\right)`
	}
});

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
const erfSlope = (x: number) => TWO_OVER_ROOT_PI * Math.exp(-x * x);

/** Ours in float64 (error-function.ts); ORT's CPU kernel of float32 is nearer still. */
const ERF_UNITS = 16;
/** The polynomial of ORT's WebGPU kernel: Abramowitz and Stegun 7.1.26, |ε| ≤ 1.5e-7, and its 12 roundings. */
const wgslErf = (u: number) => 1.5e-7 + (12 + exponentialUnits(1, u)) * u;

export const erf = smooth({
	value: errorFunction,
	slope: erfSlope,
	// r = erf x:  x̄ = 2/√π·e^(−x²)·g
	pull: (b, g, _r, x) => {
		const square = b.add('pow', [x], { exponent: 2 });
		const bell = b.add('exp', [b.add('neg', [square])]);
		return b.add('mul', [b.add('mul', [b.constant(TWO_OVER_ROOT_PI, x.dtype), bell]), g]);
	},
	spread: (x, e) => e * erfSlope(nearest(x, e)),
	units: (_, u) => (isWgsl(u) ? 0 : ERF_UNITS),
	absolute: (_, u) => (isWgsl(u) ? wgslErf(u) : 0),
	onnx: (l, x) => l.node('Erf', [x]),
	tex: {
		forward: ([x]) => `\\operatorname{erf}\\left(${x}\\right)`,
		gradient: (g, [x]) => `${group(g)} \\odot \\tfrac{2}{\\sqrt{\\pi}} e^{-${group(x)}^{2}}`
	}
});
