/** The rows of argmax and argmin: where the extreme stands, the first of equals; a NaN is one. */
import { normalizeDim, ShapeError } from '../shape.ts';
import { allocate, sizeOf, type Shape, type Tensor } from '../tensor.ts';
import { castTo } from './lower.ts';
import type { Lowering, Op, OpAttrs } from './op.ts';
import { around } from './picking.ts';

type Attrs = OpAttrs['argmax'];

/** The lines that are searched: `count` of them, entry i of line k at start(k) + i·step. */
function linesOf(shape: Shape, dim: number | null) {
	if (dim === null) return { count: 1, length: sizeOf(shape), step: 1, start: () => 0 };
	const [outer, length, step] = around(shape, normalizeDim(dim, shape.length));
	const start = (k: number) => Math.floor(k / step) * length * step + (k % step);
	return { count: outer * step, length, step, start };
}

function resultShape(shape: Shape, { dim, keepdim }: Attrs): Shape {
	if (dim === null) return keepdim ? shape.map(() => 1) : [];
	const at = normalizeDim(dim, shape.length);
	return keepdim
		? shape.map((extent, d) => (d === at ? 1 : extent))
		: shape.filter((_, d) => d !== at);
}

/** Index of the extreme among `length` entries; `sign` −1 looks for the least. */
function find(data: Tensor['data'], start: number, length: number, step: number, sign: number) {
	let best = 0;
	for (let i = 1; i < length; i++) {
		const [value, top] = [data[start + i * step], data[start + best * step]];
		if (Number.isNaN(top)) break;
		if (Number.isNaN(value) || sign * value > sign * top) best = i;
	}
	return best;
}

/** ArgMax has no kernel for int64: the first entry that equals the extreme. */
function wholeOnnx(l: Lowering, x: string, axis: number, sign: number): string {
	const reduce = sign > 0 ? 'ReduceMax' : 'ReduceMin';
	const top = l.node(reduce, [x], { axes: { ints: [axis] }, keepdims: { int: 1 } });
	return firstOf(l, castTo(l, l.node('Equal', [x, top]), 'bool', 'float32'), axis);
}

/** Where a line has a NaN, the first of them; else what ONNX finds. */
function floatOnnx(l: Lowering, x: string, axis: number, sign: number): string {
	const options = { axis: { int: axis }, keepdims: { int: 0 } };
	const found = l.node(sign > 0 ? 'ArgMax' : 'ArgMin', [x], options);
	const missing = l.node('Not', [l.node('Equal', [x, x])]);
	const marks = castTo(l, missing, 'bool', 'float32');
	const any = l.node('ReduceMax', [marks], { axes: { ints: [axis] }, keepdims: { int: 0 } });
	const isMissing = castTo(l, any, 'float32', 'bool');
	return l.node('Where', [isMissing, firstOf(l, marks, axis), found]);
}

/** Where the first largest stands. */
function firstOf(l: Lowering, x: string, axis: number): string {
	return l.node('ArgMax', [x], { axis: { int: axis }, keepdims: { int: 0 } });
}

function extreme(name: 'argmax' | 'argmin', sign: 1 | -1): Op<Attrs> {
	return {
		shape: ([x], attrs) => {
			const { length } = linesOf(x.shape, attrs.dim);
			if (length === 0) {
				throw new ShapeError(
					attrs.dim === null
						? `${name}(): Expected reduction dim to be specified for input.numel() == 0.`
						: `${name}(): Expected reduction dim ${attrs.dim} to have non-zero size.`,
					undefined,
					'IndexError'
				);
			}
			if (x.dtype === 'bool') throw new ShapeError(`"${name}_cpu" not implemented for 'Bool'`);
			return { shape: resultShape(x.shape, attrs), dtype: 'int64' };
		},
		forward: ([x], { dim }, out) => {
			const { count, length, step, start } = linesOf(x.shape, dim);
			const data = allocate('int64', count);
			for (let k = 0; k < count; k++) data[k] = find(x.data, start(k), length, step, sign);
			return { ...out, data };
		},
		making: ([x], _out, flat, { dim }) => {
			const { length, step, start } = linesOf(x.shape, dim);
			const line = Uint32Array.from({ length }, (_, i) => start(flat) + i * step);
			return { rule: 'entry', flats: [line], over: 1 };
		},
		vjp: null,
		jvp: null,
		// As far away as an entry that rounding cannot tell from the extreme.
		bound: ([{ value, error }], out, { dim }) => {
			const { length, step, start } = linesOf(value.shape, dim);
			return Float64Array.from(out.data, (best, k) => {
				const top = start(k) + best * step;
				let reach = 0;
				for (let i = 0; i < length; i++) {
					const at = start(k) + i * step;
					const slack = error[at] + error[top];
					const near = Math.abs(value.data[at] - value.data[top]) <= slack;
					if (slack > 0 && near) reach = Math.max(reach, Math.abs(i - best));
				}
				return reach;
			});
		},
		// For every entry, by how much it beats the best of the others.
		kinks: ([x], { dim }) => {
			const { count, length, step, start } = linesOf(x.shape, dim);
			const data = new Float64Array(x.data.length);
			for (let k = 0; k < count; k++) {
				const first = find(x.data, start(k), length, step, sign);
				let second = -Infinity;
				for (let i = 0; i < length; i++) {
					if (i !== first) second = Math.max(second, sign * x.data[start(k) + i * step]);
				}
				const top = sign * x.data[start(k) + first * step];
				for (let i = 0; i < length; i++) {
					const at = start(k) + i * step;
					data[at] = sign * x.data[at] - (i === first ? second : top);
				}
			}
			return [{ shape: x.shape, dtype: 'float64', data }];
		},
		onnx: (l, [x], { dim }, node, [type]) => {
			const list = (values: readonly number[]) => l.constant(values, [values.length], 'int64');
			const whole = dim === null || type.shape.length === 0;
			const axis = whole ? 0 : normalizeDim(dim, type.shape.length);
			const lined = whole ? l.node('Reshape', [x, list([-1])]) : x;
			const search = type.dtype === 'int64' ? wholeOnnx : floatOnnx;
			return l.node('Reshape', [search(l, lined, axis, sign), list(node.shape)]);
		},
		tex: {
			forward: ([x], { dim }) =>
				`\\operatorname{${name}}${dim === null ? '' : `_{\\mathrm{dim}\\,${dim}}`} ${x}`,
			gradient: () => '0'
		}
	};
}

export const argmax = extreme('argmax', 1);
export const argmin = extreme('argmin', -1);
