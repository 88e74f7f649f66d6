/** The rows of base ** exponent with a tensor as exponent, and of the remainder. */
import { ShapeError } from '../shape.ts';
import { differential, meet, zip } from './elementwise.ts';
import { castTo, either, oneOf } from './lower.ts';
import { eachEntry } from './making.ts';
import { base, group } from './notation.ts';
import type { Lowering, Op } from './op.ts';
import { libraryPower, powerSpread, powerUnits } from './power.ts';
import { pull, unbroadcast } from './pull.ts';
import { elementBound, underflow } from './rounding.ts';

/** How far x^z moves when x moves by e and z by f: for x > e by the exponential of z·log x. */
function spread(x: number, z: number, e: number, f: number): number {
	if (f === 0) return powerSpread(x, e, z);
	if (x <= e) return x === 0 && e === 0 && z > f ? 0 : Infinity;
	const change = Math.abs(Math.log(x)) * f - (Math.abs(z) + f) * Math.log1p(-e / x);
	return Math.pow(x, z) * Math.expm1(change);
}

/**
 * Powers of negative bases by their size: WebGPU's pow of a negative base is NaN. Of a −0 that
 * it picks first, ORT's Where keeps no sign, so that what may be −0 stands second.
 */
function lowerPower(l: Lowering, x: string, z: string): string {
	const [zero, one, two, minus] = [0, 1, 2, -1].map((n) => l.constant([n], []));
	const isNegative = l.node('Less', [x, zero]);
	const size = l.node('Pow', [l.node('Where', [isNegative, l.node('Neg', [x]), x]), z]);
	const half = l.node('Floor', [l.node('Div', [z, two])]);
	const isOdd = l.node('Equal', [l.node('Sub', [z, l.node('Mul', [half, two])]), one]);
	const turns = l.node('And', [isNegative, isOdd]);
	const signed = l.node('Mul', [size, l.node('Where', [turns, minus, one])]);
	const isBroken = l.node('Not', [l.node('Equal', [l.node('Floor', [z]), z])]);
	// −∞ counts as even
	const isFinite = l.node('Greater', [x, l.constant([-Infinity], [])]);
	const missing = l.node('And', [isFinite, l.node('And', [isNegative, isBroken])]);
	const plain = l.node('Where', [missing, l.constant([NaN], []), signed]);
	const isOne = either(l, l.node('Equal', [z, zero]), l.node('Equal', [x, one]));
	return l.node('Where', [isOne, one, plain]);
}

export const power: Op = {
	shape: ([x, z]) => meet(x, z),
	forward: ([x, z], _, out) => zip(x, z, out, libraryPower),
	making: eachEntry,
	// r = x^z:  x̄ = g·(z·x^(z−1)), 0 where z = 0;  z̄ = g·(r·log x), 0 where x = 0 ≤ z
	vjp: (b, g, out, [x, z], _attrs, needs) =>
		pull(needs, [
			() => {
				const rest = b.add('power', [x, b.add('sub', [z, b.constant(1, z.dtype)])]);
				const slope = b.add('mul', [g, b.add('mul', [z, rest])]);
				const none = b.add('eq', [z, b.constant(0, z.dtype)]);
				return unbroadcast(b, b.add('masked_fill', [slope, none], { value: 0 }), x);
			},
			() => {
				const atZero = b.add('eq', [x, b.constant(0, x.dtype)]);
				const none = b.add('logical_and', [atZero, b.add('ge', [z, b.constant(0, z.dtype)])]);
				const growth = b.add('mul', [out, b.add('log', [x])]);
				const slope = b.add('masked_fill', [growth, none], { value: 0 });
				return unbroadcast(b, b.add('mul', [g, slope]), z);
			}
		]),
	jvp: (inputs, tangents, out) =>
		differential(inputs, tangents, out.shape, ([x, z], [dx, dz]) => {
			const r = libraryPower(x, z);
			const byBase = z === 0 || dx === 0 ? 0 : (dx * z * r) / x;
			return byBase + (dz === 0 || (x === 0 && z >= 0) ? 0 : dz * r * Math.log(x));
		}),
	bound: (inputs, out, _, u) =>
		elementBound(inputs, out, ([x, z], [e, f], r) => {
			const carried = e > 0 || f > 0 ? spread(x, z, e, f) : 0;
			const own = Number.isFinite(r) ? powerUnits(x, z, u) * u * (Math.abs(r) + carried) : 0;
			return carried + own + underflow(u);
		}),
	kinks: null,
	onnx: (l, names, _, node, types) => {
		const [x, z] = names.map((name, i) => castTo(l, name, types[i].dtype, node.dtype));
		return lowerPower(l, x, z);
	},
	tex: {
		forward: ([x, z]) => `${base(x)}^{${z}}`,
		gradient: (g, [x, z], i) =>
			i === 0
				? `${group(g)} \\odot ${group(z)}\\,${base(x)}^{${z} - 1}`
				: `${group(g)} \\odot ${base(x)}^{${z}} \\log ${group(x)}`
	}
};

/** C's fmod is exact, and so is JavaScript's; the result then takes the sign of b. */
function remainderOf(a: number, b: number): number {
	const r = a % b;
	return r !== 0 && r < 0 !== b < 0 ? r + b : r;
}

export const remainder: Op = {
	shape: ([a, b]) => {
		const type = meet(a, b);
		if (type.dtype !== 'bool') return type;
		throw new ShapeError(`"remainder_cpu" not implemented for 'Bool'`);
	},
	forward: ([a, b], _, out) => zip(a, b, out, remainderOf),
	making: eachEntry,
	// r = a − b·⌊a/b⌋:  ā = g,  b̄ = −g·⌊a/b⌋, where ⌊a/b⌋ is a/b by 0, else (a − r)/b, rounded
	vjp: (b, g, out, [left, right], _attrs, needs) =>
		pull(needs, [
			() => unbroadcast(b, g, left),
			() => {
				// True has no difference
				const from = left.dtype === g.dtype ? left : b.add('cast', [left], { dtype: g.dtype });
				const whole = b.add('div', [b.add('sub', [from, out]), right]);
				const none = b.add('eq', [right, b.constant(0, right.dtype)]);
				const plain = b.add('div', [left, right]);
				const finite = b.add('where', [none, plain, b.add('round', [whole])]);
				// r is infinite where b is, on the other side of 0 than a
				const size = b.add('abs', [out]);
				const isBelow = b.add('eq', [size, b.constant(Infinity, out.dtype)]);
				const times = b.add('masked_fill', [finite, isBelow], { value: -1 });
				return unbroadcast(b, b.add('mul', [b.add('neg', [g]), times]), right);
			}
		]),
	jvp: (inputs, tangents, out) =>
		differential(
			inputs,
			tangents,
			out.shape,
			([a, b], [da, db]) => da - (db === 0 ? 0 : db * Math.round((a - remainderOf(a, b)) / b))
		),
	// where an error reaches a multiple of b, the result may be off by b
	bound: (inputs, out, _, u) =>
		elementBound(inputs, out, ([a, b], [e, f], r) => {
			const times = Math.abs(Math.round(a / b));
			const carried = e > 0 || f > 0 ? e + (times + 1) * f : 0;
			const jumps = carried > 0 && !(Math.abs(a - b * Math.round(a / b)) > carried);
			return carried + (jumps ? Math.abs(b) + f : 0) + u * Math.abs(r) + underflow(u);
		}),
	kinks: ([a, b]) => [
		zip(a, b, { shape: meet(a, b).shape, dtype: 'float64' }, (x, y) => x - y * Math.round(x / y))
	],
	pieces: ([a, b], { shape }) =>
		zip(a, b, { shape, dtype: 'float64' }, (x, y) => Math.floor(x / y)),
	onnx: (l, names, _, node, types) => {
		const [a, b] = names.map((name, i) => castTo(l, name, types[i].dtype, node.dtype));
		const zero = l.constant([0], [], node.dtype);
		const r = l.node('Mod', [a, b], { fmod: { int: 1 } });
		const [low, lowB] = [r, b].map((x) => l.node('Less', [x, zero]));
		const differs = oneOf(l, low, lowB);
		const isOff = l.node('And', [differs, l.node('Not', [l.node('Equal', [r, zero])])]);
		return l.node('Where', [isOff, l.node('Add', [r, b]), r]);
	},
	tex: {
		forward: ([a, b]) => `${group(a)} \\bmod ${group(b)}`,
		gradient: (g, [a, b], i) =>
			i === 0 ? g : `-${group(g)} \\odot \\lfloor \\tfrac{${a}}{${b}} \\rfloor`
	}
};
