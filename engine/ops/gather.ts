/**
 * The rows of gather and scatter_add: along one dimension, an index of the result's own shape
 * says for each entry where it comes from, or goes to. Each is the other's gradient.
 */
import { normalizeDim, ShapeError, showShape, stridesOf } from '../shape.ts';
import { sizeOf, type Shape, type Tensor, type TensorType } from '../tensor.ts';
import { filled } from './lower.ts';
import { gathering, scattering } from './moving.ts';
import { group } from './notation.ts';
import type { Op, OpAttrs } from './op.ts';
import { pickedBound, requireIndex, within } from './picking.ts';
import { pull } from './pull.ts';
import { walkStrides } from './strides.ts';

/** The index may be smaller than the tensor, but not larger, except along `dim`. */
function requireFit(op: string, whole: Shape, index: TensorType, dim: number): void {
	requireIndex(op, index);
	if (index.shape.length !== whole.length) {
		throw new ShapeError(
			`Index tensor must have the same number of dimensions as input tensor`,
			`the index has shape ${showShape(index.shape)}, the tensor ${showShape(whole)}`
		);
	}
	if (index.shape.some((extent, d) => d !== dim && extent > whole[d])) {
		throw new ShapeError(
			`Size does not match at dimension ${index.shape.findIndex((extent, d) => d !== dim && extent > whole[d])} expected index [${index.shape.join(', ')}] to be smaller than self [${whole.join(', ')}] apart from dimension ${dim}`
		);
	}
}

/** For each entry of `index`, the flat index in `whole` that it stands for. */
function placesOf(whole: Shape, index: Tensor, axis: number): Int32Array {
	const strides = stridesOf(whole);
	const flats = new Int32Array(index.data.length);
	const steps = strides.map((stride, d) => (d === axis ? 0 : stride));
	const extent = whole[axis] ?? 1;
	walkStrides(index.shape, steps, 0, (flat, at) => {
		flats[flat] = at + within(index.data[flat], axis, extent) * (strides[axis] ?? 1);
	});
	return flats;
}

const axisOf = (whole: Shape, dim: number) => normalizeDim(dim, whole.length);

/** (x, index): r[i][j] = x[index[i][j]][j] for dim 0, and so on. */
export const gather: Op<OpAttrs['gather']> = {
	shape: ([x, index], { dim }) => {
		requireFit('gather', x.shape, index, axisOf(x.shape, dim));
		return { shape: index.shape, dtype: x.dtype };
	},
	...gathering<OpAttrs['gather']>(
		([x, index], _out, { dim }) => ({ flats: placesOf(x.shape, index, axisOf(x.shape, dim)) }),
		(inputs, out, { dim }) => {
			const { shape } = inputs[0].value;
			const axis = axisOf(shape, dim);
			const index = { ...inputs[1].value, data: new Float64Array(out.data.length) };
			const first = inputs[1].error.some((e) => e > 0) ? placesOf(shape, index, axis) : null;
			const stride = stridesOf(shape)[axis] ?? 1;
			return pickedBound(inputs, out, axis, Number, (flat, i) => first![flat] + i * stride);
		}
	),
	// r picks entries of x:  x̄ = g added up where they came from
	vjp: (b, g, _out, [x, index], { dim }, needs) =>
		pull(needs, [() => b.add('scatter_add', [g, index], { dim, shape: x.shape }), () => null]),
	onnx: (l, names, { dim }, _node, types) => {
		if (types[0].shape.length === 0) return l.node('Identity', [names[0]]);
		return l.node('GatherElements', names, { axis: { int: axisOf(types[0].shape, dim) } });
	},
	tex: {
		forward: ([x, index], { dim }) => `\\mathrm{gather}_{${dim}}(${x},\\, ${index})`,
		gradient: (g, [, index], i) => (i === 0 ? `\\mathrm{scatter}(${g},\\, ${index})` : '0')
	}
};

/** (source, index): zeros of `shape` to which every entry of the source is added at its place. */
export const scatter_add: Op<OpAttrs['scatter_add']> = {
	shape: ([source, index], { dim, shape }) => {
		requireFit('scatter_add', shape, index, axisOf(shape, dim));
		if (source.shape.join() !== index.shape.join()) {
			throw new ShapeError('scatter_add: source and index must have one shape');
		}
		return { shape, dtype: source.dtype };
	},
	...scattering<OpAttrs['scatter_add']>(([, index], { shape }, { dim }) =>
		placesOf(shape, index, axisOf(shape, dim))
	),
	// r[index] += x:  x̄ = g at those places
	vjp: (b, g, _out, [, index], { dim }, needs) =>
		pull(needs, [() => b.add('gather', [g, index], { dim }), () => null]),
	onnx: (l, [source, index], { dim, shape }, node, types) => {
		if (shape.length === 0) return l.node('Identity', [source]);
		if (sizeOf(types[0].shape) === 0) return filled(l, 0, node);
		return l.node('ScatterElements', [filled(l, 0, node), index, source], {
			axis: { int: axisOf(shape, dim) },
			reduction: { text: 'add' }
		});
	},
	tex: {
		forward: ([source, index], { dim }) => `\\mathrm{scatter}_{${dim}}(${source},\\, ${index})`,
		gradient: (g, [, index], i) => (i === 0 ? `${group(g)}_{${index}}` : '0')
	}
};
