/** F.pad: entries of one number around x, or, where a width is negative, fewer of its own. */
import { storable } from '../../ops/dtypes.ts';
import { flatsOf } from '../../ops/slice.ts';
import { sameShape } from '../../shape.ts';
import { sizeOf, type Shape } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { toNumber, type Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { asShape } from './arguments.ts';
import type { TensorFunction } from './functions.ts';

/** `before` and `after` for every dimension. */
export function padded(
	rt: Runtime,
	x: PyTensor,
	before: readonly number[],
	after: readonly number[],
	value: number
): PyTensor {
	const own = cut(rt, x, before, after);
	if ([...before, ...after].some((width) => width > 0)) requireRest(rt, x, before, after);
	const starts = before.map((width) => Math.max(width, 0));
	const shape = own.shape.map((extent, d) => starts[d] + extent + Math.max(after[d], 0));
	if (sameShape(shape, own.shape)) return own;
	const part = { starts, sizes: own.shape, steps: shape.map(() => 1) };
	const zeros = rt.apply('pad_into', [own], { shape, ...part });
	if (value === 0) return zeros;
	return rt.apply('masked_fill', [zeros, rim(rt, shape, part)], {
		value: storable(value, x.dtype)
	});
}

/** True on what was added around. */
function rim(rt: Runtime, shape: Shape, part: Parameters<typeof flatsOf>[1]): PyTensor {
	const data = new Uint8Array(sizeOf(shape)).fill(1);
	for (const at of flatsOf(shape, part)) data[at] = 0;
	return rt.fresh({ shape, dtype: 'bool', data });
}

function requireRest(
	rt: Runtime,
	{ shape }: PyTensor,
	before: readonly number[],
	after: readonly number[]
): void {
	// the widths are read from the last dimension that they name
	const odd = shape.findIndex(
		(extent, d) => (before[d] !== 0 || after[d] !== 0) && extent + before[d] + after[d] <= 0
	);
	if (odd < 0) return;
	throw new PythonError(
		'RuntimeError',
		`The input size ${shape[odd]}, plus negative padding ${before[odd]} and ${after[odd]} resulted in a negative output size, which is invalid. Check dimension ${odd} of your input.`,
		rt.at
	);
}

/** x without what negative widths take away. */
function cut(
	rt: Runtime,
	x: PyTensor,
	before: readonly number[],
	after: readonly number[]
): PyTensor {
	if ([...before, ...after].every((width) => width >= 0)) return x;
	const starts = before.map((width) => Math.max(-width, 0));
	const sizes = x.shape.map((extent, d) => extent - starts[d] - Math.max(-after[d], 0));
	const odd = sizes.find((extent) => extent < 0);
	if (odd !== undefined) {
		const d = sizes.indexOf(odd);
		const extent = x.shape[d] - starts[d];
		throw new PythonError(
			'RuntimeError',
			`start (0) + length (${odd}) exceeds dimension size (${extent}).`,
			rt.at,
			'the negative widths take away more than there is'
		);
	}
	const steps = x.shape.map(() => 1);
	return rt.apply('slice', [x], { starts, sizes, steps, shape: sizes });
}

function constantPad(rt: Runtime, x: PyTensor, widths: readonly number[], value: Value): PyTensor {
	const rank = x.shape.length;
	if (widths.length % 2 !== 0) {
		throw new PythonError('RuntimeError', 'Padding length must be divisible by 2', rt.at);
	}
	if (widths.length > 2 * rank) {
		throw new PythonError('RuntimeError', 'Padding length too large', rt.at);
	}
	// the widths begin with the last dimension
	const of = (side: 0 | 1) => x.shape.map((_, d) => widths[2 * (rank - 1 - d) + side] ?? 0);
	const fill = value === null ? 0 : toNumber(value, "pad(): argument 'value'");
	const result = padded(rt, x, of(0), of(1), fill);
	return rt.named(result === x ? rt.apply('clone', [x]) : result, 'ConstantPadNdBackward0');
}

export const pad: TensorFunction = {
	parameters: ['pad', ['mode', 'constant'], ['value', null]],
	run: (rt, x, bound) => {
		if (bound.mode !== 'constant') {
			throw new PythonError(
				'NotSupportedError',
				`pad with mode=${String(bound.mode)} is not part of the language yet`,
				rt.at,
				"mode='constant' is"
			);
		}
		const widths = asShape([bound.pad], 'pad');
		return rt.builder.within('pad', rt.at, () => constantPad(rt, x, widths, bound.value));
	}
};
