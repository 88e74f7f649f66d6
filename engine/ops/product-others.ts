/**
 * The row of `prod_others`: for every entry, the product of the others of its line. It is the
 * slope of prod, right also where entries are 0, and its own gradient is made of it again.
 */
import type { Builder, Node } from '../graph.ts';
import { normalizeDim, stridesOf } from '../shape.ts';
import { allocate, isFloat, type Shape, type Tensor } from '../tensor.ts';
import { castTo } from './lower.ts';
import { group } from './notation.ts';
import type { Op, OpAttrs } from './op.ts';
import { pull } from './pull.ts';
import { gamma, underflow } from './rounding.ts';

type Others = OpAttrs['prod_others'];

/** Flat indices of the line through `flat`. */
function lineOf(shape: Shape, dim: number, flat: number): number[] {
	const axis = normalizeDim(dim, shape.length);
	const stride = stridesOf(shape)[axis];
	const start = flat - (Math.floor(flat / stride) % shape[axis]) * stride;
	return Array.from({ length: shape[axis] }, (_, i) => start + i * stride);
}

/**
 * As PyTorch: r/x in a line without zeros; beside a single zero only its own entry counts, unless
 * that zero meets an infinity or NaN; beside several none does.
 */
function fillLine(x: Tensor['data'], line: readonly number[], out: Tensor['data']): void {
	let [zeros, rest, strange] = [0, 1, 0];
	for (const i of line) {
		if (x[i] === 0) zeros++;
		else rest *= x[i];
		if (!Number.isFinite(x[i])) strange++;
	}
	for (const i of line) {
		const meets = strange - Number(!Number.isFinite(x[i])) > 0;
		if (zeros === 0) out[i] = rest / x[i];
		else if (zeros === 1 && x[i] === 0) out[i] = rest;
		else out[i] = zeros === 1 && meets ? NaN : 0;
	}
}

/**
 * rᵢ = Π_{j≠i} xⱼ:  x̄ₖ = Σ_{i≠k} gᵢ·Π_{j≠i,k} xⱼ. Row i of a square holds x with a 1 in place
 * of xᵢ; the products of the others in its rows are what is summed.
 */
function pullOthers(b: Builder, g: Node, x: Node, axis: number): Node {
	const insert = (node: Node, at: number) =>
		b.add('reshape', [node], { shape: node.shape.toSpliced(at, 0, 1) });
	const shape = x.shape.toSpliced(axis, 0, x.shape[axis]);
	const place = b.add('cumsum', [b.add('ones_like', [x])], { dim: axis, reverse: false });
	const own = b.add('eq', [insert(place, axis), insert(place, axis + 1)]);
	const square = b.add('expand', [insert(x, axis)], { shape });
	const without = b.add('masked_fill', [square, own], { value: 1 });
	const products = b.add('prod_others', [without], { dim: axis + 1 });
	const slopes = b.add('masked_fill', [products, own], { value: 0 });
	const parts = b.add('mul', [slopes, insert(g, axis + 1)]);
	return b.add('sum', [parts], { dim: [axis], keepdim: false });
}

/** Derivative of the product of a line without its entry `skip`, factor by factor. */
function dualWithout(x: Tensor, dx: Tensor, line: readonly number[], skip: number): number {
	let [p, dp] = [1, 0];
	for (const i of line) {
		if (i === skip) continue;
		dp = dp * x.data[i] + p * dx.data[i];
		p *= x.data[i];
	}
	return dp;
}

export const prod_others: Op<Others> = {
	shape: ([x], { dim }) => {
		normalizeDim(dim, x.shape.length);
		return x;
	},
	forward: ([x], { dim }, out) => {
		const data = allocate(out.dtype, x.data.length);
		x.data.forEach((_, flat) => {
			const line = lineOf(x.shape, dim, flat);
			if (line[0] === flat) fillLine(x.data, line, data);
		});
		return { ...out, data };
	},
	making: ([x], _, flat, { dim }) => {
		const line = lineOf(x.shape, dim, flat).filter((i) => i !== flat);
		return { rule: 'product', flats: [Uint32Array.from(line)], over: 1 };
	},
	vjp: (b, g, _out, [x], { dim }, needs) =>
		pull(needs, [() => pullOthers(b, g, x, normalizeDim(dim, x.shape.length))]),
	jvp: ([x], [dx], out, { dim }) => {
		const data = new Float64Array(out.data.length);
		if (dx) {
			data.forEach((_, i) => (data[i] = dualWithout(x, dx, lineOf(x.shape, dim, i), i)));
		}
		return { shape: out.shape, dtype: 'float64', data };
	},
	bound: ([{ value, error }], out, { dim }, u) =>
		Float64Array.from(out.data, (_, flat) => {
			let [size, carried, count] = [1, 0, 0];
			for (const i of lineOf(value.shape, dim, flat)) {
				count++;
				if (i === flat) continue;
				carried = carried * (Math.abs(value.data[i]) + error[i]) + size * error[i];
				size *= Math.abs(value.data[i]);
			}
			// the products, and the quotient that takes xᵢ out again: at most 2.5 units of WGSL
			return carried + gamma(count + 3, u) * (size + carried) + underflow(u);
		}),
	kinks: null,
	onnx: (l, [x], { dim }, node) => {
		const axis = normalizeDim(dim, node.shape.length);
		const [none, one] = [0, 1].map((n) => l.constant([n], [], node.dtype));
		const isZero = l.node('Equal', [x, none]);
		const safe = l.node('Where', [isZero, one, x]);
		const rest = l.node('ReduceProd', [safe], { axes: { ints: [axis] }, keepdims: { int: 1 } });
		const axes = l.constant([axis], [1], 'int64');
		const marks = castTo(l, isZero, 'bool', node.dtype);
		const zeros = l.node('ReduceSum', [marks, axes], { keepdims: { int: 1 } });
		// x − x is 0 but for infinities and NaN; of those a zero makes NaN
		const own = l.node('Not', [l.node('Equal', [l.node('Sub', [x, x]), none])]);
		const strange = castTo(l, own, 'bool', node.dtype);
		const all = l.node('ReduceSum', [strange, axes], { keepdims: { int: 1 } });
		const meets = l.node('Greater', [l.node('Sub', [all, strange]), none]);
		const product = isFloat(node.dtype)
			? l.node('Where', [meets, l.constant([NaN], [], node.dtype), none])
			: none;
		const isSingle = l.node('Equal', [zeros, one]);
		const alone = l.node('Where', [isSingle, rest, none]);
		const quotient = l.node('Div', [rest, safe]);
		const beside = l.node('Where', [isSingle, product, none]);
		const free = l.node('Where', [l.node('Equal', [zeros, none]), quotient, beside]);
		return l.node('Where', [isZero, alone, free]);
	},
	tex: {
		forward: ([x]) => `\\textstyle\\prod_{j \\ne i} ${group(x)}_j`,
		gradient: (g, [x]) =>
			`\\textstyle\\sum_{k \\ne i} ${group(g)}_k \\prod_{j \\ne i, k} ${group(x)}_j`
	}
};
