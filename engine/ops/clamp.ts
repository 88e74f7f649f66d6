/**
 * The rows with a kink at a fixed place: clamp and relu. At the kink itself a convention
 * decides: clamp passes gradient 1 at a bound (PyTorch 1.13), relu passes 0 at zero.
 */
import type { Builder, Node } from '../graph.ts';
import { ShapeError } from '../shape.ts';
import { isFloat, type Tensor, type TensorType } from '../tensor.ts';
import { storable, toFloat } from './dtypes.ts';
import { differential, map } from './elementwise.ts';
import { castTo } from './lower.ts';
import { choosing } from './making.ts';
import { gated, number } from './notation.ts';
import type { Lowering, Op, OpAttrs } from './op.ts';
import { pull } from './pull.ts';
import { elementBound, storedError } from './rounding.ts';

function clampType([x]: readonly TensorType[], { min, max }: OpAttrs['clamp']): TensorType {
	if (min === null && max === null) {
		throw new ShapeError(
			"torch.clamp: At least one of 'min' or 'max' must not be None",
			'say which side to cut, for example h.clamp(min=0)'
		);
	}
	const whole = Number.isInteger(min ?? 0) && Number.isInteger(max ?? 0);
	const dtype = whole && !isFloat(x.dtype) ? 'int64' : toFloat(x.dtype);
	return { shape: x.shape, dtype };
}

/** min first, then max, so that max wins where min > max; NaN and −0 pass as they are. */
function clampForward([x]: readonly Tensor[], { min, max }: OpAttrs['clamp'], out: TensorType) {
	const low = storable(min ?? -Infinity, out.dtype);
	const high = storable(max ?? Infinity, out.dtype);
	return map(x, out, (v) => {
		const raised = v < low ? low : v;
		return raised > high ? high : raised;
	});
}

/** x̄ = g where min ≤ x ≤ max, else 0: so 1 at a bound, and 0 at NaN. */
function clampPull(b: Builder, g: Node, x: Node, { min, max }: OpAttrs['clamp']): Node {
	let out = g;
	const keep = (op: 'le' | 'ge', limit: number) =>
		b.add('where', [b.add(op, [x, b.constant(limit, x.dtype)]), out, b.constant(0, g.dtype)]);
	if (max !== null) out = keep('le', max);
	if (min !== null) out = keep('ge', min);
	return out;
}

/** Comparisons and choices, since Clip and Max may lose a NaN or the sign of a zero. */
function lowerClamp(l: Lowering, x: string, { min, max }: OpAttrs['clamp'], type: TensorType) {
	let out = x;
	const cut = (opType: string, limit: number) => {
		const bound = l.constant([limit], [], type.dtype);
		return l.node('Where', [l.node(opType, [out, bound]), bound, out]);
	};
	if (min !== null) out = cut('Less', min);
	if (max !== null) out = cut('Greater', max);
	return out;
}

export const clamp: Op<OpAttrs['clamp']> = {
	shape: clampType,
	forward: clampForward,
	making: (inputs, out, flat, { min, max }) =>
		choosing(inputs, out, flat, ([x]) =>
			x < (min ?? -Infinity) || x > (max ?? Infinity) ? null : 0
		),
	vjp: (b, g, _out, [x], attrs, needs) => pull(needs, [() => clampPull(b, g, x, attrs)]),
	jvp: (inputs, tangents, out, { min, max }) =>
		differential(inputs, tangents, out.shape, (x, d) =>
			x[0] >= (min ?? -Infinity) && x[0] <= (max ?? Infinity) ? d[0] : 0
		),
	// Cutting moves nothing further apart; where the cut is certain the result is the limit as stored.
	bound: (inputs, out, { min, max }, u) => {
		const [low, high] = [min ?? -Infinity, max ?? Infinity];
		const [offLow, offHigh] = [storedError(low, u), storedError(high, u)];
		return elementBound(inputs, out, ([x], [e]) => {
			if (x - e > high + offHigh) return offHigh;
			if (x + e < low - offLow) return low > high ? offHigh : offLow;
			const cutLow = x - e < low + offLow ? offLow : 0;
			const cutHigh = x + e > high - offHigh ? offHigh : 0;
			return Math.max(e, cutLow, cutHigh);
		});
	},
	kinks: ([x], { min, max }) =>
		[min, max].flatMap((limit) =>
			limit === null ? [] : [map(x, { shape: x.shape, dtype: 'float64' }, (v) => v - limit)]
		),
	onnx: (l, [x], attrs, node, types) =>
		lowerClamp(l, castTo(l, x, types[0].dtype, node.dtype), attrs, node),
	tex: {
		forward: ([x], { min, max }) => {
			const low = min === null ? x : `\\max(${x},\\, ${number(min)})`;
			return max === null ? low : `\\min(${low},\\, ${number(max)})`;
		},
		gradient: (g, [x], _, { min, max }) => {
			const low = min === null ? '' : `${number(min)} \\le `;
			return gated(g, `${low}${x}${max === null ? '' : ` \\le ${number(max)}`}`);
		}
	}
};

export const relu: Op = {
	shape: ([x]) => {
		if (x.dtype === 'bool') {
			throw new ShapeError('Boolean inputs not supported for relu');
		}
		return x;
	},
	forward: ([x], _, out) => map(x, out, (v) => (v < 0 ? 0 : v)),
	making: (inputs, out, flat) => choosing(inputs, out, flat, ([x]) => (x < 0 ? null : 0)),
	// r = max(x, 0):  x̄ = 0 where r ≤ 0, else g: so 0 at zero, and g at NaN
	vjp: (b, g, out, _inputs, _attrs, needs) =>
		pull(needs, [
			() => b.add('masked_fill', [g, b.add('le', [out, b.constant(0, out.dtype)])], { value: 0 })
		]),
	jvp: (inputs, tangents, out) =>
		differential(inputs, tangents, out.shape, (x, d) => (x[0] <= 0 ? 0 : d[0])),
	bound: (inputs, out) => elementBound(inputs, out, (x, e) => (x[0] + e[0] < 0 ? 0 : e[0])),
	kinks: ([x]) => [map(x, { shape: x.shape, dtype: 'float64' }, (v) => v)],
	onnx: (l, [x], _, node) => lowerClamp(l, x, { min: 0, max: null }, node),
	tex: {
		forward: ([x]) => `\\mathrm{ReLU}(${x})`,
		gradient: (g, [x]) => gated(g, `${x} > 0`)
	}
};
