/**
 * The geometry of a convolution: which entries of input x, weight w and result y meet. Each
 * meeting is one product y += x·w; with two of the three given, sums of products of these two
 * make the third, so that the convolution and both of its gradients are one walk.
 */
import { ShapeError, showShape, stridesOf } from '../shape.ts';
import { sizeOf, type Shape } from '../tensor.ts';

export interface Window {
	readonly stride: readonly number[];
	readonly padding: readonly number[];
	readonly dilation: readonly number[];
	readonly groups: number;
}

/** x [N, C, …], w [C', C/groups, …], y [N, C', …]. */
export interface Meeting {
	readonly x: Shape;
	readonly w: Shape;
	readonly y: Shape;
	readonly window: Window;
}

/** The type of y; sizes that cannot meet are refused in PyTorch's words. */
export function resultShape(x: Shape, w: Shape, window: Window): Shape {
	const { stride, padding, dilation, groups } = window;
	if (w[1] * groups !== x[1] || w[0] % groups !== 0) {
		throw new ShapeError(
			`Given groups=${groups}, weight of size [${w.join(', ')}], expected input[${x.join(', ')}] to have ${w[1] * groups} channels, but got ${x[1]} channels instead`,
			`the second size of the input ${showShape(x)} is its channels; those of the weight are ${w[1]}`
		);
	}
	const padded = x.slice(2).map((extent, d) => extent + 2 * padding[d]);
	const reach = w.slice(2).map((extent, d) => dilation[d] * (extent - 1) + 1);
	if (padded.some((extent, d) => extent < reach[d])) {
		throw new ShapeError(
			`Calculated padded input size per channel: (${padded.join(' x ')}). Kernel size: (${reach.join(' x ')}). Kernel size can't be greater than actual input size`
		);
	}
	const places = padded.map((extent, d) => Math.floor((extent - reach[d]) / stride[d]) + 1);
	return [x[0], w[0], ...places];
}

/** Where x is met along one dimension: for every place of y and of w that meet, the place of x. */
function contacts(extent: number, kernel: number, places: number, d: number, window: Window) {
	const found: [y: number, w: number, x: number][] = [];
	for (let o = 0; o < places; o++) {
		for (let k = 0; k < kernel; k++) {
			const i = o * window.stride[d] - window.padding[d] + k * window.dilation[d];
			if (i >= 0 && i < extent) found.push([o, k, i]);
		}
	}
	return found;
}

/** Offsets of y, w and x for every meeting within one channel of each. */
function spatialContacts({ x, w, y, window }: Meeting) {
	const strides = [y, w, x].map(stridesOf);
	let offsets: [y: number, w: number, x: number][] = [[0, 0, 0]];
	for (let d = 0; d < x.length - 2; d++) {
		const along = contacts(x[d + 2], w[d + 2], y[d + 2], d, window);
		const [sy, sw, sx] = strides.map((each) => each[d + 2]);
		offsets = offsets.flatMap(([a, b, c]) =>
			along.map(([o, k, i]): [number, number, number] => [a + o * sy, b + k * sw, c + i * sx])
		);
	}
	return offsets;
}

/** Calls `meet` for every product; those of one entry of y come in the order of channels and kernel. */
export function eachMeeting(
	meeting: Meeting,
	meet: (x: number, w: number, y: number) => void
): void {
	const { x, w, y, window } = meeting;
	const offsets = spatialContacts(meeting);
	const [inputs, outputs] = [w[1], w[0] / window.groups];
	const [sizeX, sizeW, sizeY] = [x, w, y].map((shape) => sizeOf(shape.slice(2)));
	for (let n = 0; n < x[0]; n++) {
		for (let co = 0; co < w[0]; co++) {
			const group = Math.floor(co / outputs);
			const startY = (n * w[0] + co) * sizeY;
			for (let ci = 0; ci < inputs; ci++) {
				const startX = (n * x[1] + group * inputs + ci) * sizeX;
				const startW = (co * inputs + ci) * sizeW;
				for (const [oy, ow, ox] of offsets) meet(startX + ox, startW + ow, startY + oy);
			}
		}
	}
}
