/** The rows of amax and amin: the extreme over dimensions. */
import type { Builder, Node } from '../graph.ts';
import { ShapeError } from '../shape.ts';
import { allocate, sizeOf, type Tensor, type TensorType } from '../tensor.ts';
import { aligned, countOf, reducedDims, reducedShape, spread, texDims } from './dims.ts';
import { farther, MAX, MIN, type Side } from './extremes.ts';
import { castTo } from './lower.ts';
import { copied } from './making.ts';
import { group, indicator } from './notation.ts';
import type { Lowering, Making, Op, OpAttrs } from './op.ts';
import { pull } from './pull.ts';
import { offsetsOf } from './summation.ts';

type Extreme = OpAttrs['amax'];

/** For every entry of the result, where it starts in x and how far its entries lie from there. */
function lines(shape: readonly number[], dim: Extreme['dim']) {
	const dims = reducedDims(shape, dim);
	const kept = shape.map((_, i) => i).filter((i) => !dims.includes(i));
	return { starts: offsetsOf(shape, kept), offsets: offsetsOf(shape, dims) };
}

/** Flat indices of the entries of one line that share its extreme; a NaN is the extreme of its line. */
function winners(side: Side, x: Tensor, start: number, offsets: readonly number[]): number[] {
	let found: number[] = [];
	for (const offset of offsets) {
		const [value, best] = [x.data[start + offset], x.data[found[0]]];
		const isEqual = value === best || (Number.isNaN(value) && Number.isNaN(best));
		if (found.length > 0 && isEqual) found.push(start + offset);
		else if (found.length === 0 || Object.is(farther(side, best, value), value)) {
			found = [start + offset];
		}
	}
	return found;
}

/** x_i − the extreme of the other entries of its line: its sign says whether x_i is the extreme. */
function leads(side: Side, x: Tensor, dim: Extreme['dim']): Tensor {
	const data = new Float64Array(x.data.length);
	const { starts, offsets } = lines(x.shape, dim);
	const none = side.name === 'max' ? -Infinity : Infinity;
	for (const start of starts) {
		const [first, ...others] = winners(side, x, start, offsets);
		let second = none;
		for (const o of offsets) {
			if (start + o !== first) second = farther(side, second, x.data[start + o]);
		}
		for (const o of offsets) data[start + o] = x.data[start + o] - x.data[first];
		data[first] = others.length > 0 ? 0 : x.data[first] - second;
	}
	return { shape: x.shape, dtype: 'float64', data };
}

/** The entries that get the gradient: all that attain r, or the first of them. */
function takers(b: Builder, x: Node, r: Node, { dim, ties }: Extreme): Node {
	const hits = b.add(ties === 'share' ? 'eq' : 'attains', [x, r]);
	if (ties !== 'first' || x.shape.length === 0) return hits;
	const [axis] = reducedDims(x.shape, dim);
	const count = b.add('cumsum', [b.add('cast', [hits], { dtype: r.dtype })], {
		dim: axis,
		reverse: false
	});
	return b.add('logical_and', [hits, b.add('le', [count, b.constant(1, r.dtype)])]);
}

function overDims(side: Side): Op<Extreme> {
	const { name, reduce } = side;
	const pick = (x: Tensor, { ties }: Extreme, start: number, offsets: readonly number[]) => {
		const found = winners(side, x, start, offsets);
		return ties === 'first' ? found.slice(0, 1) : found;
	};
	return {
		shape: ([x], attrs) => {
			if (countOf(x.shape, attrs.dim) === 0) throw nothingToReduce(name, attrs.dim);
			return { shape: reducedShape(x.shape, attrs), dtype: x.dtype };
		},
		forward: ([x], { dim }, out) => {
			const data = allocate(out.dtype, sizeOf(out.shape));
			const { starts, offsets } = lines(x.shape, dim);
			starts.forEach((start, i) => {
				let best = x.data[start];
				for (const o of offsets) best = farther(side, best, x.data[start + o]);
				data[i] = best;
			});
			return { ...out, data };
		},
		making: ([x], _, flat, attrs) => makingOf(pick, x, flat, attrs),
		// r = max x:  x̄ = g where x attains r, shared among equals
		vjp: (b, g, out, [x], attrs, needs) =>
			pull(needs, [
				() => {
					const { dim, ties } = attrs;
					const mask = takers(b, x, aligned(b, out, x, dim), attrs);
					const whole = spread(b, g, x, dim);
					if (ties === 'first') return b.add('where', [mask, whole, b.constant(0, g.dtype)]);
					// a factor, not a choice: a NaN of g reaches every entry, as in PyTorch
					const number = b.add('cast', [mask], { dtype: g.dtype });
					const count = b.add('sum', [number], { dim, keepdim: true });
					return b.add('div', [b.add('mul', [whole, number]), count]);
				}
			]),
		jvp: ([x], [dx], out, attrs) => {
			const { starts, offsets } = lines(x.shape, attrs.dim);
			const data = Float64Array.from(starts, (start) => {
				const found = pick(x, attrs, start, offsets);
				return dx ? found.reduce((s, i) => s + dx.data[i], 0) / found.length : 0;
			});
			return { shape: out.shape, dtype: 'float64', data };
		},
		// the largest moves no further than the entry that moves most
		bound: ([x], _, { dim }) => {
			const { starts, offsets } = lines(x.value.shape, dim);
			return Float64Array.from(starts, (start) =>
				offsets.reduce((most, o) => Math.max(most, x.error[start + o]), 0)
			);
		},
		kinks: ([x], { dim }) => [leads(side, x, dim)],
		onnx: (l, [x], attrs, node, types) => lowerExtreme(l, reduce, x, attrs, node, types[0]),
		tex: {
			forward: ([x], { dim }) => `\\${name}${texDims(dim)} ${group(x)}`,
			gradient: (g, [x], _, { dim }) =>
				`${group(g)} \\odot ${indicator(`${x} = \\${name}${texDims(dim)} ${group(x)}`)}`
		}
	};
}

function makingOf(
	pick: (x: Tensor, attrs: Extreme, start: number, offsets: readonly number[]) => number[],
	x: Tensor,
	flat: number,
	attrs: Extreme
): Making {
	const { starts, offsets } = lines(x.shape, attrs.dim);
	const found = pick(x, attrs, starts[flat], offsets);
	if (found.length === 1) return copied(found[0]);
	return { rule: 'sum', flats: [Uint32Array.from(found)], over: found.length };
}

function nothingToReduce(name: Side['name'], dim: Extreme['dim']): ShapeError {
	return new ShapeError(
		dim === null
			? `${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`
			: `a${name}(): Expected reduction dim ${dim[0]} to have non-zero size.`,
		undefined,
		dim === null ? 'RuntimeError' : 'IndexError'
	);
}

function lowerExtreme(
	l: Lowering,
	reduce: Side['reduce'],
	x: string,
	{ dim, keepdim }: Extreme,
	node: TensorType,
	from: TensorType
): string {
	const axes = reducedDims(from.shape, dim);
	if (axes.length === 0) return l.node('Identity', [x]);
	const attributes = { axes: { ints: axes }, keepdims: { int: Number(keepdim) } };
	if (node.dtype === 'bool') {
		return castTo(l, l.node(reduce, [castTo(l, x, 'bool', 'int64')], attributes), 'int64', 'bool');
	}
	return l.node(reduce, [x], attributes);
}

export const amax = overDims(MAX);
export const amin = overDims(MIN);
