/**
 * Where an entry goes: which entries of a node's result change when some of an operand's do, as the
 * op table's `making` column says. Found once for a node, and asked for every entry that is moved.
 */
import type { Node } from '../graph.ts';
import { opTable } from '../ops/index.ts';
import type { Making } from '../ops/op.ts';
import { broadcastIndex } from '../shape.ts';
import { sizeOf, type Tensor } from '../tensor.ts';
import type { Operand } from './patch.ts';
import type { Terms } from './patched-sum.ts';

/**
 * How the changed entries of a result are computed again: each alone, as it is for ops on one entry
 * of each operand; copied; as a sum of terms; or with the whole result, of which they are a part.
 */
export type Way = 'entries' | 'copy' | 'sum' | 'whole';

export interface Wiring {
	readonly way: Way;
	/** Flat indices of the result that these of operand `input` reach, in rising order. */
	readonly reached: (input: number, flats: Uint32Array) => Uint32Array;
	readonly making: (flat: number) => Making;
	/** Of the way `entries`: the entry of operand `input` that each of these is made of. */
	readonly sources?: (input: number, flats: Uint32Array) => Uint32Array;
	/** Of a product: the terms that move in the entry `flat`, without asking of all. */
	readonly moving?: (operands: readonly Operand[]) => (flat: number) => Terms;
}

/** Ops whose entries stay where they are. */
const STAYING: ReadonlySet<string> = new Set(['clone', 'detach', 'reshape', 'cast']);
/** Ops of which the numbers, but for whole ones, do not decide which entries make which. */
const FIXED: ReadonlySet<string> = new Set([
	...['t', 'permute', 'slice', 'pad_into', 'cat', 'gather', 'index_select'],
	...['sum', 'mean', 'cumsum', 'bmm', 'conv', 'conv_input_grad', 'conv_weight_grad'],
	...['index_add', 'scatter_add']
]);
/** Of an op that is asked how each of its entries was made: entries times entries of an operand at most. */
const MOST_ASKED = 2 ** 20;

/** `inputs` and `out` are the values in float64 where nothing is moved. */
export function wiringOf(node: Node, inputs: readonly Tensor[], out: Tensor): Wiring {
	const size = out.data.length;
	const all = (): Uint32Array => Uint32Array.from({ length: size }, (_, i) => i);
	if (node.op === 'input' || node.op === 'constant' || size === 0) {
		return { way: 'whole', reached: all, making: () => ({ rule: 'copy', flats: [], over: 1 }) };
	}
	const { op, attrs } = node;
	const making = (flat: number) => opTable[op].making(inputs, out, flat, attrs);
	const { rule, flats } = making(0);
	if (rule === 'copy' && STAYING.has(op))
		return { way: 'copy', reached: (_, from) => from, making };
	const isEach = rule === 'entry' && !('dim' in attrs) && flats.every(({ length }) => length === 1);
	if (isEach || op === 'expand') {
		const indices = inputs.map(({ shape }) => broadcastIndex(shape, out.shape));
		const spread = indices.map((index, k) => inverseOf(index, inputs[k].shape));
		const sources: Wiring['sources'] = (input, to) =>
			to.map((flat) => indices[input]?.[flat] ?? flat);
		const reached: Wiring['reached'] = (input, from) => gatherAll(spread[input], from);
		return { way: isEach ? 'entries' : 'copy', reached, making, sources };
	}
	if (op === 'mm') {
		return { way: 'sum', reached: productReach(inputs, out), making, moving: productTerms(out) };
	}
	const asked = size * Math.max(1, ...inputs.map(({ data }) => data.length));
	const isCheap = op === 'sum' || op === 'mean' || op === 't';
	if (!FIXED.has(op) || (asked > MOST_ASKED && !isCheap))
		return { way: 'whole', reached: all, making };
	return asking(making, inputs, size);
}

type Lists = readonly (readonly number[])[] | null;

/** Null stands for the identity. */
function inverseOf(index: Uint32Array | null, shape: readonly number[]): Lists {
	if (index === null) return null;
	const lists = Array.from({ length: sizeOf(shape) }, (): number[] => []);
	index.forEach((from, to) => lists[from].push(to));
	return lists;
}

function gatherAll(lists: Lists, flats: Uint32Array): Uint32Array {
	if (lists === null) return flats;
	if (flats.length === 1) return Uint32Array.from(lists[flats[0]]);
	return merged(Array.from(flats, (flat) => lists[flat]));
}

/** What stands in any of the lists, once each, in rising order. */
export function merged(lists: readonly Iterable<number>[]): Uint32Array {
	const found = new Set<number>();
	for (const list of lists) for (const flat of list) found.add(flat);
	return Uint32Array.from(found).sort();
}

/** Rows of the left operand reach rows, columns of the right one columns. */
function productReach([a, b]: readonly Tensor[], out: Tensor): Wiring['reached'] {
	const [m, n] = out.shape;
	const k = a.shape[1];
	return (input, flats) => {
		const line = (flat: number) => (input === 0 ? Math.floor(flat / k) : flat % b.shape[1]);
		const lines = [...new Set(Array.from(flats, line))].sort((x, y) => x - y);
		return input === 0
			? Uint32Array.from(lines.flatMap((i) => Array.from({ length: n }, (_, j) => i * n + j)))
			: Uint32Array.from(Array.from({ length: m }, (_, i) => lines.map((j) => i * n + j)).flat());
	};
}

/** In row i what moves of that row of the left operand, in column j what moves of that column of the right. */
function productTerms({ shape: [m, n] }: Tensor): NonNullable<Wiring['moving']> {
	return ([a, b]) => {
		const k = a.base.value.shape[1];
		const [rows, columns] = [m, n].map((count) =>
			Array.from({ length: count }, (): number[] => [])
		);
		a.flats?.forEach((flat) => rows[Math.floor(flat / k)].push(flat % k));
		b.flats?.forEach((flat) => columns[flat % n].push(Math.floor(flat / n)));
		return (flat) => {
			const [i, j] = [Math.floor(flat / n), flat % n];
			const both = rows[i].length > 0 && columns[j].length > 0;
			const inner = both
				? [...new Set([...rows[i], ...columns[j]])]
				: rows[i].length > 0
					? rows[i]
					: columns[j];
			return { left: inner.map((p) => i * k + p), right: inner.map((p) => p * n + j) };
		};
	};
}

/** By asking of every entry of the result how it was made. */
function asking(making: Wiring['making'], inputs: readonly Tensor[], size: number): Wiring {
	const lists = inputs.map(({ data }) => Array.from(data, (): number[] => []));
	const rules = new Set<Making['rule']>();
	const makings = Array.from({ length: size }, (_, flat) => making(flat));
	makings.forEach(({ rule, flats }, flat) => {
		// what nothing goes into never changes
		if (flats.some(({ length }) => length > 0)) rules.add(rule);
		flats.forEach((list, k) => {
			for (const from of list) lists[k][from].push(flat);
		});
	});
	const way = rules.has('copy') ? 'copy' : 'sum';
	const reached: Wiring['reached'] = (input, flats) => gatherAll(lists[input], flats);
	return { way, reached, making: (flat) => makings[flat] };
}
