/**
 * The rows of basic indexing: slice takes a regular part of x (`x[1]`, `x[:, ::2]`, `x[None]`,
 * each one node); pad_into puts such a part into zeros. Each is the other's gradient.
 */
import { sameShape, ShapeError, stridesOf } from '../shape.ts';
import { sizeOf, type Shape } from '../tensor.ts';
import { gathering } from './moving.ts';
import { group } from './notation.ts';
import type { Lowering, Op, OpAttrs } from './op.ts';
import { pull } from './pull.ts';
import { walkStrides } from './strides.ts';

/** Entries at starts, starts + steps, … along each dimension. */
export type Part = Omit<OpAttrs['slice'], 'shape'>;

/** Throws where the part does not lie in `whole`: an error of ours, never of a lesson. */
function requirePart(whole: Shape, { starts, sizes, steps }: Part): void {
	const fits = whole.every((extent, d) => {
		const last = starts[d] + (sizes[d] - 1) * steps[d];
		return sizes[d] === 0 || (starts[d] >= 0 && last < extent);
	});
	if (!fits || starts.length !== whole.length) {
		throw new ShapeError(`[${starts.join(', ')}] is no part of [${whole.join(', ')}]`);
	}
}

/** The flat indices of the part within `whole`, in its own order. */
export function flatsOf(whole: Shape, { starts, sizes, steps }: Part): Int32Array {
	const strides = stridesOf(whole);
	const from = starts.reduce((sum, start, d) => sum + start * strides[d], 0);
	const flats = new Int32Array(sizeOf(sizes));
	const paces = steps.map((step, d) => step * strides[d]);
	walkStrides(sizes, paces, from, (flat, at) => (flats[flat] = at));
	return flats;
}

function reshaped(l: Lowering, x: string, from: Shape, to: Shape): string {
	if (sameShape(from, to)) return x;
	const shape = l.constant(to, [to.length], 'int64');
	return l.node('Reshape', [x, shape], { allowzero: { int: Number(to.includes(0)) } });
}

/** `1`, `0:2`, `::2` for each dimension; `:` where all is taken. */
function texPart({ starts, sizes, steps }: Part): string {
	const parts = starts.map((start, d) => {
		if (sizes[d] === 1) return String(start);
		const stop = start + (sizes[d] - 1) * steps[d] + 1;
		return steps[d] === 1 ? `${start}{:}${stop}` : `${start}{:}${stop}{:}${steps[d]}`;
	});
	return parts.join(',\\,');
}

export const slice: Op<OpAttrs['slice']> = {
	shape: ([x], attrs) => {
		requirePart(x.shape, attrs);
		return { shape: attrs.shape, dtype: x.dtype };
	},
	...gathering<OpAttrs['slice']>(([x], _out, attrs) => ({ flats: flatsOf(x.shape, attrs) })),
	// r = a part of x:  x̄ = g in its place, zeros around it
	vjp: (b, g, _out, [x], { starts, sizes, steps }, needs) =>
		pull(needs, [() => b.add('pad_into', [g], { shape: x.shape, starts, sizes, steps })]),
	onnx: (l, [x], { starts, sizes, steps, shape }, _node, types) => {
		const list = (values: readonly number[]) => l.constant(values, [values.length], 'int64');
		if (starts.length === 0) return reshaped(l, x, [], shape);
		const stops = starts.map((start, d) => start + Math.max(0, (sizes[d] - 1) * steps[d] + 1));
		const ends = stops.map((stop, d) => (sizes[d] === 0 ? starts[d] : stop));
		const axes = list(types[0].shape.map((_, d) => d));
		const part = l.node('Slice', [x, list(starts), list(ends), axes, list(steps)]);
		return reshaped(l, part, sizes, shape);
	},
	tex: {
		forward: ([x], attrs) => `${group(x)}_{[${texPart(attrs)}]}`,
		gradient: (g) => `\\mathrm{pad}(${g})`
	}
};

export const pad_into: Op<OpAttrs['pad_into']> = {
	shape: ([x], { shape, ...part }) => {
		requirePart(shape, part);
		if (sizeOf(part.sizes) !== sizeOf(x.shape)) throw new ShapeError('pad_into: sizes differ');
		return { shape, dtype: x.dtype };
	},
	...gathering<OpAttrs['pad_into']>((_inputs, out, attrs) => {
		const flats = new Int32Array(sizeOf(out.shape)).fill(-1);
		flatsOf(out.shape, attrs).forEach((at, i) => (flats[at] = i));
		return { flats };
	}),
	// r = x in its place among zeros:  x̄ = that part of g
	vjp: (b, g, _out, [x], { starts, sizes, steps }, needs) =>
		pull(needs, [() => b.add('slice', [g], { starts, sizes, steps, shape: x.shape })]),
	onnx: (l, [x], { shape, starts, sizes, steps }, node, types) => {
		const list = (values: readonly number[]) => l.constant(values, [values.length], 'int64');
		const zero = l.constant([0], [], node.dtype);
		let [part, extents] = [reshaped(l, x, types[0].shape, sizes), [...sizes]];
		steps.forEach((step, d) => {
			if (step === 1 || sizes[d] < 2) return;
			// step − 1 zeros after every entry: a dimension of its own, padded, then folded in
			const apart = [...extents.slice(0, d + 1), 1, ...extents.slice(d + 1)];
			const single = reshaped(l, part, extents, apart);
			const pads = apart.flatMap(() => [0]);
			const after = apart.map((_, i) => (i === d + 1 ? step - 1 : 0));
			const wide = l.node('Pad', [single, list([...pads, ...after]), zero]);
			const padded = apart.map((extent, i) => (i === d + 1 ? step : extent));
			extents = extents.map((extent, i) => (i === d ? extent * step : extent));
			const folded = reshaped(l, wide, padded, extents);
			// the zeros after the last entry would stick out
			const kept = extents.map((extent, i) => (i === d ? extent - step + 1 : extent));
			part = l.node('Slice', [
				folded,
				list(kept.map(() => 0)),
				list(kept),
				list(kept.map((_, i) => i))
			]);
			extents = kept;
		});
		if (shape.length === 0) return part;
		const after = shape.map((extent, d) => extent - starts[d] - extents[d]);
		return l.node('Pad', [part, list([...starts, ...after]), zero]);
	},
	tex: {
		forward: ([x]) => `\\mathrm{pad}(${x})`,
		gradient: (g, _inputs, _i, attrs) => `${group(g)}_{[${texPart(attrs)}]}`
	}
};
