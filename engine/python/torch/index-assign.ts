/**
 * `x[…] = value`: in place and differentiable (the gradient of what is overwritten is 0). A mask
 * stays in the graph; other places are constants, since Python knows them.
 */
import { PYTORCH_NAME } from '../../ops/dtypes.ts';
import { broadcastIndex, broadcastShapes, sameShape } from '../../shape.ts';
import { sizeOf, type Shape } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { toNumber, type Evaluation, type Value } from '../values.ts';
import { PyTensor } from '../variable.ts';
import { hostOf } from './host.ts';
import { picksOf, planOf, requireMask, settled, type Plan } from './indexing.ts';
import { partsOf, type IndexPart } from './index-parse.ts';
import { flatsOf } from '../../ops/slice.ts';

export function* assignIndexed(
	rt: Runtime,
	target: PyTensor,
	index: Value,
	value: Value
): Evaluation<void> {
	const parts = yield* settled(rt, partsOf(rt, index));
	const [only] = parts;
	if (parts.length === 1 && only.kind === 'tensor' && only.tensor.dtype === 'bool') {
		if (!(value instanceof PyTensor) || sizeOf(value.shape) === 1) {
			return assignMasked(rt, target, only.tensor, value);
		}
	}
	const plan = planOf(rt, target, parts);
	const isView = plan.picks.size === 0;
	refuseLeaf(rt, target, isView);
	const { flats, shape } = isView
		? { flats: flatsOf(target.shape, plan.attrs), shape: plan.attrs.shape }
		: yield* pickedPlaces(rt, target, plan);
	overwrite(rt, target, flats, shape, value, plan, isView);
	rt.named(target, writer(parts, target, value));
}

/** PyTorch writes through a view where there is a plain part, and straight into x otherwise. */
function writer(parts: readonly IndexPart[], target: PyTensor, value: Value): string {
	if (parts.some(({ kind }) => kind !== 'many' && kind !== 'tensor')) return 'CopySlices';
	if (parts.some(({ kind }) => kind === 'tensor')) return 'IndexPutBackward0';
	const shape = value instanceof PyTensor ? value.shape : [];
	return shape.length === 0 && target.shape.length > 0 ? 'FillBackward3' : 'CopyBackwards';
}

/** PyTorch writes a view of the leaf, and says so. */
function refuseLeaf(rt: Runtime, target: PyTensor, isView: boolean): void {
	if (!isView || !rt.gradEnabled || !target.requiresGrad || !target.isLeaf) return;
	throw new PythonError(
		'RuntimeError',
		'a view of a leaf Variable that requires grad is being used in an in-place operation.',
		rt.at,
		'change weights inside `with torch.no_grad():`'
	);
}

function assignMasked(rt: Runtime, target: PyTensor, mask: PyTensor, value: Value): void {
	if (mask.shape.length > target.shape.length) {
		throw new PythonError(
			'IndexError',
			`too many indices for tensor of dimension ${target.shape.length}`,
			rt.at
		);
	}
	requireMask(rt, target.shape, mask.shape);
	const single = target.shape.length === 0;
	refuseLeaf(rt, target, single);
	const lead = mask.shape.length;
	const shape = target.shape.map((extent, d) => (d < lead ? extent : 1));
	const fits = lead === target.shape.length;
	const whole = fits ? mask : rt.apply('reshape', [mask], { shape });
	if (value instanceof PyTensor) {
		requireSame(rt, target, value);
		const one = rt.apply('reshape', [value], { shape: [] });
		rt.write(target, 'where', [whole, one, target]);
	} else {
		const number = toNumber(value, 'the assigned value');
		rt.write(target, 'masked_fill', [target, whole], { value: number });
	}
	rt.named(target, single ? 'CopySlices' : 'IndexPutBackward0');
}

/** The flat places in `target` that picking tensors name, in the order of the picked entries. */
function* pickedPlaces(
	rt: Runtime,
	target: PyTensor,
	plan: Plan
): Evaluation<{ flats: Int32Array; shape: Shape }> {
	const view = flatsOf(target.shape, plan.attrs);
	const { shape } = plan.attrs;
	const looked = rt.look(target, 'slice', plan.attrs, plan.strides);
	const picks = yield* picksOf(rt, looked, plan.picks);
	const dims = [...picks.keys()];
	const apart = dims.some((dim, i) => dim !== dims[0] + i);
	const common = [...picks.values()].map((x) => x.shape).reduce(broadcastShapes);
	const others = shape.map((_, dim) => dim).filter((dim) => !picks.has(dim));
	const front = apart ? [] : others.filter((dim) => dim < dims[0]);
	const back = others.filter((dim) => !front.includes(dim));
	const extents = (list: readonly number[]) => list.map((dim) => shape[dim]);
	const result = [...extents(front), ...common, ...extents(back)];
	const strides = shape.map((_, dim) => sizeOf(shape.slice(dim + 1)));
	const offsets = new Float64Array(sizeOf(common));
	for (const [dim, index] of picks) {
		const { data } = yield* hostOf(rt, index);
		const stretched = broadcastIndex(index.shape, common);
		offsets.forEach((_, i) => {
			offsets[i] += data[stretched ? stretched[i] : i] * strides[dim];
		});
	}
	const flats: number[] = [];
	for (const a of offsetsOf(shape, strides, front)) {
		for (const b of offsets) {
			for (const c of offsetsOf(shape, strides, back)) flats.push(view[a + b + c]);
		}
	}
	return { flats: Int32Array.from(flats), shape: result };
}

function offsetsOf(shape: Shape, strides: readonly number[], dims: readonly number[]): number[] {
	let list = [0];
	for (const d of dims) {
		list = list.flatMap((o) => Array.from({ length: shape[d] }, (_, i) => o + i * strides[d]));
	}
	return list;
}

/** Where several values go to one place the last one stays, as on PyTorch's CPU. */
function overwrite(
	rt: Runtime,
	target: PyTensor,
	flats: Int32Array,
	shape: Shape,
	value: Value,
	{ attrs }: Plan,
	isView: boolean
): void {
	const size = sizeOf(target.shape);
	const ones = new Uint8Array(size);
	for (const at of flats) ones[at] = 1;
	const mask = rt.fresh({ shape: target.shape, dtype: 'bool', data: ones });
	if (!(value instanceof PyTensor)) {
		const number = toNumber(value, 'the assigned value');
		rt.write(target, 'masked_fill', [target, mask], { value: number });
		return;
	}
	if (!isView) requireSame(rt, target, value);
	const { dtype } = target;
	const cast = value.dtype === dtype ? value : rt.apply('cast', [value], { dtype });
	const fitted = fit(rt, cast, shape, isView);
	const { starts, sizes, steps } = attrs;
	const placed = isView
		? rt.apply('pad_into', [fitted], { shape: target.shape, starts, sizes, steps })
		: spread(rt, fitted, target.shape, flats);
	rt.write(target, 'where', [mask, placed, target]);
}

/** Entry i of `values` at place flats[i]; anything elsewhere. */
function spread(rt: Runtime, values: PyTensor, shape: Shape, flats: Int32Array): PyTensor {
	const sources = new Float64Array(sizeOf(shape));
	flats.forEach((at, i) => (sources[at] = i));
	const index = rt.fresh({ shape, dtype: 'int64', data: sources });
	const line = rt.apply('reshape', [values], { shape: [-1] });
	if (flats.length === 0) return rt.apply('zeros_like', [rt.constant(0, values.dtype)]);
	return rt.apply('index_select', [line, index], { dim: 0 });
}

/** The value broadcast to the place; dimensions of one element in front of it do not count. */
function fit(rt: Runtime, value: PyTensor, shape: Shape, isView: boolean): PyTensor {
	let from = value.shape;
	while (from.length > shape.length && from[0] === 1) from = from.slice(1);
	const fits =
		from.length <= shape.length &&
		from.every((extent, i) => extent === 1 || extent === shape[i + shape.length - from.length]);
	if (!fits) {
		const [a, b] = [shape, value.shape].map((each) => `[${each.join(', ')}]`);
		throw isView && from.length <= shape.length
			? expandError(rt, from, shape)
			: new PythonError(
					'RuntimeError',
					`shape mismatch: value tensor of shape ${b} cannot be broadcast to indexing result of shape ${a}`,
					rt.at
				);
	}
	const lined = sameShape(from, value.shape)
		? value
		: rt.apply('reshape', [value], { shape: from });
	return sameShape(from, shape) ? lined : rt.apply('expand', [lined], { shape });
}

function expandError(rt: Runtime, from: Shape, to: Shape): PythonError {
	const lead = to.length - from.length;
	const odd = from.findLastIndex((extent, i) => extent !== 1 && extent !== to[i + lead]);
	return new PythonError(
		'RuntimeError',
		`The expanded size of the tensor (${to[odd + lead]}) must match the existing size (${from[odd]}) at non-singleton dimension ${odd + lead}.  Target sizes: [${to.join(', ')}].  Tensor sizes: [${from.join(', ')}]`,
		rt.at
	);
}

function requireSame(rt: Runtime, target: PyTensor, value: PyTensor): void {
	if (value.dtype === target.dtype) return;
	throw new PythonError(
		'RuntimeError',
		`Index put requires the source and destination dtypes match, got ${PYTORCH_NAME[target.dtype]} for the destination and ${PYTORCH_NAME[value.dtype]} for the source.`,
		rt.at
	);
}
