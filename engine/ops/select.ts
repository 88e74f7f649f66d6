/** The rows that choose between two values by a mask: where and masked_fill. */
import { broadcastShapes, ShapeError } from '../shape.ts';
import { allocate, sizeOf, type TensorType } from '../tensor.ts';
import { PYTORCH_NAME, storable } from './dtypes.ts';
import { differential, meet, stretch, zip } from './elementwise.ts';
import { castTo } from './lower.ts';
import { choosing } from './making.ts';
import { gated, number } from './notation.ts';
import type { Op, OpAttrs } from './op.ts';
import { pull, unbroadcast } from './pull.ts';
import { elementBound, storedError } from './rounding.ts';

/**
 * Bound of a choice: the chosen operand's, and where the mask is undecided also the distance
 * to the other operand, which may have been the right one.
 */
function choiceBound(undecided: number, chosen: number, other: number, gap: number): number {
	return undecided === 0 ? chosen : Math.max(chosen, Math.abs(gap) + other);
}

function whereType([condition, a, b]: readonly TensorType[]): TensorType {
	if (condition.dtype !== 'bool') {
		throw new ShapeError(
			`where expected condition to be a boolean tensor, but got a tensor with dtype ${PYTORCH_NAME[condition.dtype]}`,
			'write a comparison as the condition, for example x > 0'
		);
	}
	const { shape, dtype } = meet(a, b);
	return { shape: broadcastShapes(condition.shape, shape), dtype };
}

/** (condition, a, b). */
export const where: Op = {
	shape: whereType,
	forward: (inputs, _, out) => {
		const [c, a, b] = inputs.map((t) => stretch(t.data, t.shape, out.shape));
		const data = allocate(out.dtype, sizeOf(out.shape));
		for (let i = 0; i < data.length; i++) data[i] = c[i] !== 0 ? a[i] : b[i];
		return { ...out, data };
	},
	making: (inputs, out, flat) => choosing(inputs, out, flat, ([c]) => (c !== 0 ? 1 : 2)),
	// r = c ? a : b:  ā = c ? g : 0,  b̄ = c ? 0 : g
	vjp: (b, g, _out, [condition, left, right], _attrs, needs) => {
		const zero = () => b.constant(0, g.dtype);
		return pull(needs, [
			() => null,
			() => unbroadcast(b, b.add('where', [condition, g, zero()]), left),
			() => unbroadcast(b, b.add('where', [condition, zero(), g]), right)
		]);
	},
	jvp: (inputs, tangents, out) =>
		differential(inputs, tangents, out.shape, (x, d) => (x[0] !== 0 ? d[1] : d[2])),
	bound: (inputs, out) =>
		elementBound(inputs, out, (x, e) => {
			const gap = x[1] - x[2];
			return x[0] !== 0 ? choiceBound(e[0], e[1], e[2], gap) : choiceBound(e[0], e[2], e[1], gap);
		}),
	kinks: null,
	onnx: (l, [c, a, b], _, node, types) =>
		l.node('Where', [
			c,
			castTo(l, a, types[1].dtype, node.dtype),
			castTo(l, b, types[2].dtype, node.dtype)
		]),
	tex: {
		forward: ([c, a, b]) => `\\mathrm{where}(${c},\\, ${a},\\, ${b})`,
		gradient: (g, [c], i) => (i === 0 ? '0' : gated(g, i === 1 ? c : `\\lnot(${c})`))
	}
};

function fillType([x, mask]: readonly TensorType[]): TensorType {
	if (mask.dtype !== 'bool') {
		throw new ShapeError(
			`masked_fill only supports boolean masks, but got mask with dtype ${PYTORCH_NAME[mask.dtype]}`,
			'write a comparison as the mask, for example h < 0'
		);
	}
	return { shape: broadcastShapes(mask.shape, x.shape), dtype: x.dtype };
}

/** (x, mask): `value` where the mask is true. */
export const masked_fill: Op<OpAttrs['masked_fill']> = {
	shape: fillType,
	forward: ([x, mask], { value }, out) => {
		const fill = storable(value, out.dtype);
		return zip(x, mask, out, (v, m) => (m !== 0 ? fill : v));
	},
	making: (inputs, out, flat) => choosing(inputs, out, flat, ([, mask]) => (mask !== 0 ? null : 0)),
	// r = m ? value : x:  x̄ = m ? 0 : g
	vjp: (b, g, _out, [x, mask], _attrs, needs) =>
		pull(needs, [
			() => unbroadcast(b, b.add('masked_fill', [g, mask], { value: 0 }), x),
			() => null
		]),
	jvp: (inputs, tangents, out) =>
		differential(inputs, tangents, out.shape, (x, d) => (x[1] !== 0 ? 0 : d[0])),
	bound: (inputs, out, { value }, u) => {
		const off = storedError(value, u);
		return elementBound(inputs, out, (x, e) => {
			const gap = x[0] - value;
			return x[1] !== 0 ? choiceBound(e[1], off, e[0], gap) : choiceBound(e[1], e[0], off, gap);
		});
	},
	kinks: null,
	onnx: (l, [x, mask], { value }, node) =>
		l.node('Where', [mask, l.constant([storable(value, node.dtype)], [], node.dtype), x]),
	tex: {
		forward: ([x, mask], { value }) => `\\mathrm{where}(${mask},\\, ${number(value)},\\, ${x})`,
		gradient: (g, [, mask], i) => (i === 0 ? gated(g, `\\lnot(${mask})`) : '0')
	}
};
