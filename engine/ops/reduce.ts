/** The rows of sum and mean, and of expand, which is the adjoint of sum. */
import { ShapeError, showShape } from '../shape.ts';
import { allocate, isFloat, sizeOf, type Shape, type Tensor, type TensorType } from '../tensor.ts';
import { PYTORCH_NAME } from './dtypes.ts';
import { countOf, reducedDims, reducedShape, spread, texDims } from './dims.ts';
import { differential, stretch } from './elementwise.ts';
import { castTo } from './lower.ts';
import { gathered, stretched } from './making.ts';
import { group } from './notation.ts';
import type { Bounded, Op, OpAttrs } from './op.ts';
import { pull, unbroadcast } from './pull.ts';
import { copiedBound, divisionUnits, gamma, underflow } from './rounding.ts';
import { pairwise, rows } from './summation.ts';

type Reduction = OpAttrs['sum'];

function total(x: Tensor, dim: Reduction['dim'], out: TensorType, scale: (s: number) => number) {
	const { values, length } = rows(x.data, x.shape, reducedDims(x.shape, dim));
	const data = allocate(out.dtype, sizeOf(out.shape));
	for (let i = 0; i < data.length; i++) {
		data[i] = scale(pairwise(values, i * length, (i + 1) * length));
	}
	return { ...out, data };
}

/** ΣE + γ_{n−1}·Σ(|x| + E), for any order of summation; Higham, chapter 4. */
function sumBound(x: Bounded, { dim }: Reduction, out: Tensor, u: number): Float64Array {
	const n = countOf(x.value.shape, dim);
	const type: TensorType = { shape: out.shape, dtype: 'float64' };
	const carry = total({ ...x.value, dtype: 'float64', data: x.error }, dim, type, Number);
	const reach = x.error.map((e, i) => Math.abs(x.value.data[i]) + e);
	const size = total({ ...x.value, dtype: 'float64', data: reach }, dim, type, Number);
	const growth = gamma(Math.max(n - 1, 0), u);
	return Float64Array.from(size.data, (s, i) => carry.data[i] + growth * s + underflow(u));
}

function zeroTangent(out: Tensor): Tensor {
	return { shape: out.shape, dtype: 'float64', data: new Float64Array(out.data.length) };
}

export const sum: Op<Reduction> = {
	shape: ([x], attrs) => ({
		shape: reducedShape(x.shape, attrs),
		dtype: isFloat(x.dtype) ? x.dtype : 'int64'
	}),
	forward: ([x], { dim }, out) => total(x, dim, out, Number),
	making: ([x], _, flat, { dim }) => gathered(x.shape, reducedDims(x.shape, dim), flat),
	// r = Σx:  x̄ = g, repeated
	vjp: (b, g, _out, [x], { dim }, needs) => pull(needs, [() => spread(b, g, x, dim)]),
	jvp: (_inputs, [dx], out, { dim }) =>
		dx ? total(dx, dim, { shape: out.shape, dtype: 'float64' }, Number) : zeroTangent(out),
	bound: ([x], out, attrs, u) => sumBound(x, attrs, out, u),
	kinks: null,
	onnx: (l, [x], { dim, keepdim }, node, types) => {
		const ready = castTo(l, x, types[0].dtype, node.dtype);
		const dims = reducedDims(types[0].shape, dim);
		if (dims.length === 0) return l.node('Identity', [ready]);
		const axes = l.constant(dims, [dims.length], 'int64');
		return l.node('ReduceSum', [ready, axes], { keepdims: { int: Number(keepdim) } });
	},
	tex: {
		forward: ([x], { dim }) => `\\sum${texDims(dim)} ${group(x)}`,
		gradient: (g) => `${group(g)} \\cdot \\mathbf{1}`
	}
};

export const mean: Op<Reduction> = {
	shape: ([x], attrs) => {
		if (!isFloat(x.dtype)) {
			throw new ShapeError(
				`mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${PYTORCH_NAME[x.dtype]}`,
				'a mean is seldom whole: make x a float tensor first, x.float().mean()'
			);
		}
		return { shape: reducedShape(x.shape, attrs), dtype: x.dtype };
	},
	forward: ([x], { dim }, out) => {
		const n = countOf(x.shape, dim);
		return total(x, dim, out, (s) => s / n);
	},
	making: ([x], _, flat, { dim }) =>
		gathered(x.shape, reducedDims(x.shape, dim), flat, countOf(x.shape, dim)),
	// r = Σx/n:  x̄ = g/n, repeated
	vjp: (b, g, _out, [x], { dim }, needs) =>
		pull(needs, [
			() => {
				const n = b.constant(countOf(x.shape, dim), g.dtype);
				return spread(b, b.add('div', [g, n]), x, dim);
			}
		]),
	jvp: (_inputs, [dx], out, { dim }) => {
		if (!dx) return zeroTangent(out);
		const weight = sizeOf(out.shape) / sizeOf(dx.shape);
		return total(dx, dim, { shape: out.shape, dtype: 'float64' }, (s) => s * weight);
	},
	bound: ([x], out, attrs, u) => {
		const n = countOf(x.value.shape, attrs.dim);
		return sumBound(x, attrs, out, u).map((e, i) => {
			const carried = e / n;
			return carried + divisionUnits(u) * u * (Math.abs(out.data[i]) + carried) + underflow(u);
		});
	},
	kinks: null,
	onnx: (l, [x], { dim, keepdim }, _node, types) => {
		const axes = reducedDims(types[0].shape, dim);
		if (axes.length === 0) return l.node('Identity', [x]);
		return l.node('ReduceMean', [x], { axes: { ints: axes }, keepdims: { int: Number(keepdim) } });
	},
	tex: {
		forward: ([x], { dim }) => `\\operatorname{mean}${texDims(dim)} ${group(x)}`,
		gradient: (g) => `\\tfrac{1}{n}\\,${group(g)} \\cdot \\mathbf{1}`
	}
};

/** The target shape with each −1 replaced by the extent that is there. */
function expandedShape({ shape: from, dtype }: TensorType, to: Shape): Shape {
	const lead = to.length - from.length;
	if (lead < 0) {
		throw new ShapeError(
			`expand(torch.${PYTORCH_NAME[dtype]}Tensor{[${from.join(', ')}]}, size=[${to.join(', ')}]): the number of sizes provided (${to.length}) must be greater or equal to the number of dimensions in the tensor (${from.length})`,
			`${showShape(from)} cannot lose a dimension by expanding`
		);
	}
	const shape: number[] = [];
	// from the last dimension, as PyTorch looks at them
	for (let i = to.length - 1; i >= 0; i--) shape.unshift(expandedExtent(from, to, i));
	return shape;
}

function expandedExtent(from: Shape, to: Shape, i: number): number {
	const lead = to.length - from.length;
	const extent = to[i];
	const here = i < lead ? 1 : from[i - lead];
	if (extent === -1 && i >= lead) return here;
	if (extent === -1) {
		throw new ShapeError(
			"The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension " + i
		);
	}
	if (here !== 1 && here !== extent) {
		throw new ShapeError(
			`The expanded size of the tensor (${extent}) must match the existing size (${here}) at non-singleton dimension ${i}.  Target sizes: [${to.join(', ')}].  Tensor sizes: [${from.join(', ')}]`,
			'only dimensions of size 1 can be stretched'
		);
	}
	return extent;
}

export const expand: Op<OpAttrs['expand']> = {
	shape: ([x], { shape }) => ({ shape: expandedShape(x, shape), dtype: x.dtype }),
	forward: ([x], _, out) => {
		const data = allocate(out.dtype, sizeOf(out.shape));
		data.set(stretch(x.data, x.shape, out.shape));
		return { ...out, data };
	},
	making: stretched,
	// r = x repeated:  x̄ = g, summed over what was repeated
	vjp: (b, g, _out, [x], _attrs, needs) => pull(needs, [() => unbroadcast(b, g, x)]),
	jvp: (inputs, tangents, out) => differential(inputs, tangents, out.shape, (_, d) => d[0]),
	bound: ([x], out) => copiedBound(x, out.shape),
	kinks: null,
	onnx: (l, [x], _, node) =>
		l.node('Expand', [x, l.constant(node.shape, [node.shape.length], 'int64')]),
	tex: {
		forward: ([x]) => `\\mathrm{expand}(${x})`,
		gradient: (g) => `\\sum ${group(g)}`
	}
};
