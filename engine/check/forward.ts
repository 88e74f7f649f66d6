/**
 * The gradient once more, by forward mode: tangents pushed from a tensor to the loss by the op table's
 * `jvp` column, which is written apart from `vjp`. Along a direction v it gives ⟨gradient, v⟩ as
 * one number, with no step and no chain rule backwards.
 */
import type { Node } from '../graph.ts';
import { opTable } from '../ops/index.ts';
import type { Bounded } from '../ops/op.ts';
import { isFloat, sizeOf, type Tensor } from '../tensor.ts';
import type { GradientClaim, Trace } from '../trace.ts';
import { computedFrom, U64, type BoundedValues } from './bounded.ts';
import { indexOf } from './compare.ts';
import { edgesOf, type Edges } from './constants.ts';
import { DIRECTIONS, project, signsOf } from './directions.ts';
import type { Answer, WorstEntry } from './report.ts';
import { mostTerms } from './terms.ts';

/** Tensors up to this size are asked entry by entry. */
const ALL_UP_TO = 64;
/** Roundings of one entry's coefficient at most, library functions counted by their units. */
const COEFFICIENT = 16;
/** A fixed seed makes a check repeatable. */
const SEED = 21;
/** Ops evaluated for one claim at most; a large graph is asked along fewer directions. */
const MOST_OPS = 20_000;

export interface ForwardAnswer {
	readonly verdict: Answer['verdict'];
	/** `index` is empty where the direction has more than one entry. */
	readonly worst: WorstEntry | null;
	readonly directions: number;
}

const NOTHING: ForwardAnswer = { verdict: 'unknown', worst: null, directions: 0 };

/** The claimed gradient, with its rounding bound, against forward mode. */
export function checkForward(
	trace: Trace,
	claim: GradientClaim,
	gradient: Bounded,
	values: BoundedValues
): ForwardAnswer {
	const { shape } = gradient.value;
	const size = sizeOf(shape);
	if (trace.loss === null || size === 0) return NOTHING;
	if (sizeOf(values.graph.nodes[claim.of].shape) !== size) return NOTHING;
	const push = createPush(values, trace.loss, claim);
	if (!push) return NOTHING;
	const whole = size <= ALL_UP_TO ? size : DIRECTIONS;
	const most = Math.max(1, Math.floor(MOST_OPS / push.ops));
	const count = whole <= most ? whole : Math.min(DIRECTIONS, most);
	let worst: WorstEntry | null = null;
	let ratio = -1;
	let isVague = false;
	for (const { direction, entry } of directionsOf(size, count)) {
		const expected = push.slope(direction, shape);
		const { got, bound } = along(gradient, direction, push.roundings);
		const off = got === expected ? 0 : Math.abs(got - expected);
		if (!(bound < Infinity) || Number.isNaN(off)) {
			isVague = true;
			continue;
		}
		const share = off === 0 ? 0 : off / bound;
		if (share <= ratio) continue;
		ratio = share;
		worst = { index: entry === null ? [] : indexOf(entry, shape), got, expected, bound };
	}
	const verdict = ratio > 1 ? 'fail' : ratio < 0 || isVague ? 'unknown' : 'pass';
	return { verdict, worst, directions: count };
}

interface Direction {
	readonly direction: Float64Array;
	/** The one entry that is not zero. */
	readonly entry: number | null;
}

/** One after the other, all in the same array: entry by entry, or of random signs. */
function* directionsOf(size: number, count: number): Generator<Direction> {
	if (count === size) {
		const direction = new Float64Array(size);
		for (let entry = 0; entry < size; entry++) {
			direction.fill(0);
			direction[entry] = 1;
			yield { direction, entry };
		}
		return;
	}
	for (const signs of signsOf(size, count, SEED)) yield { direction: signs, entry: null };
}

/**
 * ⟨gradient, v⟩ and how far it may be from forward mode's answer. The gradient's bound counts each
 * term's roundings at least once, on the way back; on the way forward a term meets `roundings`.
 */
function along(gradient: Bounded, direction: Float64Array, roundings: number) {
	const { value: got, terms, carried, summing } = project(gradient, direction);
	return { got, bound: carried + summing + roundings * (carried + U64 * terms) };
}

interface Push {
	/** ∂loss along a direction in the claim's tensor. */
	slope(direction: Float64Array, shape: readonly number[]): number;
	/** Roundings that a term meets on its way at most. */
	readonly roundings: number;
	/** Ops on the way. */
	readonly ops: number;
}

/** Null where an op on the way takes, by convention, something else than the derivative for its gradient. */
function createPush(values: BoundedValues, loss: number, claim: GradientClaim): Push | null {
	const counts = edgesOf(claim);
	const targets = [claim.of, ...(claim.versions ?? [])];
	const way = wayOf(values, loss, targets, counts);
	if (way.some((node) => isHeld(values, node))) return null;
	const slope: Push['slope'] = (direction, shape) => {
		const seed: Tensor = { shape, dtype: 'float64', data: direction };
		const tangents = new Map<number, Tensor>(targets.map((id) => [id, seed]));
		for (const node of way) {
			const own = node.inputs.map((id, i) => (counts(node, i) ? (tangents.get(id) ?? null) : null));
			const tangent = pushed(values, node, own);
			if (tangent) tangents.set(node.id, tangent);
		}
		return tangents.get(loss)?.data[0] ?? 0;
	};
	const roundings = way.reduce((sum, node) => {
		const inputs = node.inputs.map((id) => values.at(id).value);
		return sum + inputs.length * mostTerms(node, inputs, values.at(node.id).value) + COEFFICIENT;
	}, 1);
	return { slope, roundings, ops: way.length + 1 };
}

/** The nodes between the tensors in `from` and `root`, along edges that count. */
function wayOf(
	{ graph }: BoundedValues,
	root: number,
	from: readonly number[],
	follows: Edges
): Node[] {
	const reached = new Set(from);
	return computedFrom(graph, root).flatMap((id) => {
		const node = graph.nodes[id];
		const isReached = node.inputs.some((input, i) => reached.has(input) && follows(node, i));
		if (from.includes(id) || !isFloat(node.dtype) || !isReached) return [];
		reached.add(id);
		return [node];
	});
}

function rowOf(node: Node) {
	return node.op === 'input' || node.op === 'constant' ? null : opTable[node.op];
}

function isHeld(values: BoundedValues, node: Node): boolean {
	const pieces = rowOf(node)?.pieces;
	const inputs = node.inputs.map((id) => values.at(id).value);
	return pieces?.(inputs, values.at(node.id).value).data.some(Number.isNaN) ?? false;
}

function pushed(
	values: BoundedValues,
	node: Node,
	tangents: readonly (Tensor | null)[]
): Tensor | null {
	const jvp = rowOf(node)?.jvp;
	if (!jvp || tangents.every((each) => each === null)) return null;
	const inputs = node.inputs.map((id) => values.at(id).value);
	return jvp(inputs, tangents, values.at(node.id).value, node.attrs);
}
