/**
 * `x[…]`: whole numbers, slices, None and `...` make one view (the op `slice`); tensors and
 * lists of whole numbers, and masks, then pick copies from it (`index_select`).
 */
import type { Attrs } from '../../ops/op.ts';
import { broadcastShapes, ShapeError } from '../../shape.ts';
import { full, type Shape, type Tensor } from '../../tensor.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { slicePositions } from '../sequence.ts';
import type { PySlice, Evaluation, Value } from '../values.ts';
import type { PyTensor } from '../variable.ts';
import { hostOf } from './host.ts';
import { consumed, partsOf, type IndexPart } from './index-parse.ts';
import { stridesOf } from './views.ts';

/** The view that the plain parts make, and the picking tensors on its dimensions. */
export interface Plan {
	readonly attrs: Attrs & {
		starts: readonly number[];
		sizes: readonly number[];
		steps: readonly number[];
		shape: Shape;
	};
	readonly strides: readonly number[];
	/** Dimension of the view → the tensor that picks there; a mask begins there. */
	readonly picks: ReadonlyMap<number, PyTensor>;
	/** PyTorch's name of the last plain part. */
	readonly gradFn: string;
}

export function planOf(rt: Runtime, x: PyTensor, parts: readonly IndexPart[]): Plan {
	const rank = x.shape.length;
	const taken = parts.reduce((sum, part) => sum + consumed(part), 0);
	if (taken > rank) throw tooMany(rt, rank, parts.length);
	const rest = rank - taken;
	const strides = stridesOf(x);
	const [starts, sizes, steps]: number[][] = [[], [], []];
	const [shape, paces]: number[][] = [[], []];
	const picks = new Map<number, PyTensor>();
	let gradFn = 'AliasBackward0';
	const take = (start: number, size: number, step: number, keep = true) => {
		const dim = starts.length;
		if (keep) {
			shape.push(size);
			paces.push(strides[dim] * step);
		}
		starts.push(start);
		sizes.push(size);
		steps.push(step);
	};
	const whole = () => take(0, x.shape[starts.length], 1);
	let expanded = false;
	// PyTorch counts the new dimensions in its errors
	let added = 0;
	for (const part of parts) {
		const dim = starts.length;
		if (part.kind === 'one') {
			take(oneOf(rt, part.at, dim + added, x.shape[dim]), 1, 1, false);
			gradFn = 'SelectBackward0';
		} else if (part.kind === 'slice') {
			take(...rangeOf(part.slice, x.shape[dim]));
			gradFn = 'SliceBackward0';
		} else if (part.kind === 'new') {
			shape.push(1);
			paces.push(1);
			added++;
			gradFn = 'UnsqueezeBackward0';
		} else if (part.kind === 'many') {
			if (!expanded) for (let i = 0; i < rest; i++) whole();
			expanded = true;
		} else {
			picks.set(shape.length, part.tensor);
			// a mask without dimensions takes or leaves the whole
			if (consumed(part) === 0) {
				shape.push(1);
				paces.push(1);
			}
			for (let i = consumed(part); i > 0; i--) whole();
		}
	}
	while (starts.length < rank) whole();
	return { attrs: { starts, sizes, steps, shape }, strides: paces, picks, gradFn };
}

function tooMany(rt: Runtime, rank: number, count: number): PythonError {
	return rank === 0 && count === 1
		? new PythonError(
				'IndexError',
				'invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number',
				rt.at
			)
		: new PythonError('IndexError', `too many indices for tensor of dimension ${rank}`, rt.at);
}

function oneOf(rt: Runtime, at: number, dim: number, extent: number): number {
	if (at >= -extent && at < extent) return at < 0 ? at + extent : at;
	throw outOfBounds(rt, at, dim, extent);
}

export function outOfBounds(rt: Runtime, at: number, dim: number, extent: number): PythonError {
	return new PythonError(
		'IndexError',
		`index ${at} is out of bounds for dimension ${dim} with size ${extent}`,
		rt.at,
		extent > 0 ? `indices go from 0 to ${extent - 1}, or from -1 back to -${extent}` : undefined
	);
}

function rangeOf(slice: PySlice, extent: number): [start: number, size: number, step: number] {
	const { from, to, stride } = slicePositions(slice, extent);
	if (stride < 1) throw new PythonError('ValueError', 'step must be greater than zero');
	const size = Math.max(0, Math.ceil((to - from) / stride));
	return [size === 0 ? Math.min(from, extent) : from, size, stride];
}

/** The view of a plan. */
export function viewOf(rt: Runtime, x: PyTensor, { attrs, strides, gradFn }: Plan): PyTensor {
	return rt.named(rt.look(x, 'slice', attrs, strides), gradFn);
}

/** `x[i]`, also of rows that a loop goes over. */
export function selected(rt: Runtime, x: PyTensor, dim: number, at: number): PyTensor {
	const before = Array.from({ length: dim }, (): IndexPart => ({ kind: 'slice', slice: ALL }));
	return viewOf(rt, x, planOf(rt, x, [...before, { kind: 'one', at }]));
}

/** A row that a loop over x takes, or `first, second = x`. */
export function rowOf(rt: Runtime, x: PyTensor, at: number): PyTensor {
	return rt.named(selected(rt, x, 0, at), 'UnbindBackward0');
}

const ALL = { kind: 'slice', lower: null, upper: null, step: null } as const;

export function* indexed(rt: Runtime, x: PyTensor, index: Value): Evaluation<PyTensor> {
	const parts = yield* settled(rt, partsOf(rt, index));
	const plan = planOf(rt, x, parts);
	if (plan.picks.size === 0) return viewOf(rt, x, plan);
	const plain = plan.attrs.shape.length === x.shape.length && parts.every(isWhole);
	const view = plain ? x : viewOf(rt, x, plan);
	const picks = yield* picksOf(rt, view, plan.picks);
	const result = rt.builder.within('index', rt.at, () => picked(rt, view, picks));
	return rt.named(result, 'IndexBackward0');
}

function isWhole({ kind }: IndexPart): boolean {
	return kind === 'tensor' || kind === 'many';
}

/** A whole number in a tensor is a whole number. */
export function* settled(rt: Runtime, parts: readonly IndexPart[]): Evaluation<IndexPart[]> {
	const plain: IndexPart[] = [];
	for (const part of parts) {
		const single = part.kind === 'tensor' && part.tensor.dtype === 'int64';
		if (single && part.tensor.shape.length === 0) {
			plain.push({ kind: 'one', at: (yield* hostOf(rt, part.tensor)).data[0] });
		} else plain.push(part);
	}
	return plain;
}

/** The picking tensors by dimension, masks as the places of their ones, all within bounds. */
export function* picksOf(
	rt: Runtime,
	x: PyTensor,
	picks: Plan['picks']
): Evaluation<Map<number, PyTensor>> {
	const found = new Map<number, PyTensor>();
	for (const [dim, tensor] of picks) {
		const host = yield* hostOf(rt, tensor);
		if (tensor.dtype === 'bool') {
			if (host.shape.length === 0) {
				const count = Number(host.data[0] !== 0);
				found.set(dim, rt.fresh(full([count], 0, 'int64')));
				continue;
			}
			requireMask(rt, x.shape, host.shape, dim);
			onesOf(host).forEach((places, i) => found.set(dim + i, rt.fresh(places)));
			continue;
		}
		const extent = x.shape[dim];
		const odd = host.data.find((at) => at < -extent || at >= extent);
		if (odd !== undefined) throw outOfBounds(rt, odd, dim, extent);
		const wrap = (at: number) => (at < 0 ? at + extent : at);
		const isPlain = host.data.every((at) => at >= 0);
		found.set(dim, isPlain ? tensor : rt.fresh({ ...host, data: host.data.map(wrap) }));
	}
	requireOneShape(rt, [...found.values()]);
	return found;
}

export function requireMask(rt: Runtime, whole: Shape, mask: Shape, dim = 0): void {
	const odd = mask.findIndex((extent, i) => extent !== whole[dim + i]);
	if (odd < 0) return;
	throw new PythonError(
		'IndexError',
		`The shape of the mask [${mask.join(', ')}] at index ${odd} does not match the shape of the indexed tensor [${whole.join(', ')}] at index ${dim + odd}`,
		rt.at
	);
}

/** Where a mask is true: for each of its dimensions, the index there of every one. */
function onesOf({ shape, data }: Tensor): Tensor[] {
	const ones = Array.from(data.keys()).filter((flat) => data[flat] !== 0);
	let inner = data.length;
	return shape.map((extent) => {
		inner /= extent;
		const places = ones.map((flat) => Math.floor(flat / inner) % extent);
		return { shape: [ones.length], dtype: 'int64', data: Float64Array.from(places) };
	});
}

function requireOneShape(rt: Runtime, tensors: readonly PyTensor[]): void {
	try {
		tensors.map(({ shape }) => shape).reduce(broadcastShapes);
	} catch (error) {
		if (!(error instanceof ShapeError)) throw error;
		const shapes = tensors.map(({ shape }) => `[${shape.join(', ')}]`).join(', ');
		throw new PythonError(
			'IndexError',
			`shape mismatch: indexing tensors could not be broadcast together with shapes ${shapes}`,
			rt.at
		);
	}
}

/** Picks from the dimensions that `picks` names: side by side they are replaced where they stand, else in front. */
function picked(rt: Runtime, x: PyTensor, picks: ReadonlyMap<number, PyTensor>): PyTensor {
	const dims = [...picks.keys()];
	const [first] = dims;
	const apart = dims.some((dim, i) => dim !== first + i);
	const others = x.shape.map((_, dim) => dim).filter((dim) => !picks.has(dim));
	const source = apart ? rt.apply('permute', [x], { dims: [...dims, ...others] }) : x;
	const at = apart ? 0 : first;
	const folded = dims.reduce((n, dim) => n * x.shape[dim], 1);
	const before = source.shape.slice(0, at);
	const after = source.shape.slice(at + dims.length);
	const lined =
		dims.length === 1
			? source
			: rt.apply('reshape', [source], { shape: [...before, folded, ...after] });
	return rt.apply('index_select', [lined, linear(rt, x.shape, picks)], { dim: at });
}

/** The index into the folded dimensions: Σ indexₖ·(extents after k). */
function linear(rt: Runtime, shape: Shape, picks: ReadonlyMap<number, PyTensor>): PyTensor {
	let sum: PyTensor | null = null;
	for (const [dim, index] of picks) {
		const extent = rt.constant(shape[dim], 'int64');
		sum = sum ? rt.apply('add', [rt.apply('mul', [sum, extent]), index]) : index;
	}
	return sum!;
}
