/** Several tensors made one (cat, stack), and one taken apart (split, chunk, unbind). */
import { normalizeDim, sameShape } from '../../shape.ts';
import { PythonError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { builtin } from '../signature.ts';
import { PySlice, PyTuple, toIndex, typeName, type PyBuiltin, type Value } from '../values.ts';
import { PyTensor } from '../variable.ts';
import { sequenceOf } from './arguments.ts';
import type { TensorFunction } from './functions.ts';
import { planOf, selected, viewOf } from './indexing.ts';
import type { IndexPart } from './index-parse.ts';
import { unsqueezed } from './shapes.ts';

function tensorsOf(rt: Runtime, value: Value, callee: string): PyTensor[] {
	const items = value instanceof PyTensor ? null : sequenceOf(value);
	if (!items) {
		throw new PythonError(
			'TypeError',
			`${callee}(): argument 'tensors' (position 1) must be tuple of Tensors, not ${typeName(value)}`,
			rt.at
		);
	}
	return items.map((item, i) => {
		if (item instanceof PyTensor) return item;
		throw new PythonError(
			'TypeError',
			`expected Tensor as element ${i} in argument 0, but got ${typeName(item)}`,
			rt.at
		);
	});
}

function joined(rt: Runtime, tensors: readonly PyTensor[], dim: number): PyTensor {
	if (tensors.length === 0) {
		throw new PythonError(
			'RuntimeError',
			'torch.cat(): expected a non-empty list of Tensors',
			rt.at
		);
	}
	const flat = tensors.findIndex(({ shape }) => shape.length === 0);
	if (flat >= 0) {
		throw new PythonError(
			'RuntimeError',
			`zero-dimensional tensor (at position ${flat}) cannot be concatenated`,
			rt.at,
			'torch.stack makes a vector of single numbers'
		);
	}
	return rt.apply('cat', tensors, { dim });
}

function stacked(rt: Runtime, tensors: readonly PyTensor[], dim: Value): PyTensor {
	if (tensors.length === 0) {
		throw new PythonError('RuntimeError', 'stack expects a non-empty TensorList', rt.at);
	}
	const [{ shape }] = tensors;
	const odd = tensors.findIndex((each) => !sameShape(each.shape, shape));
	if (odd >= 0) {
		throw new PythonError(
			'RuntimeError',
			`stack expects each tensor to be equal size, but got [${shape.join(', ')}] at entry 0 and [${tensors[odd].shape.join(', ')}] at entry ${odd}`,
			rt.at
		);
	}
	const at = normalizeDim(toIndex(dim, 'dim'), shape.length + 1);
	const parts = tensors.map((each) => unsqueezed(rt, each, BigInt(at)));
	return rt.named(rt.apply('cat', parts, { dim: at }), 'StackBackward0');
}

/** Rows on rows: vectors become rows first. */
function vertically(rt: Runtime, tensors: readonly PyTensor[]): PyTensor {
	const rows = tensors.map((x) => {
		const row = x.shape.length === 0 ? unsqueezed(rt, x, 0n) : x;
		return row.shape.length === 1 ? unsqueezed(rt, row, 0n) : row;
	});
	return joined(rt, rows, 0);
}

function horizontally(rt: Runtime, tensors: readonly PyTensor[]): PyTensor {
	const parts = tensors.map((x) => (x.shape.length === 0 ? unsqueezed(rt, x, 0n) : x));
	return joined(rt, parts, (parts[0]?.shape.length ?? 0) === 1 ? 0 : 1);
}

export const joiningFunctions: readonly PyBuiltin[] = [
	...['cat', 'concat', 'concatenate'].map((name) =>
		builtin(name, ['tensors', ['dim', 0n]], (rt, { tensors, dim }) =>
			joined(rt, tensorsOf(rt, tensors, name), toIndex(dim, 'dim'))
		)
	),
	builtin('stack', ['tensors', ['dim', 0n]], (rt, { tensors, dim }) =>
		rt.builder.within('stack', rt.at, () => stacked(rt, tensorsOf(rt, tensors, 'stack'), dim))
	),
	builtin('vstack', ['tensors'], (rt, { tensors }) =>
		vertically(rt, tensorsOf(rt, tensors, 'vstack'))
	),
	builtin('hstack', ['tensors'], (rt, { tensors }) =>
		horizontally(rt, tensorsOf(rt, tensors, 'hstack'))
	)
];

/** x[:, …, from:to] along `dim`. */
export function narrowed(
	rt: Runtime,
	x: PyTensor,
	dim: number,
	from: number,
	to: number
): PyTensor {
	const all: IndexPart = { kind: 'slice', slice: new PySlice(null, null, null) };
	const own: IndexPart = { kind: 'slice', slice: new PySlice(BigInt(from), BigInt(to), null) };
	const parts = [...Array.from({ length: dim }, () => all), own];
	return viewOf(rt, x, planOf(rt, x, parts));
}

/** A view that is one of several. */
function asPiece(x: PyTensor, piece: number): PyTensor {
	if (x.view) x.view = { ...x.view, piece };
	return x;
}

function inPieces(
	rt: Runtime,
	x: PyTensor,
	dim: number,
	sizes: readonly number[],
	gradFn: string
): PyTuple {
	let from = 0;
	const pieces = sizes.map((size, i) => {
		const piece = narrowed(rt, x, dim, from, from + size);
		from += size;
		return rt.named(asPiece(piece, i), gradFn);
	});
	return new PyTuple(pieces);
}

/** Sizes of pieces of at most `size` that make up `extent`. */
function evenly(extent: number, size: number): number[] {
	if (extent === 0) return [0];
	return Array.from({ length: Math.ceil(extent / size) }, (_, i) =>
		Math.min(size, extent - i * size)
	);
}

function splitTensor(rt: Runtime, x: PyTensor, sizes: Value, dim: Value): PyTuple {
	requireDimension(rt, x, 'split');
	const at = normalizeDim(toIndex(dim, 'dim'), x.shape.length);
	const extent = x.shape[at];
	const list = sequenceOf(sizes);
	if (!list) {
		const size = toIndex(sizes, 'split_size');
		if (size < 0 || (size === 0 && extent > 0)) {
			const reason =
				size < 0
					? `split expects split_size be non-negative, but got split_size=${size}`
					: `split_size can only be 0 if dimension size is 0, but got dimension size of ${extent}`;
			throw new PythonError('RuntimeError', reason, rt.at);
		}
		return inPieces(rt, x, at, evenly(extent, Math.max(size, 1)), 'SplitBackward0');
	}
	const parts = list.map((size) => toIndex(size, 'split_size'));
	if (parts.some((size) => size < 0) || parts.reduce((a, b) => a + b, 0) !== extent) {
		throw new PythonError(
			'RuntimeError',
			`split_with_sizes expects split_sizes to sum exactly to ${extent} (input tensor's size at dimension ${at}), but got split_sizes=[${parts.join(', ')}]`,
			rt.at
		);
	}
	return inPieces(rt, x, at, parts, 'SplitWithSizesBackward0');
}

function chunked(rt: Runtime, x: PyTensor, chunks: Value, dim: Value): PyTuple {
	requireDimension(rt, x, 'chunk');
	const count = toIndex(chunks, 'chunks');
	if (count <= 0) {
		throw new PythonError(
			'RuntimeError',
			`chunk expects \`chunks\` to be greater than 0, got: ${count}`,
			rt.at
		);
	}
	const at = normalizeDim(toIndex(dim, 'dim'), x.shape.length);
	const size = Math.ceil(x.shape[at] / count);
	return inPieces(rt, x, at, evenly(x.shape[at], Math.max(size, 1)), 'SplitBackward0');
}

function requireDimension(rt: Runtime, x: PyTensor, name: string): void {
	if (x.shape.length > 0) return;
	throw new PythonError('RuntimeError', `${name} expects at least a 1-dimensional tensor`, rt.at);
}

/** A position along a dimension, negative from its end. */
function positionOf(x: PyTensor, dim: number, value: Value, name: string): number {
	const at = toIndex(value, name);
	return at < 0 ? at + x.shape[dim] : at;
}

export const splittingFunctions: Readonly<Record<string, TensorFunction>> = {
	split: {
		parameters: ['split_size_or_sections', ['dim', 0n]],
		run: (rt, x, { split_size_or_sections, dim }) => splitTensor(rt, x, split_size_or_sections, dim)
	},
	chunk: {
		parameters: ['chunks', ['dim', 0n]],
		run: (rt, x, { chunks, dim }) => chunked(rt, x, chunks, dim)
	},
	unbind: {
		parameters: [['dim', 0n]],
		run: (rt, x, { dim }) => {
			const at = normalizeDim(toIndex(dim, 'dim'), x.shape.length);
			if (x.shape.length === 0) {
				throw new PythonError(
					'IndexError',
					`Dimension specified as ${at} but tensor has no dimensions`,
					rt.at
				);
			}
			const rows = Array.from({ length: x.shape[at] }, (_, i) =>
				rt.named(asPiece(selected(rt, x, at, i), i), 'UnbindBackward0')
			);
			return new PyTuple(rows);
		}
	},
	select: {
		parameters: ['dim', 'index'],
		run: (rt, x, { dim, index }) => {
			const at = normalizeDim(toIndex(dim, 'dim'), x.shape.length);
			const i = toIndex(index, 'index');
			const extent = x.shape[at];
			if (i >= -extent && i < extent) return selected(rt, x, at, i);
			throw new PythonError(
				'IndexError',
				`select(): index ${i} out of range for tensor of size [${x.shape.join(', ')}] at dimension ${at}`,
				rt.at
			);
		}
	},
	narrow: {
		parameters: ['dim', 'start', 'length'],
		run: (rt, x, { dim, start, length }) => {
			const at = normalizeDim(toIndex(dim, 'dim'), x.shape.length);
			const from = positionOf(x, at, start, 'start');
			const size = toIndex(length, 'length');
			if (from < 0 || size < 0 || from + size > x.shape[at]) {
				throw new PythonError(
					'RuntimeError',
					`start (${from}) + length (${size}) exceeds dimension size (${x.shape[at]}).`,
					rt.at
				);
			}
			return narrowed(rt, x, at, from, from + size);
		}
	}
};
