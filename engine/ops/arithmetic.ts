/** The rows of +, −, ×, ÷ and unary minus: elementwise, broadcasting. */
import { ShapeError } from '../shape.ts';
import type { TensorType } from '../tensor.ts';
import { toFloat } from './dtypes.ts';
import { differential, map, meet, zip } from './elementwise.ts';
import { castTo, lowerBinary } from './lower.ts';
import { eachEntry } from './making.ts';
import { group, times } from './notation.ts';
import type { Op } from './op.ts';
import { pull, unbroadcast } from './pull.ts';
import { divisionUnits, elementBound, underflow } from './rounding.ts';

function differenceType([a, b]: readonly TensorType[]): TensorType {
	const hint = 'True minus False has no meaning: compare with !=, or make numbers with .float()';
	if (a.dtype === 'bool' && b.dtype === 'bool') {
		throw new ShapeError(
			'Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.',
			hint
		);
	}
	if (a.dtype === 'bool' || b.dtype === 'bool') {
		throw new ShapeError(
			'Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.',
			hint
		);
	}
	return meet(a, b);
}

export const add: Op = {
	shape: ([a, b]) => meet(a, b),
	forward: ([a, b], _, out) => zip(a, b, out, (x, y) => x + y),
	making: eachEntry,
	// r = a + b:  ā = g,  b̄ = g
	vjp: (b, g, _out, [left, right], _attrs, needs) =>
		pull(needs, [() => unbroadcast(b, g, left), () => unbroadcast(b, g, right)]),
	jvp: (inputs, tangents, out) => differential(inputs, tangents, out.shape, (_, d) => d[0] + d[1]),
	bound: (inputs, out, _, u) =>
		elementBound(inputs, out, (x, e, r) => {
			const carried = e[0] + e[1];
			// a term that is infinite outweighs all finite doubt, and leaves nothing to round
			const isInfinite = Math.abs(x[0]) === Infinity || Math.abs(x[1]) === Infinity;
			if (isInfinite) return carried < Infinity ? 0 : Infinity;
			return carried + u * (Math.abs(r) + carried) + underflow(u);
		}),
	kinks: null,
	onnx: (l, names, _, node, types) =>
		lowerBinary(l, node.dtype === 'bool' ? 'Or' : 'Add', names, types, node.dtype),
	tex: {
		forward: ([a, b]) => `${a} + ${b}`,
		gradient: (g) => g
	}
};

export const sub: Op = {
	shape: differenceType,
	forward: ([a, b], _, out) => zip(a, b, out, (x, y) => x - y),
	making: eachEntry,
	// r = a − b:  ā = g,  b̄ = −g
	vjp: (b, g, _out, [left, right], _attrs, needs) =>
		pull(needs, [() => unbroadcast(b, g, left), () => unbroadcast(b, b.add('neg', [g]), right)]),
	jvp: (inputs, tangents, out) => differential(inputs, tangents, out.shape, (_, d) => d[0] - d[1]),
	bound: add.bound,
	kinks: null,
	onnx: (l, names, _, node, types) => lowerBinary(l, 'Sub', names, types, node.dtype),
	tex: {
		forward: ([a, b]) => `${a} - ${/[+-]/.test(b) ? group(b) : b}`,
		gradient: (g, _, i) => (i === 0 ? g : `-${group(g)}`)
	}
};

export const mul: Op = {
	shape: ([a, b]) => meet(a, b),
	forward: ([a, b], _, out) => zip(a, b, out, (x, y) => x * y),
	making: eachEntry,
	// r = a·b:  ā = g·b,  b̄ = g·a
	vjp: (b, g, _out, [left, right], _attrs, needs) =>
		pull(needs, [
			() => unbroadcast(b, b.add('mul', [g, right]), left),
			() => unbroadcast(b, b.add('mul', [g, left]), right)
		]),
	jvp: (inputs, tangents, out) =>
		differential(inputs, tangents, out.shape, (x, d) => d[0] * x[1] + x[0] * d[1]),
	bound: (inputs, out, _, u) =>
		elementBound(inputs, out, (x, e, r) => {
			const carried = Math.abs(x[0]) * e[1] + Math.abs(x[1]) * e[0] + e[0] * e[1];
			return carried + u * (Math.abs(r) + carried) + underflow(u);
		}),
	kinks: null,
	onnx: (l, names, _, node, types) =>
		lowerBinary(l, node.dtype === 'bool' ? 'And' : 'Mul', names, types, node.dtype),
	tex: {
		forward: ([a, b]) => times(a, b),
		gradient: (g, inputs, i) => times(g, inputs[1 - i])
	}
};

export const div: Op = {
	shape: ([a, b]) => {
		const type = meet(a, b);
		return { ...type, dtype: toFloat(type.dtype) };
	},
	forward: ([a, b], _, out) => zip(a, b, out, (x, y) => x / y),
	making: eachEntry,
	// r = a/b:  ā = g/b,  b̄ = −g·((a/b)/b), associated as PyTorch does
	vjp: (b, g, _out, [left, right], _attrs, needs) =>
		pull(needs, [
			() => unbroadcast(b, b.add('div', [g, right]), left),
			() => {
				const slope = b.add('div', [b.add('div', [left, right]), right]);
				return unbroadcast(b, b.add('mul', [b.add('neg', [g]), slope]), right);
			}
		]),
	jvp: (inputs, tangents, out) =>
		differential(
			inputs,
			tangents,
			out.shape,
			(x, d) => (d[0] * x[1] - x[0] * d[1]) / (x[1] * x[1])
		),
	bound: (inputs, out, _, u) =>
		elementBound(inputs, out, (x, e, r) => {
			// |a/b − a'/b'| ≤ (E_a + |r|·E_b) / (|b| − E_b); nothing holds where b may be 0.
			const room = Math.abs(x[1]) - e[1];
			if (e[1] > 0 && room <= 0) return Infinity;
			const moved = e[0] + (e[1] > 0 ? Math.abs(x[0] / x[1]) * e[1] : 0);
			const carried = moved > 0 ? moved / room : 0;
			return carried + divisionUnits(u) * u * (Math.abs(r) + carried) + underflow(u);
		}),
	kinks: ([, b]) => [map(b, { shape: b.shape, dtype: 'float64' }, Number)],
	onnx: (l, names, _, node, types) => lowerBinary(l, 'Div', names, types, node.dtype),
	tex: {
		forward: ([a, b]) => `\\frac{${a}}{${b}}`,
		gradient: (g, [a, b], i) =>
			i === 0 ? `\\frac{${g}}{${b}}` : `-${group(g)} \\odot \\frac{${a}}{${group(b)}^{2}}`
	}
};

export const neg: Op = {
	shape: ([x]) => {
		if (x.dtype === 'bool') {
			throw new ShapeError(
				'Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.'
			);
		}
		return x;
	},
	forward: ([x], _, out) => map(x, out, (v) => -v),
	making: eachEntry,
	// r = −x:  x̄ = −g
	vjp: (b, g, _out, _inputs, _attrs, needs) => pull(needs, [() => b.add('neg', [g])]),
	jvp: (inputs, tangents, out) => differential(inputs, tangents, out.shape, (_, d) => -d[0]),
	bound: ([x]) => x.error,
	kinks: null,
	onnx: (l, [x], _, node, types) => l.node('Neg', [castTo(l, x, types[0].dtype, node.dtype)]),
	tex: {
		forward: ([x]) => `-${group(x)}`,
		gradient: (g) => `-${group(g)}`
	}
};
