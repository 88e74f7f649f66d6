/** view, reshape and expand: which of them look at the same memory, as PyTorch decides by strides. */
import { stridesOf as rowMajor } from '../../shape.ts';
import { sizeOf } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { PyTensor } from '../variable.ts';
import { inferShape } from './arguments.ts';

/** Elements from one index to the next, by dimension. */
export function stridesOf(x: PyTensor): readonly number[] {
	return x.view?.strides ?? rowMajor(x.shape);
}

export function isContiguous(x: PyTensor): boolean {
	return viewStrides(x, [sizeOf(x.shape)]) !== null;
}

/**
 * The strides that show `x` as `shape`; null where that needs a copy. Runs of dimensions whose
 * elements follow one another in memory can be cut anew; others must keep their borders.
 */
function viewStrides(x: PyTensor, shape: readonly number[]): number[] | null {
	if (sizeOf(shape) === 0) return rowMajor(shape);
	const old = x.shape.map((extent, i) => ({ extent, stride: stridesOf(x)[i] }));
	const strides = new Array<number>(shape.length);
	let next = shape.length - 1;
	let step = old.at(-1)?.stride ?? 1;
	let run = 1;
	let taken = 1;
	for (let i = old.length - 1; i >= 0; i--) {
		run *= old[i].extent;
		const ends = i === 0 || (old[i - 1].extent !== 1 && old[i - 1].stride !== run * step);
		if (!ends) continue;
		while (next >= 0 && (taken < run || shape[next] === 1)) {
			strides[next] = taken * step;
			taken *= shape[next--];
		}
		if (taken !== run) return null;
		if (i > 0) step = old[i - 1].stride;
		run = taken = 1;
	}
	for (; next >= 0; next--) strides[next] = step;
	return strides;
}

/** x.view(shape): PyTorch's error where the memory does not allow it. */
export function viewed(rt: Runtime, x: PyTensor, target: readonly number[]): PyTensor {
	const shape = inferShape(target, sizeOf(x.shape));
	const strides = viewStrides(x, shape);
	if (strides) return rt.look(x, 'reshape', { shape }, strides);
	throw new PythonError(
		'RuntimeError',
		"view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
		rt.at
	);
}

/** x.reshape(shape): a view where possible, else a copy. */
export function reshaped(rt: Runtime, x: PyTensor, target: readonly number[]): PyTensor {
	const shape = inferShape(target, sizeOf(x.shape));
	const strides = viewStrides(x, shape);
	if (!strides) return rt.named(rt.apply('reshape', [x], { shape }), 'UnsafeViewBackward0');
	return rt.named(rt.look(x, 'reshape', { shape }, strides), 'ReshapeAliasBackward0');
}

export function contiguous(rt: Runtime, x: PyTensor): PyTensor {
	return isContiguous(x) ? x : rt.apply('clone', [x]);
}

export function expanded(rt: Runtime, x: PyTensor, sizes: readonly number[]): PyTensor {
	const lead = sizes.length - x.shape.length;
	const strides = sizes.map((extent, i) =>
		i < lead || (x.shape[i - lead] === 1 && extent > 1) ? 0 : stridesOf(x)[i - lead]
	);
	return rt.look(x, 'expand', { shape: sizes }, strides);
}
