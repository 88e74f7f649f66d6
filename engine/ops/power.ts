/** The row of x ** exponent with a Python number as exponent (PyTorch's PowBackward0). */
import { ShapeError } from '../shape.ts';
import { isFloat, type TensorType } from '../tensor.ts';
import { toFloat } from './dtypes.ts';
import { differential, map } from './elementwise.ts';
import { castTo, filled } from './lower.ts';
import { eachEntry } from './making.ts';
import { base, group, number } from './notation.ts';
import type { Lowering, Op, OpAttrs } from './op.ts';
import { pull } from './pull.ts';
import {
	divisionUnits,
	elementBound,
	squareRootUnits,
	storedError,
	underflow
} from './rounding.ts';

/** C's pow: 1 to any power is 1 and −1 to an infinite power is 1, where JavaScript says NaN. */
export function libraryPower(x: number, n: number): number {
	if (x === 1 || (x === -1 && Math.abs(n) === Infinity)) return 1;
	return Math.pow(x, n);
}

/** x^n with PyTorch's shortcuts; `round` is applied to what one rounds on its way. */
function power(x: number, n: number, round: (v: number) => number = Number): number {
	switch (n) {
		case 2:
			return x * x;
		case 1:
			return x;
		case 0:
			return 1;
		case 0.5:
			return Math.sqrt(x);
		case -1:
			return 1 / x;
		case 3:
			return round(x * x) * x;
		case -2:
			return 1 / round(x * x);
		case -0.5:
			return 1 / round(Math.sqrt(x));
	}
	return libraryPower(x, n);
}

function powerType([x]: readonly TensorType[], { exponent }: OpAttrs['pow']): TensorType {
	if (isFloat(x.dtype)) return x;
	if (!Number.isInteger(exponent)) return { ...x, dtype: toFloat(x.dtype) };
	if (exponent < 0) {
		throw new ShapeError(
			'Integers to negative integer powers are not allowed.',
			'make x a float tensor first: x.float() ** -1'
		);
	}
	return { ...x, dtype: 'int64' };
}

/**
 * Relative error of `power` in units of u. In IEEE arithmetic: the roundings of each
 * shortcut; 4 for a library pow, with a product and a reciprocal around it when lowered.
 * WGSL's pow is exp2(n·log2 x): exp2 grants (3 + 2|t|) ulp, log2 3 ulp or 2^-21 near 1.
 */
export function powerUnits(x: number, n: number, u: number): number {
	const reciprocal = n < 0 ? divisionUnits(u) : 0;
	switch (Math.abs(n)) {
		case 0:
			return 0;
		case 1:
			return reciprocal;
		case 2:
			return 1 + reciprocal;
		case 3:
			return 2 + reciprocal;
		case 4:
			return 4 + reciprocal;
		case 0.5:
			return squareRootUnits(u) + reciprocal;
	}
	if (u <= 2 ** -24) return 6;
	const log = Math.abs(Math.log2(Math.abs(x)));
	const t = Math.abs(n) * log;
	const exponentUnits = Math.abs(n) * (4 + 3 * log) + t;
	return 3 + 2 * t + Math.LN2 * exponentUnits + 1 + reciprocal;
}

/** How far x^n moves when x moves by at most e: e·sup|n·t^(n−1)| over |t − x| ≤ e. */
export function powerSpread(x: number, e: number, n: number): number {
	if (e === 0 || n === 0) return 0;
	if (!Number.isInteger(n) && x - e < 0) return Infinity;
	const nearest = Math.abs(x) - e;
	if (n < 1 && nearest <= 0) return Infinity;
	return e * Math.abs(n) * Math.pow(n < 1 ? nearest : Math.abs(x) + e, n - 1);
}

/** Whole powers by products: WebGPU's pow of a negative base is NaN. */
function lowerWhole(l: Lowering, x: string, m: number, node: TensorType): string {
	if (m === 1) return x;
	const square = l.node('Mul', [x, x]);
	if (m === 2) return square;
	if (m === 3) return l.node('Mul', [square, x]);
	if (m === 4) return l.node('Mul', [square, square]);
	const even = l.constant([m - (m % 2)], [], node.dtype);
	const p = l.node('Pow', [l.node('Abs', [x]), even]);
	return m % 2 === 0 ? p : l.node('Mul', [p, x]);
}

function lowerPower(l: Lowering, x: string, n: number, node: TensorType): string {
	if (n === 0) return filled(l, 1, node);
	if (n === 1) return l.node('Identity', [x]);
	const m = Math.abs(n);
	let r: string;
	if (m === 0.5) r = l.node('Sqrt', [x]);
	else if (Number.isInteger(m)) r = lowerWhole(l, x, m, node);
	else return l.node('Pow', [x, l.constant([n], [], node.dtype)]);
	return n < 0 ? l.node('Reciprocal', [r]) : r;
}

/** How much x^n changes, beside itself, where n is off by `off`. */
function exponentSpread(x: number, off: number): number {
	if (off === 0 || x === 0 || !Number.isFinite(x)) return 0;
	return Math.expm1(off * Math.abs(Math.log(Math.abs(x))));
}

export const pow: Op<OpAttrs['pow']> = {
	shape: powerType,
	forward: ([x], { exponent }, out) => {
		const round = out.dtype === 'float32' ? Math.fround : Number;
		return map(x, out, (v) => power(v, exponent, round));
	},
	making: eachEntry,
	// r = x^n:  x̄ = g·(n·x^(n−1)), in this association; a zero exponent gives exactly zero
	vjp: (b, g, _out, [x], { exponent: n }, needs) =>
		pull(needs, [
			() => {
				if (n === 0) return b.add('zeros_like', [x]);
				if (n === 1) return g;
				const rest = n === 2 ? x : b.add('pow', [x], { exponent: n - 1 });
				return b.add('mul', [g, b.add('mul', [b.constant(n, x.dtype), rest])]);
			}
		]),
	jvp: (inputs, tangents, out, { exponent: n }) =>
		differential(inputs, tangents, out.shape, (x, d) =>
			n === 0 ? 0 : d[0] * n * power(x[0], n - 1)
		),
	bound: (inputs, out, { exponent: n }, u) => {
		const off = storedError(n, u);
		return elementBound(inputs, out, (x, e, r) => {
			const carried = powerSpread(x[0], e[0], n);
			const units = powerUnits(x[0], n, u);
			if (units === 0) return carried;
			const size = Math.abs(r) + carried;
			return carried + units * u * size + exponentSpread(x[0], off) * size + underflow(u);
		});
	},
	kinks: ([x], { exponent: n }) =>
		n < 0 ? [map(x, { shape: x.shape, dtype: 'float64' }, Number)] : [],
	onnx: (l, [x], { exponent }, node, types) =>
		lowerPower(l, castTo(l, x, types[0].dtype, node.dtype), exponent, node),
	tex: {
		forward: ([x], { exponent: n }) => (n === 0.5 ? `\\sqrt{${x}}` : `${base(x)}^{${number(n)}}`),
		gradient: (g, [x], _, { exponent: n }) => {
			if (n === 0) return '0';
			if (n === 1) return g;
			const rest = n === 2 ? group(x) : `${base(x)}^{${number(n - 1)}}`;
			return `${group(g)} \\odot ${group(number(n))}\\,${rest}`;
		}
	}
};
