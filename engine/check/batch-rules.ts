/** Op by op, along which axis a result changes places where some of its operands do. */
import type { Node } from '../graph.ts';
import { reducedDims } from '../ops/dims.ts';
import { normalizeDim, sameShape } from '../shape.ts';
import type { Placing } from './batch.ts';

export interface Meeting {
	readonly node: Node;
	/** The operands, and what becomes of them: of one at least the rows change places. */
	readonly types: readonly Node[];
	readonly inputs: readonly Placing[];
	/** How many rows there are. */
	readonly extent: number;
}

/** `stays`: the result does not change, but for rounding. Undefined: that cannot be told. */
type Rule = (meeting: Meeting) => number | 'stays' | undefined;

export function ruleOf(op: string): Rule | undefined {
	return Object.hasOwn(RULES, op) ? RULES[op] : undefined;
}

/** Every operand changes places along `axis`. */
const allAlong = ({ inputs }: Meeting, axis: number) => inputs.every((each) => each.axis === axis);

/** What a reduction adds up in any order stays; else the axis moves to where it is then. */
const reduced: Rule = ({ node, types: [x], inputs: [{ axis }] }) => {
	if (axis === null) return undefined;
	const { dim, keepdim } = node.attrs as {
		dim: readonly number[] | number | null;
		keepdim: boolean;
	};
	const dims = reducedDims(x.shape, typeof dim === 'number' ? [dim] : dim);
	if (dims.includes(axis)) return 'stays';
	return keepdim ? axis : axis - dims.filter((each) => each < axis).length;
};

/** Along a line of its own; a line across the rows depends on their order. */
const inLines: Rule = ({ node, types: [x], inputs: [{ axis }] }) => {
	const { dim } = node.attrs as { dim: number | null };
	const isAcross = dim === null || normalizeDim(dim, x.shape.length) === axis;
	return axis === null || isAcross ? undefined : axis;
};

/** Rows on the left, columns on the right; what is summed over both sides in the same order stays. */
const product: Rule = ({ inputs: [a, b] }) => {
	if (a.axis === 0 && b.axis === null) return 0;
	if (a.axis === null && b.axis === 1) return 1;
	const isSummed = a.axis === 1 || (a.axis === null && a.even[1]);
	return isSummed && (b.axis === 0 || (b.axis === null && b.even[0])) ? 'stays' : undefined;
};

/** Picked by an index that changes places along with what it picks from. */
const picked: Rule = (meeting) => {
	const { node, types, inputs } = meeting;
	const { axis } = inputs[0];
	const dim = normalizeDim(node.attrs.dim as number, types[0].shape.length);
	return axis !== null && axis !== dim && allAlong(meeting, axis) ? axis : undefined;
};

/** A part of every sample; where dimensions come or go, the first axis alone is sure to stay. */
const part: Rule = ({ node, inputs: [{ axis }], extent, types: [x] }) => {
	const { starts, sizes, steps } = node.attrs as Record<
		'starts' | 'sizes' | 'steps',
		readonly number[]
	>;
	const cut = node.op === 'slice' ? node.shape : x.shape;
	if (axis === null || (axis > 0 && !sameShape(sizes, cut))) return undefined;
	const isWhole = starts[axis] === 0 && sizes[axis] === extent && steps[axis] === 1;
	return isWhole && node.shape[axis] === extent ? axis : undefined;
};

const RULES: Readonly<Record<string, Rule>> = {
	t: ({ types: [x], inputs: [{ axis }] }) =>
		axis === null ? undefined : x.shape.length < 2 ? axis : 1 - axis,
	permute: ({ node, inputs: [{ axis }] }) => {
		const at = axis === null ? -1 : (node.attrs.dims as readonly number[]).indexOf(axis);
		return at < 0 ? undefined : at;
	},
	// the rows in front stay whole
	reshape: ({ node, inputs: [{ axis }], extent }) =>
		axis === 0 && node.shape[0] === extent ? 0 : undefined,
	sum: reduced,
	mean: reduced,
	amax: reduced,
	amin: reduced,
	argmax: (meeting) => (inLines(meeting) === undefined ? undefined : reduced(meeting)),
	argmin: (meeting) => (inLines(meeting) === undefined ? undefined : reduced(meeting)),
	cumsum: inLines,
	prod_others: inLines,
	mm: product,
	bmm: ({ inputs: [a, b] }) => {
		const fits = (each: Placing) => each.axis === 0 || (each.axis === null && each.even[0]);
		return fits(a) && fits(b) ? 0 : undefined;
	},
	gather: picked,
	scatter_add: picked,
	// rows of a table that stays, by an index of the samples; and back into it
	index_select: ({ node, types: [x], inputs: [table, index] }) =>
		table.axis === null && index.axis === 0
			? normalizeDim(node.attrs.dim as number, x.shape.length)
			: undefined,
	index_add: ({ node, types: [x], inputs: [rows, index] }) =>
		index.axis === 0 && rows.axis === normalizeDim(node.attrs.dim as number, x.shape.length)
			? 'stays'
			: undefined,
	slice: part,
	pad_into: part,
	cat: (meeting) => {
		const [{ axis }] = meeting.inputs;
		const dim = normalizeDim(meeting.node.attrs.dim as number, meeting.node.shape.length);
		return axis !== null && axis !== dim && allAlong(meeting, axis) ? axis : undefined;
	},
	conv: ({ inputs: [x, w] }) => (x.axis === 0 && w.axis === null ? 0 : undefined),
	conv_input_grad: ({ inputs: [g, w] }) => (g.axis === 0 && w.axis === null ? 0 : undefined),
	conv_weight_grad: ({ inputs: [x, g] }) => (x.axis === 0 && g.axis === 0 ? 'stays' : undefined)
};
