/** Convolution and its gradients as ONNX's Conv and ConvTranspose. */
import type { Shape, TensorType } from '../tensor.ts';
import type { Window } from './convolution.ts';
import type { Lowering, OnnxAttribute } from './op.ts';

function attributesOf(
	{ padding }: Window,
	strides: readonly number[],
	dilations: readonly number[],
	groups: number
): Record<string, OnnxAttribute> {
	return {
		strides: { ints: strides },
		pads: { ints: [...padding, ...padding] },
		dilations: { ints: dilations },
		group: { int: groups }
	};
}

export function convOnnx(l: Lowering, names: readonly string[], window: Window): string {
	const { stride, dilation, groups } = window;
	return l.node('Conv', names, attributesOf(window, stride, dilation, groups));
}

/** What the last stride did not reach is output_padding: it gets no gradient. */
export function inputGradOnnx(
	l: Lowering,
	names: readonly string[],
	window: Window,
	node: TensorType,
	[g, w]: readonly TensorType[]
): string {
	const { stride, padding, dilation, groups } = window;
	const rest = node.shape.slice(2).map((extent, d) => {
		const kernel = dilation[d] * (w.shape[d + 2] - 1) + 1;
		return extent - (stride[d] * (g.shape[d + 2] - 1) + kernel - 2 * padding[d]);
	});
	return l.node('ConvTranspose', names, {
		...attributesOf(window, stride, dilation, groups),
		output_padding: { ints: rest }
	});
}

/**
 * A convolution of x by g in which batch and channels change places, and stride and dilation
 * too: every entry of w sums over the batch and over the places of g.
 */
export function weightGradOnnx(
	l: Lowering,
	[x, g]: readonly string[],
	window: Window,
	node: TensorType,
	types: readonly TensorType[]
): string {
	const { stride, dilation, groups } = window;
	const [batch, channels, ...spatial] = types[0].shape;
	const own = channels / groups;
	const axes = spatial.map((_, d) => d);
	const reshape = (name: string, shape: Shape) =>
		l.node('Reshape', [name, l.constant(shape, [shape.length], 'int64')]);
	const transpose = (name: string, perm: readonly number[]) =>
		l.node('Transpose', [name], { perm: { ints: perm } });
	const apart = reshape(x, [batch, groups, own, ...spatial]);
	const turned = transpose(apart, [2, 1, 0, ...axes.map((d) => d + 3)]);
	const left = reshape(turned, [own, groups * batch, ...spatial]);
	const swap = [1, 0, ...axes.map((d) => d + 2)];
	const right = transpose(g, swap);
	const product = l.node('Conv', [left, right], attributesOf(window, dilation, stride, groups));
	const kernel = node.shape.slice(2);
	const list = (values: readonly number[]) => l.constant(values, [values.length], 'int64');
	// a stride that does not come out even leaves places beyond the kernel
	const cut = l.node('Slice', [
		transpose(product, swap),
		list(axes.map(() => 0)),
		list(kernel),
		list(axes.map((d) => d + 2))
	]);
	return cut;
}
