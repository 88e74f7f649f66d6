/** Operators that pick entries: by ranges, by indices, by extremes. */
import { itemsOf, type Call, type Made } from '../call.ts';
import type { Operator } from './elementwise.ts';
import { isLiteral, listOf } from './sizes.ts';

/** From here on an end means the end. */
const END = 2 ** 31 - 1;

interface Range {
	readonly axis: number;
	readonly start: string;
	readonly end: string;
	readonly step: number;
}

function rangesOf(c: Call): Range[] {
	const isOld = c.node.attributes.has('starts');
	const starts = isOld ? c.ints('starts').map(String) : c.list(1);
	const ends = isOld ? c.ints('ends').map(String) : c.list(2);
	const axes = c.given('axes', 3) ?? starts.map((_, i) => i);
	const steps = c.has(4) ? c.numbers(4) : starts.map(() => 1);
	return axes.map((axis, i) => ({ axis, start: starts[i], end: ends[i], step: steps[i] }));
}

function slice(c: Call): Made {
	const ranges = rangesOf(c);
	const value = c.value(0);
	if (value.kind === 'list' && ranges.length === 1) {
		const { start, end, step } = ranges[0];
		if (isLiteral(start) && isLiteral(end) && step === 1) {
			return listOf(value.items.slice(Number(start), Math.min(Number(end), END)));
		}
	}
	let text = c.tensor(0);
	for (const range of ranges) text = sliced(c, text, range);
	return { text, rank: c.rank(0), dtype: c.dtype(0) };
}

/** One dimension at a time, the whole of it left out. */
function sliced(c: Call, x: string, { axis, start, end, step }: Range): string {
	if (step < 0) {
		const isWhole = step === -1 && Number(start) === -1 && Number(end) <= -END;
		if (!isWhole) throw c.refuse(`a step of ${step} is known for the whole dimension alone`);
		return `${x}.flip(${axis})`;
	}
	const from = start === '0' ? '' : start;
	const to = isLiteral(end) && Number(end) >= END ? '' : end;
	if (from === '' && to === '' && step === 1) return x;
	const range = `${from}:${to}${step === 1 ? '' : `:${step}`}`;
	const index = axis < 0 ? ['...', range, ...wholes(-axis - 1)] : [...wholes(axis), range];
	return `${x}[${index.join(', ')}]`;
}

const wholes = (count: number): string[] => Array.from({ length: count }, () => ':');

function gather(c: Call): Made {
	const axis = c.int('axis', 0);
	const value = c.value(0);
	const index = c.value(1);
	const items = itemsOf(index);
	const isOne = items && c.rank(1) === 0;
	if (value.kind === 'list' && items?.every(isLiteral)) {
		return listOf(
			items.map((each) => value.items.at(Number(each))!),
			isOne === true
		);
	}
	const rank = c.rank(0);
	const own = c.rank(1);
	const rest = {
		rank: rank === undefined || own === undefined ? undefined : rank - 1 + own,
		dtype: c.dtype(0)
	};
	const isTable = value.kind === 'held' && value.tensor.shape.length === 2 && axis === 0;
	if (isTable && index.kind === 'tensor') {
		return { text: `F.embedding(${c.tensor(1)}, ${c.tensor(0)})`, ...rest };
	}
	const at = isOne ? items[0] : c.tensor(1);
	const place = axis < 0 ? ['...', at, ...wholes(-axis - 1)] : [...wholes(axis), at];
	return { text: `${c.tensor(0)}[${place.join(', ')}]`, ...rest };
}

function extreme(side: 'argmax' | 'argmin'): Operator {
	return (c) => {
		if (c.int('select_last_index', 0) === 1) throw c.refuse('select_last_index is not known here');
		const keepdim = c.int('keepdims', 1) === 1;
		const rank = c.rank(0);
		const text = `${c.tensor(0)}.${side}(${c.int('axis', 0)}${keepdim ? ', keepdim=True' : ''})`;
		return { text, rank: rank === undefined || keepdim ? rank : rank - 1, dtype: 'int64' };
	};
}

export const picking: Readonly<Record<string, Operator>> = {
	Slice: slice,
	Gather: gather,
	GatherElements: (c) => ({
		text: `${c.tensor(0)}.gather(${c.int('axis', 0)}, ${c.tensor(1)})`,
		rank: c.rank(0),
		dtype: c.dtype(0)
	}),
	ArgMax: extreme('argmax'),
	ArgMin: extreme('argmin')
};
