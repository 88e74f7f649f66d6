/**
 * The row of binary_cross_entropy, entry by entry: −(t·log x + (1 − t)·log(1 − x)). A row, since
 * at x = 0 and 1 it needs rules of its own: PyTorch holds the logarithms above −100 and the
 * denominator of the slope above 10⁻¹².
 */
import { differential, map, meet, zip } from './elementwise.ts';
import { lowerLog1p } from './exponential.ts';
import { isWgsl, LIBRARY_UNITS } from './library.ts';
import { castTo } from './lower.ts';
import { eachEntry } from './making.ts';
import { group } from './notation.ts';
import type { Op } from './op.ts';
import { pull, unbroadcast } from './pull.ts';
import { elementBound, underflow } from './rounding.ts';

const LEAST_LOG = -100;
const LEAST_DENOMINATOR = 1e-12;

const held = (log: number) => Math.max(log, LEAST_LOG);

function entropy(x: number, t: number): number {
	return (t - 1) * held(Math.log1p(-x)) - t * held(Math.log(x));
}

/** How far log x moves at most when x ≥ 0 moves by e. */
function logSpread(x: number, e: number): number {
	if (e === 0) return 0;
	return e < x ? Math.min(-Math.log1p(-e / x), -LEAST_LOG) : -LEAST_LOG;
}

export const binary_cross_entropy: Op = {
	shape: ([x, t]) => meet(x, t),
	forward: ([x, t], _, out) => zip(x, t, out, entropy),
	making: eachEntry,
	// x̄ = g·(x − t)/max((1 − x)·x, 10⁻¹²),  t̄ = g·(log(1 − x) − log x)
	vjp: (b, g, _out, [x, t], _attrs, needs) =>
		pull(needs, [
			() => {
				const rest = b.add('sub', [b.constant(1, x.dtype), x]);
				const width = b.add('mul', [rest, x]);
				const safe = b.add('clamp', [width], { min: LEAST_DENOMINATOR, max: null });
				const slope = b.add('div', [b.add('sub', [x, t]), safe]);
				return unbroadcast(b, b.add('mul', [g, slope]), x);
			},
			() => {
				const rest = b.add('log1p', [b.add('neg', [x])]);
				return unbroadcast(b, b.add('mul', [g, b.add('sub', [rest, b.add('log', [x])])]), t);
			}
		]),
	jvp: (inputs, tangents, out) =>
		differential(inputs, tangents, out.shape, ([x, t], [dx, dt]) => {
			const byX = dx === 0 ? 0 : (dx * (x - t)) / x / (1 - x);
			return byX + (dt === 0 ? 0 : dt * (Math.log1p(-x) - Math.log(x)));
		}),
	bound: (inputs, out, _, u) =>
		elementBound(inputs, out, ([x, t], [e, f]) => {
			const [one, other] = [Math.abs(held(Math.log(x))), Math.abs(held(Math.log1p(-x)))];
			const [p, q] = [Math.abs(t), Math.abs(1 - t)];
			const [moved, movedOther] = [logSpread(x, e), logSpread(1 - x, e)];
			const carried = (p + f) * moved + (q + f) * movedOther + f * (one + other);
			const size = (p + f) * (one + moved) + (q + f) * (other + movedOther);
			// the logarithms (log1p as lowered has 8 units), 1 − t, the products and their difference
			const units = 2 * LIBRARY_UNITS + 3;
			const near = isWgsl(u) ? 2 ** -21 * (p + 2 * q + 3 * f) : 0;
			return carried + units * u * size + near + underflow(u);
		}),
	kinks: ([x]) => {
		const type = { shape: x.shape, dtype: 'float64' } as const;
		return [x, map(x, type, (v) => 1 - v)].map((p) => map(p, type, (v) => Math.log(v) - LEAST_LOG));
	},
	// where the denominator is held, PyTorch's gradient is not the derivative
	pieces: ([x]) =>
		map(x, { shape: x.shape, dtype: 'float64' }, (v) =>
			(1 - v) * v < LEAST_DENOMINATOR ? NaN : 0
		),
	onnx: (l, names, _, node, types) => {
		const [x, t] = names.map((name, i) => castTo(l, name, types[i].dtype, node.dtype));
		const least = l.constant([LEAST_LOG], []);
		const hold = (log: string) => l.node('Where', [l.node('Less', [log, least]), least, log]);
		const rest = l.node('Sub', [t, l.constant([1], [])]);
		const other = l.node('Mul', [rest, hold(lowerLog1p(l, l.node('Neg', [x])))]);
		return l.node('Sub', [other, l.node('Mul', [t, hold(l.node('Log', [x]))])]);
	},
	tex: {
		forward: ([x, t]) =>
			`-${group(t)} \\odot \\log ${group(x)} - \\left(1 - ${t}\\right) \\odot \\log\\left(1 - ${x}\\right)`,
		gradient: (g, [x, t], i) =>
			i === 0
				? `${group(g)} \\odot \\frac{${x} - ${group(t)}}{${group(x)} \\odot \\left(1 - ${x}\\right)}`
				: `${group(g)} \\odot \\log \\frac{1 - ${x}}{${x}}`
	}
};
