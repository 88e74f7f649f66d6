/**
 * The rows of convolution and its two gradients. The three are one trilinear form Σ x·w·y seen
 * from three sides, so each row's gradients are the other two rows.
 */
import { ShapeError } from '../shape.ts';
import {
	allocate,
	sizeOf,
	type Data,
	type Shape,
	type Tensor,
	type TensorType
} from '../tensor.ts';
import { convOnnx, inputGradOnnx, weightGradOnnx } from './conv-onnx.ts';
import { eachMeeting, resultShape, type Meeting, type Window } from './convolution.ts';
import { PYTORCH_NAME } from './dtypes.ts';
import { group } from './notation.ts';
import type { Bounded, Making, Op, OpAttrs } from './op.ts';
import { pull } from './pull.ts';
import { gamma, underflow } from './rounding.ts';

type Side = 'x' | 'w' | 'y';

/** The sides that a row is given, in the order of its inputs, and the one that it makes. */
interface Roles {
	readonly left: Side;
	readonly right: Side;
	readonly made: Side;
}

/** Σ left·right into the entries of the side that is made. */
function contract(
	meeting: Meeting,
	{ left, right, made }: Roles,
	a: Data,
	b: Data,
	size: number
): Float64Array {
	const sums = new Float64Array(size);
	const at = { x: 0, w: 0, y: 0 };
	eachMeeting(meeting, (x, w, y) => {
		at.x = x;
		at.w = w;
		at.y = y;
		sums[at[made]] += a[at[left]] * b[at[right]];
	});
	return sums;
}

function meetingOf(roles: Roles, left: Shape, right: Shape, made: Shape, window: Window): Meeting {
	const shapes = { [roles.left]: left, [roles.right]: right, [roles.made]: made };
	const { x, w, y } = shapes as Record<Side, Shape>;
	return { x, w, y, window };
}

/** Most products that meet in one entry of the made side. */
function depthOf({ x, w, y, window }: Meeting, made: Side): number {
	const kernel = sizeOf(w.slice(2));
	if (made === 'y') return w[1] * kernel;
	return made === 'x' ? (w[0] / window.groups) * kernel : x[0] * sizeOf(y.slice(2));
}

/** |A|·E_B + E_A·(|B| + E_B) + γ_n·(|A| + E_A)(|B| + E_B), for any order of summation. */
function boundOf(
	roles: Roles,
	[a, b]: readonly Bounded[],
	out: Tensor,
	window: Window,
	u: number
): Float64Array {
	const meeting = meetingOf(roles, a.value.shape, b.value.shape, out.shape, window);
	const sum = (left: Data, right: Data) => contract(meeting, roles, left, right, out.data.length);
	const magnitude = ({ value }: Bounded) => Float64Array.from(value.data, Math.abs);
	const reach = (each: Bounded) => magnitude(each).map((v, i) => v + each.error[i]);
	const rounded = sum(reach(a), reach(b));
	const fromB = sum(magnitude(a), b.error);
	const fromA = sum(a.error, reach(b));
	const n = depthOf(meeting, roles.made);
	return rounded.map((s, i) => gamma(n, u) * s + n * underflow(u) + fromA[i] + fromB[i]);
}

function making(
	roles: Roles,
	[a, b]: readonly TensorType[],
	out: TensorType,
	flat: number,
	window: Window
): Making {
	const [left, right]: number[][] = [[], []];
	const at = { x: 0, w: 0, y: 0 };
	eachMeeting(meetingOf(roles, a.shape, b.shape, out.shape, window), (x, w, y) => {
		Object.assign(at, { x, w, y });
		if (at[roles.made] !== flat) return;
		left.push(at[roles.left]);
		right.push(at[roles.right]);
	});
	return { rule: 'sum', flats: [Uint32Array.from(left), Uint32Array.from(right)], over: 1 };
}

type Shared = Pick<Op<Window>, 'forward' | 'making' | 'jvp' | 'bound' | 'kinks'>;

function trilinear(roles: Roles): Shared {
	return {
		forward: ([a, b], window, out) => {
			const meeting = meetingOf(roles, a.shape, b.shape, out.shape, window);
			const data = allocate(out.dtype, sizeOf(out.shape));
			data.set(contract(meeting, roles, a.data, b.data, data.length));
			return { ...out, data };
		},
		making: (inputs, out, flat, window) => making(roles, inputs, out, flat, window),
		// dR = dA·B + A·dB
		jvp: ([a, b], [da, db], out, window) => {
			const meeting = meetingOf(roles, a.shape, b.shape, out.shape, window);
			const data = new Float64Array(out.data.length);
			const add = (left: Tensor, right: Tensor) =>
				contract(meeting, roles, left.data, right.data, data.length).forEach(
					(v, i) => (data[i] += v)
				);
			if (da) add(da, b);
			if (db) add(a, db);
			return { shape: out.shape, dtype: 'float64', data };
		},
		bound: (inputs, out, window, u) => boundOf(roles, inputs, out, window, u),
		kinks: null
	};
}

function oneDType(op: string, [a, b]: readonly TensorType[]): TensorType['dtype'] {
	if (a.dtype === b.dtype && a.dtype !== 'bool') return a.dtype;
	throw new ShapeError(
		a.dtype === b.dtype
			? `"${op}" not implemented for 'Bool'`
			: `expected scalar type ${PYTORCH_NAME[a.dtype]} but found ${PYTORCH_NAME[b.dtype]}`,
		'bring both to one dtype, for example with .float()'
	);
}

const windowOf = ({ stride, padding, dilation, groups }: Window) => ({
	stride,
	padding,
	dilation,
	groups
});

/** (x, w). */
export const conv: Op<OpAttrs['conv']> = {
	shape: ([x, w], window) => ({
		shape: resultShape(x.shape, w.shape, window),
		dtype: oneDType('conv', [x, w])
	}),
	...trilinear({ left: 'x', right: 'w', made: 'y' }),
	// y = x ∗ w:  x̄ sums g·w, w̄ sums x·g, where they meet
	vjp: (b, g, _out, [x, w], window, needs) =>
		pull(needs, [
			() => b.add('conv_input_grad', [g, w], { ...windowOf(window), shape: x.shape }),
			() => b.add('conv_weight_grad', [x, g], { ...windowOf(window), shape: w.shape })
		]),
	onnx: (l, names, window) => convOnnx(l, names, window),
	tex: {
		forward: ([x, w]) => `${group(x)} \\ast ${group(w)}`,
		gradient: (g, [x, w], i) =>
			i === 0 ? `${group(g)} \\ast^{\\top} ${group(w)}` : `${group(x)} \\star ${group(g)}`
	}
};

/** (g, w): what a convolution with w passes back to an input of `shape`. */
export const conv_input_grad: Op<OpAttrs['conv_input_grad']> = {
	shape: (inputs, { shape }) => ({ shape, dtype: oneDType('conv', inputs) }),
	...trilinear({ left: 'y', right: 'w', made: 'x' }),
	// the same products seen from x:  ḡ = h ∗ w, w̄ sums h·g
	vjp: (b, h, _out, [g, w], window, needs) =>
		pull(needs, [
			() => b.add('conv', [h, w], windowOf(window)),
			() => b.add('conv_weight_grad', [h, g], { ...windowOf(window), shape: w.shape })
		]),
	onnx: (l, names, window, node, types) => inputGradOnnx(l, names, window, node, types),
	tex: {
		forward: ([g, w]) => `${group(g)} \\ast^{\\top} ${group(w)}`,
		gradient: (h, [g, w], i) =>
			i === 0 ? `${group(h)} \\ast ${group(w)}` : `${group(h)} \\star ${group(g)}`
	}
};

/** (x, g): what a convolution of x passes back to a weight of `shape`. */
export const conv_weight_grad: Op<OpAttrs['conv_weight_grad']> = {
	shape: (inputs, { shape }) => ({ shape, dtype: oneDType('conv', inputs) }),
	...trilinear({ left: 'x', right: 'y', made: 'w' }),
	// the same products seen from w:  x̄ sums g·h, ḡ = x ∗ h
	vjp: (b, h, _out, [x, g], window, needs) =>
		pull(needs, [
			() => b.add('conv_input_grad', [g, h], { ...windowOf(window), shape: x.shape }),
			() => b.add('conv', [x, h], windowOf(window))
		]),
	onnx: (l, names, window, node, types) => weightGradOnnx(l, names, window, node, types),
	tex: {
		forward: ([x, g]) => `${group(x)} \\star ${group(g)}`,
		gradient: (h, [x, g], i) =>
			i === 0 ? `${group(g)} \\ast^{\\top} ${group(h)}` : `${group(x)} \\ast ${group(h)}`
	}
};
