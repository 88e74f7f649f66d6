/**
 * Evaluates a loss again with one entry of one tensor moved, in float64 with rounding bounds.
 * Products are recomputed only in the rows and columns that the move reaches: the entries are
 * the same sums, and a full-size matrix answers in well under a millisecond.
 */
import type { Graph, Node } from '../graph.ts';
import type { Bounded } from '../ops/op.ts';
import { opTable } from '../ops/index.ts';
import { isFloat, type Tensor } from '../tensor.ts';
import type { GradientClaim } from '../trace.ts';
import { applyBounded, computedFrom, U64, type BoundedValues } from './bounded.ts';
import type { Edges } from './constants.ts';

export interface Moved {
	readonly loss: number;
	readonly error: number;
	/** Every branch that was taken (ReLU gates and the like), as one comparable string. */
	readonly signature: string;
}

/**
 * `at(entry, value)`: the loss where the flat entry of what `claim` is of is `value` and all else as
 * it was. Earlier versions of it move by as much.
 */
export function createPerturbation(
	base: BoundedValues,
	loss: number,
	{ of, versions = [] }: Pick<GradientClaim, 'of' | 'versions'>,
	counts: Edges
): (entry: number, value: number) => Moved {
	const { graph } = base;
	const follows = followedBy(graph, counts);
	const targets = [of, ...versions];
	const downstream = dependents(graph, computedFrom(graph, loss), targets, follows);
	return (entry, value) => {
		const by = value - base.at(of).value.data[entry];
		const moved = new Map<number, Bounded>(
			versions.map((each) => [each, withEntryMoved(base.at(each), entry, by)])
		);
		moved.set(of, withEntry(base.at(of), entry, value, 0));
		const signature: string[] = [];
		for (const id of downstream) {
			const node = graph.nodes[id];
			const inputs = node.inputs.map(
				(input, i) => (follows(node, i) && moved.get(input)) || base.at(input)
			);
			const result =
				node.op === 'mm' ? movedProduct(base, node, inputs) : applyBounded(node, inputs);
			signature.push(branches(node, inputs, result));
			moved.set(id, result);
		}
		const { value: result, error } = moved.get(loss) ?? base.at(loss);
		return { loss: result.data[0], error: error[0], signature: signature.join('|') };
	};
}

/** The edges along which a move goes: what decides a branch moves too, for the branch taken must not change. */
export function followedBy(graph: Graph, counts: Edges): Edges {
	return (node, i) => !isFloat(graph.nodes[node.inputs[i]].dtype) || counts(node, i);
}

/** What of `order` a move of the targets reaches, without themselves. */
export function dependents(
	graph: Graph,
	order: readonly number[],
	targets: readonly number[],
	follows: Edges
): number[] {
	const reached = new Set(targets);
	const found: number[] = [];
	for (const id of order) {
		const node = graph.nodes[id];
		if (
			targets.includes(id) ||
			!node.inputs.some((input, i) => reached.has(input) && follows(node, i))
		)
			continue;
		reached.add(id);
		found.push(id);
	}
	return found;
}

function withEntry({ value, error }: Bounded, entry: number, moved: number, by: number): Bounded {
	const data = value.data.slice();
	data[entry] = moved;
	// bounds that stay as they are need no copy
	if (error[entry] === by) return { value: { ...value, data }, error };
	const errors = error.slice();
	errors[entry] = by;
	return { value: { ...value, data }, error: errors };
}

/** `by` comes from one subtraction and goes into one addition, each rounded. */
function withEntryMoved(bounded: Bounded, entry: number, by: number): Bounded {
	const moved = bounded.value.data[entry] + by;
	return withEntry(bounded, entry, moved, U64 * (Math.abs(moved) + Math.abs(by)));
}

/** The signs of the op's branch arguments, and of what has more branches than two, which one it is. */
function branches(node: Node, inputs: readonly Bounded[], { value }: Bounded): string {
	if (node.op === 'input' || node.op === 'constant') return '';
	if (!isFloat(node.dtype)) return value.data.join();
	const { kinks, pieces } = opTable[node.op];
	const values = inputs.map((input) => input.value);
	const signs = (kinks?.(values, node.attrs) ?? []).map(({ data }) =>
		Array.from(data, (x) => (x > 0 ? '+' : x < 0 ? '-' : '0')).join('')
	);
	return [...signs, ...(pieces ? [pieces(values, value).data.join()] : [])].join();
}

/** mm where few rows of the left or columns of the right differ from the base. */
function movedProduct(base: BoundedValues, node: Node, [a, b]: readonly Bounded[]): Bounded {
	const whole = base.at(node.id);
	const [m, n] = node.shape;
	const rows = changedRows(a, base.at(node.inputs[0]));
	const columns = changedColumns(b, base.at(node.inputs[1]));
	if (rows.length * n + columns.length * m >= m * n) return applyBounded(node, [a, b]);
	const data = whole.value.data.slice();
	const error = whole.error.slice();
	const all = (count: number) => Array.from({ length: count }, (_, i) => i);
	const place = (at: readonly number[], across: readonly number[], part: Bounded) =>
		at.forEach((i, p) =>
			across.forEach((j, q) => {
				data[i * n + j] = part.value.data[p * across.length + q];
				error[i * n + j] = part.error[p * across.length + q];
			})
		);
	if (rows.length > 0) {
		const part = { ...node, shape: [rows.length, n] };
		place(rows, all(n), applyBounded(part, [pick(a, rows, all(a.value.shape[1])), b]));
	}
	if (columns.length > 0) {
		const part = { ...node, shape: [m, columns.length] };
		place(all(m), columns, applyBounded(part, [a, pick(b, all(b.value.shape[0]), columns)]));
	}
	return { value: { ...whole.value, data }, error };
}

function pick(
	{ value, error }: Bounded,
	rows: readonly number[],
	columns: readonly number[]
): Bounded {
	const width = value.shape[1];
	const size = rows.length * columns.length;
	const data = new Float64Array(size);
	const part = new Float64Array(size);
	let to = 0;
	for (const i of rows) {
		for (const j of columns) {
			data[to] = value.data[i * width + j];
			part[to++] = error[i * width + j];
		}
	}
	const picked: Tensor = { shape: [rows.length, columns.length], dtype: value.dtype, data };
	return { value: picked, error: part };
}

function changedRows(now: Bounded, before: Bounded): number[] {
	return now === before ? [] : changed(now, before, ([, width], i) => Math.floor(i / width));
}

function changedColumns(now: Bounded, before: Bounded): number[] {
	return now === before ? [] : changed(now, before, ([, width], i) => i % width);
}

function changed(
	now: Bounded,
	before: Bounded,
	line: (shape: readonly number[], i: number) => number
): number[] {
	const found = new Set<number>();
	const { data, shape } = now.value;
	const [was, error, errorWas] = [before.value.data, now.error, before.error];
	const isSure = error === errorWas;
	for (let i = 0; i < data.length; i++) {
		if (data[i] !== was[i] || (!isSure && error[i] !== errorWas[i])) found.add(line(shape, i));
	}
	return [...found].sort((a, b) => a - b);
}
