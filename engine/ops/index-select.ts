/**
 * The rows of index_select and index_add: an index tensor picks whole slices along a dimension
 * (rows of an embedding, a class of each example), or adds them back. Each is the other's gradient.
 */
import { normalizeDim, ShapeError } from '../shape.ts';
import { sizeOf, type Shape, type Tensor } from '../tensor.ts';
import { filled } from './lower.ts';
import { gathering, scattering } from './moving.ts';
import { group } from './notation.ts';
import type { Lowering, Op, OpAttrs } from './op.ts';
import { around, pickedBound, requireIndex, within } from './picking.ts';
import { pull } from './pull.ts';

const axisOf = (whole: Shape, dim: number) => normalizeDim(dim, whole.length);

/** For each entry of what is picked from `whole`, in row-major order, where it lies there. */
function placesOf(whole: Shape, index: Tensor, axis: number): Int32Array {
	const [outer, extent, inner] = around(whole, axis);
	const count = index.data.length;
	const flats = new Int32Array(outer * count * inner);
	let to = 0;
	for (let row = 0; row < outer; row++) {
		for (let k = 0; k < count; k++) {
			const start = (row * extent + within(index.data[k], axis, extent)) * inner;
			for (let i = 0; i < inner; i++) flats[to++] = start + i;
		}
	}
	return flats;
}

function pickedShape(whole: Shape, index: Shape, axis: number): Shape {
	return [...whole.slice(0, axis), ...index, ...whole.slice(axis + 1)];
}

/** (x, index): the index takes the place of dimension `dim`, whatever its own shape. */
export const index_select: Op<OpAttrs['index_select']> = {
	shape: ([x, index], { dim }) => {
		requireIndex('index_select', index);
		if (x.shape.length === 0) throw new ShapeError('index_select: x has no dimension to pick from');
		return { shape: pickedShape(x.shape, index.shape, axisOf(x.shape, dim)), dtype: x.dtype };
	},
	...gathering<OpAttrs['index_select']>(
		([x, index], _out, { dim }) => ({ flats: placesOf(x.shape, index, axisOf(x.shape, dim)) }),
		(inputs, out, { dim }) => {
			const { shape } = inputs[0].value;
			const axis = axisOf(shape, dim);
			const [, extent, inner] = around(shape, axis);
			const run = inputs[1].value.data.length * inner;
			return pickedBound(
				inputs,
				out,
				axis,
				(flat) => Math.floor((flat % run) / inner),
				(flat, i) => (Math.floor(flat / run) * extent + i) * inner + (flat % inner)
			);
		}
	),
	// r picks slices of x:  x̄ = g added up where they came from
	vjp: (b, g, _out, [x, index], { dim }, needs) =>
		pull(needs, [
			() => {
				const axis = axisOf(x.shape, dim);
				return b.add('index_add', [g, index], { dim: axis, extent: x.shape[axis] });
			},
			() => null
		]),
	onnx: (l, names, { dim }, _node, types) =>
		l.node('Gather', names, { axis: { int: axisOf(types[0].shape, dim) } }),
	tex: {
		forward: ([x, index], { dim }) =>
			dim === 0 ? `${group(x)}_{[${index}]}` : `\\mathrm{select}_{${dim}}(${x},\\, ${index})`,
		gradient: (g, [, index], i) => (i === 0 ? `\\mathrm{scatter}(${g},\\, ${index})` : '0')
	}
};

/** (source, index): zeros with `extent` at `dim`, to which every slice of the source is added. */
export const index_add: Op<OpAttrs['index_add']> = {
	shape: ([source, index], { dim, extent }) => {
		requireIndex('index_add', index);
		const after = source.shape.slice(dim + index.shape.length);
		const shape = [...source.shape.slice(0, dim), extent, ...after];
		if (pickedShape(shape, index.shape, dim).join() !== source.shape.join()) {
			throw new ShapeError('index_add: source and index do not fit');
		}
		return { shape, dtype: source.dtype };
	},
	...scattering<OpAttrs['index_add']>(([, index], { shape }, { dim }) =>
		placesOf(shape, index, dim)
	),
	// r[index] += x:  x̄ = those slices of g
	vjp: (b, g, _out, [, index], { dim }, needs) =>
		pull(needs, [() => b.add('index_select', [g, index], { dim }), () => null]),
	onnx: (l, [source, index], { dim }, node, [{ shape }, { shape: indexShape }]) => {
		if (sizeOf(node.shape) === 0) return filled(l, 0, node);
		const count = sizeOf(indexShape);
		const flat = [...node.shape];
		flat[dim] = count;
		const list = (values: readonly number[]) => l.constant(values, [values.length], 'int64');
		if (sizeOf(shape) === 0) return filled(l, 0, node);
		const column = l.node('Reshape', [index, list(flat.map((_, d) => (d === dim ? count : 1)))]);
		const places = l.node('Expand', [column, list(flat)]);
		const lined = l.node('Reshape', [source, list(flat)]);
		return addElements(l, filled(l, 0, node), places, lined, dim);
	},
	tex: {
		forward: ([source, index]) => `\\mathrm{scatter}(${source},\\, ${index})`,
		gradient: (g, [, index], i) => (i === 0 ? `${group(g)}_{[${index}]}` : '0')
	}
};

/** ScatterElements that adds up what meets in one place. */
function addElements(l: Lowering, zeros: string, places: string, source: string, axis: number) {
	return l.node('ScatterElements', [zeros, places, source], {
		axis: { int: axis },
		reduction: { text: 'add' }
	});
}
