/** The row of cat: tensors side by side along one dimension. */
import { normalizeDim, sameShape, ShapeError, showShape } from '../shape.ts';
import { sizeOf, type Shape, type TensorType } from '../tensor.ts';
import { promote } from './dtypes.ts';
import { castTo } from './lower.ts';
import { gathering } from './moving.ts';
import type { Op, OpAttrs } from './op.ts';
import { pull } from './pull.ts';

/** An empty vector joins anything, as it always has in PyTorch. */
const isNothing = ({ shape }: TensorType) => shape.length === 1 && shape[0] === 0;

function joinedShape(inputs: readonly TensorType[], dim: number): Shape {
	const parts = inputs.filter((x) => !isNothing(x));
	if (parts.length === 0) return [0];
	const [first] = parts;
	const axis = normalizeDim(dim, first.shape.length);
	for (const [i, { shape }] of inputs.entries()) {
		if (isNothing(inputs[i])) continue;
		if (shape.length !== first.shape.length) {
			throw new ShapeError(
				`Tensors must have same number of dimensions: got ${first.shape.length} and ${shape.length}`,
				`cat joins ${showShape(first.shape)} and ${showShape(shape)} only if one gets another dimension, for example with unsqueeze`
			);
		}
		const odd = shape.findIndex((extent, d) => d !== axis && extent !== first.shape[d]);
		if (odd < 0) continue;
		throw new ShapeError(
			`Sizes of tensors must match except in dimension ${axis}. Expected size ${first.shape[odd]} but got size ${shape[odd]} for tensor number ${i} in the list.`,
			`along dim ${axis} the sizes add up; in all others they must be equal`
		);
	}
	const extent = parts.reduce((sum, { shape }) => sum + shape[axis], 0);
	return first.shape.map((own, d) => (d === axis ? extent : own));
}

/** The dimension, counted from the front, among the inputs that are something. */
function axisOf(out: TensorType, dim: number): number {
	return normalizeDim(dim, out.shape.length);
}

export const cat: Op<OpAttrs['cat']> = {
	shape: (inputs, { dim }) => ({
		shape: joinedShape(inputs, dim),
		dtype: inputs.map((x) => x.dtype).reduce(promote)
	}),
	...gathering<OpAttrs['cat']>((inputs, out, { dim }) => {
		const axis = axisOf(out, dim);
		const flats = new Int32Array(sizeOf(out.shape));
		const which = new Int32Array(flats.length);
		const outer = sizeOf(out.shape.slice(0, axis));
		const runs = inputs.map((x) => sizeOf(x.shape) / Math.max(outer, 1));
		let to = 0;
		for (let row = 0; row < outer; row++) {
			inputs.forEach((_, k) => {
				for (let i = 0; i < runs[k]; i++, to++) {
					flats[to] = row * runs[k] + i;
					which[to] = k;
				}
			});
		}
		return { flats, inputs: which };
	}),
	// r = x₁, x₂, … side by side:  x̄ₖ = the part of g where xₖ stands
	vjp: (b, g, out, inputs, { dim }, needs) => {
		const axis = axisOf(out, dim);
		const extents = inputs.map((x) => (isNothing(x) ? 0 : x.shape[axis]));
		const part = (k: number) => {
			const { shape, dtype } = inputs[k];
			const zeros = out.shape.map(() => 0);
			const start = extents.slice(0, k).reduce((sum, extent) => sum + extent, 0);
			const sizes = out.shape.map((extent, d) => (d === axis ? extents[k] : extent));
			const own = b.add('slice', [g], {
				starts: zeros.map((_, d) => (d === axis ? start : 0)),
				sizes,
				steps: zeros.map(() => 1),
				shape
			});
			return sameShape(shape, own.shape) && own.dtype === dtype
				? own
				: b.add('cast', [own], { dtype });
		};
		return pull(
			needs,
			inputs.map((_, k) => () => part(k))
		);
	},
	onnx: (l, names, { dim }, node, types) => {
		const parts = names.flatMap((name, i) =>
			isNothing(types[i]) && node.shape.length !== 1
				? []
				: [castTo(l, name, types[i].dtype, node.dtype)]
		);
		return l.node('Concat', parts, { axis: { int: axisOf(node, dim) } });
	},
	tex: {
		forward: (inputs, { dim }) => `\\mathrm{cat}_{${dim}}(${inputs.join(',\\, ')})`,
		gradient: (g, inputs, i) => (inputs.length === 1 ? g : `\\left[${g}\\right]_{${i + 1}}`)
	}
};
