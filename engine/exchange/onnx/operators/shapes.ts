/** Operators that move entries, make them, or tell how many there are. */
import type { DType } from '../../../tensor.ts';
import { numberText } from '../../python-text.ts';
import { itemsOf, type Call, type Made } from '../call.ts';
import type { Operator } from './elementwise.ts';
import { listOf, tuple } from './sizes.ts';

const same: Operator = (c) => ({ value: c.value(0) });

function reshape(c: Call): Made {
	const sizes = c.has(1) ? c.list(1) : c.ints('shape').map(String);
	const allowsZero = c.int('allowzero', 0) === 1;
	const x = c.tensor(0);
	const items = sizes.map((size, i) => (size === '0' && !allowsZero ? `${x}.shape[${i}]` : size));
	return {
		text: `${x}.reshape(${items.join(', ') || '()'})`,
		rank: items.length,
		dtype: c.dtype(0)
	};
}

function flatten(c: Call): Made {
	const x = c.tensor(0);
	const axis = c.int('axis', 1);
	const rest = { rank: 2, dtype: c.dtype(0) };
	if (axis === 0) return { text: `${x}.reshape(1, -1)`, ...rest };
	if (axis === 1) return { text: `${x}.flatten(1)`, ...rest };
	if (axis < 0) return { text: `${x}.flatten(${axis}).flatten(0, -2)`, ...rest };
	return { text: `${x}.flatten(${axis}).flatten(0, ${axis - 1})`, ...rest };
}

function transpose(c: Call): Made {
	const x = c.tensor(0);
	const rank = c.rank(0);
	const isGiven = c.node.attributes.has('perm');
	if (!isGiven && rank === undefined) return { text: `${x}.t()`, rank: 2, dtype: c.dtype(0) };
	const perm = isGiven ? c.ints('perm') : Array.from({ length: rank! }, (_, i) => rank! - 1 - i);
	const dtype = c.dtype(0);
	if (perm.join() === '1,0') return { text: `${x}.t()`, rank: 2, dtype };
	const moved = perm.flatMap((from, to) => (from === to ? [] : [to]));
	const isSwap = moved.length === 2;
	const text = isSwap ? `${x}.transpose(${moved.join(', ')})` : `${x}.permute(${perm.join(', ')})`;
	return { text, rank: perm.length, dtype };
}

function squeeze(c: Call): Made {
	const items = c.value(0).kind === 'list' ? itemsOf(c.value(0)) : null;
	if (items) return listOf(items, true);
	const axes = c.given('axes', 1);
	const rank = c.rank(0);
	// from the last one on, so that the others keep their places
	const text = axes
		? descending(axes).reduce((x, axis) => `${x}.squeeze(${axis})`, c.tensor(0))
		: `${c.tensor(0)}.squeeze()`;
	return {
		text,
		rank: axes && rank !== undefined ? rank - axes.length : undefined,
		dtype: c.dtype(0)
	};
}

function unsqueeze(c: Call): Made {
	const value = c.value(0);
	const axes = c.given('axes', 1) ?? [];
	if (value.kind === 'list' && value.isScalar) return listOf(value.items);
	const rank = c.rank(0);
	const text = [...axes]
		.sort((a, b) => a - b)
		.reduce((x, axis) => `${x}.unsqueeze(${axis})`, c.tensor(0));
	if (axes.some((axis) => axis < 0) && axes.length > 1)
		throw c.refuse('negative axes beside others');
	return { text, rank: rank === undefined ? undefined : rank + axes.length, dtype: c.dtype(0) };
}

function descending(axes: readonly number[]): number[] {
	const [own, fromEnd] = [axes.filter((axis) => axis >= 0), axes.filter((axis) => axis < 0)];
	return [...own.sort((a, b) => b - a), ...fromEnd.sort((a, b) => a - b)];
}

function concat(c: Call): Made {
	const lists = c.operands.map((value) => value && itemsOf(value));
	const isList = c.operands.some((value) => value?.kind === 'list');
	if (isList && lists.every((list) => list !== null)) return listOf(lists.flat());
	const texts = c.operands.map((_, i) => c.tensor(i));
	const text = `torch.cat([${texts.join(', ')}], dim=${c.int('axis', 0)})`;
	return { text, rank: c.rank(0), dtype: c.dtype(0) };
}

function expand(c: Call): Made {
	const rank = c.rank(0);
	const items = c.list(1);
	// a size of 1 leaves what is there, where there is something
	const lead = rank === undefined ? Infinity : items.length - rank;
	const sizes = items.map((size, i) => (size === '1' && i >= lead ? '-1' : size));
	if (lead < 0) sizes.unshift(...Array.from({ length: -lead }, () => '-1'));
	return {
		text: `${c.tensor(0)}.expand(${sizes.join(', ')})`,
		rank: sizes.length,
		dtype: c.dtype(0)
	};
}

function split(c: Call): Made {
	const axis = c.int('axis', 0);
	const sizes = c.given('split', 1);
	if (sizes)
		return { text: `${c.tensor(0)}.split([${sizes.join(', ')}], dim=${axis})`, rank: c.rank(0) };
	const count = c.int('num_outputs', c.node.outputs.length);
	return { text: `${c.tensor(0)}.chunk(${count}, dim=${axis})`, rank: c.rank(0) };
}

function pad(c: Call): Made {
	const mode = c.text('mode', 'constant');
	if (mode !== 'constant' || c.has(3)) throw c.refuse(`mode ${mode} with axes is not known here`);
	const widths = c.given('pads', 1) ?? [];
	const rank = widths.length / 2;
	if (widths.every((width) => width === 0)) return { value: c.value(0) };
	const pairs = Array.from({ length: rank }, (_, d) => [widths[d], widths[d + rank]]).reverse();
	while (pairs.at(-1)?.every((width) => width === 0)) pairs.pop();
	const value = c.has(2) ? c.number(2) : c.float('value', 0);
	const filled = value === null || Number(value) === 0 ? '' : `, value=${value}`;
	return {
		text: `F.pad(${c.tensor(0)}, ${tuple(pairs.flat())}${filled})`,
		rank,
		dtype: c.dtype(0)
	};
}

const DTYPES: Readonly<Record<number, readonly [DType, string]>> = {
	1: ['float32', 'float'],
	10: ['float32', 'float'],
	11: ['float32', 'float'],
	6: ['int64', 'long'],
	7: ['int64', 'long'],
	9: ['bool', 'bool']
};

function cast(c: Call): Made {
	const value = c.value(0);
	const target = DTYPES[c.int('to', 0)];
	if (!target) throw c.refuse(`elements of type ${c.int('to', 0)} are not known here`);
	const [dtype, method] = target;
	if (c.dtype(0) === dtype) return { value };
	if (value.kind === 'list') {
		// the exporter casts sizes to and fro
		return value.isScalar && dtype === 'float32'
			? { value: { ...value, items: [`float(${value.items[0]})`] } }
			: { value };
	}
	return { text: `${c.tensor(0)}.${method}()`, rank: c.rank(0), dtype };
}

function shape(c: Call): Made {
	const value = c.value(0);
	const rank = c.rank(0);
	if (value.kind === 'held') return listOf(value.tensor.shape.map(String));
	if (rank === undefined) throw c.refuse('how many dimensions its input has is not known');
	const [start, end] = [c.int('start', 0), c.int('end', rank)].map((at) =>
		at < 0 ? at + rank : at
	);
	const axes = Array.from({ length: rank }, (_, i) => i).slice(start, end);
	return listOf(axes.map((axis) => `${c.tensor(0)}.shape[${axis}]`));
}

function filled(c: Call): Made {
	const given = c.node.attributes.get('value');
	const value = given?.kind === 'tensor' ? given.tensor : null;
	const items = c.list(0);
	if (value?.dtype === 'int64' && items.length === 1 && /^\d{1,2}$/.test(items[0])) {
		return listOf(Array.from({ length: Number(items[0]) }, () => String(value.data[0])));
	}
	const dtype = value?.dtype ?? 'float32';
	const number = numberText(value?.data[0] ?? 0, dtype);
	const plain = number === '0.0' ? 'zeros' : number === '1.0' ? 'ones' : null;
	const text = plain
		? `torch.${plain}(${items.join(', ') || '()'})`
		: `torch.full(${tuple(items)}, ${number})`;
	return { text, rank: items.length, dtype };
}

function range(c: Call): Made {
	const [start, limit, step] = [0, 1, 2].map((i) => c.number(i) ?? c.x(i));
	return { text: `torch.arange(${start}, ${limit}, ${step})`, rank: 1, dtype: c.dtype(0) };
}

function triangle(c: Call): Made {
	const side = c.int('upper', 1) === 1 ? 'triu' : 'tril';
	const k = c.has(1) ? c.numbers(1)[0] : 0;
	return {
		text: `torch.${side}(${c.tensor(0)}${k ? `, ${k}` : ''})`,
		rank: c.rank(0),
		dtype: c.dtype(0)
	};
}

function oneHot(c: Call): Made {
	const values = c.value(2);
	const isPlain =
		values.kind === 'held' && values.tensor.data[0] === 0 && values.tensor.data[1] === 1;
	if (!isPlain || c.int('axis', -1) !== -1)
		throw c.refuse('only 0 and 1 along the last axis are known here');
	const depth = c.list(1)[0];
	const isFloat = c.dtype(2) === 'float32';
	const text = `F.one_hot(${c.tensor(0)}, ${depth})${isFloat ? '.float()' : ''}`;
	return { text, rank: (c.rank(0) ?? 0) + 1, dtype: c.dtype(2) };
}

export const shapes: Readonly<Record<string, Operator>> = {
	Identity: same,
	Dropout: same,
	Reshape: reshape,
	Flatten: flatten,
	Transpose: transpose,
	Squeeze: squeeze,
	Unsqueeze: unsqueeze,
	Concat: concat,
	Expand: expand,
	Split: split,
	Tile: (c) => ({
		text: `${c.tensor(0)}.repeat(${c.list(1).join(', ')})`,
		rank: c.rank(0),
		dtype: c.dtype(0)
	}),
	Pad: pad,
	Cast: cast,
	CastLike: (c) => ({
		text: `${c.tensor(0)}.to(${c.tensor(1)}.dtype)`,
		rank: c.rank(0),
		dtype: c.dtype(1)
	}),
	Shape: shape,
	Size: (c) => listOf([`${c.tensor(0)}.numel()`], true),
	ConstantOfShape: filled,
	Range: range,
	Trilu: triangle,
	OneHot: oneHot,
	EyeLike: (c) => ({ text: `torch.eye(${c.tensor(0)}.shape[0], ${c.tensor(0)}.shape[1])`, rank: 2 })
};
