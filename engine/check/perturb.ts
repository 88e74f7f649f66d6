/**
 * Evaluates a loss again with one entry of one tensor moved, in float64 with rounding bounds.
 * Only the entries that the move reaches are computed again, and of a sum only the terms: which
 * those are is found once for each entry, and then a move takes microseconds.
 */
import type { Graph } from '../graph.ts';
import type { Bounded } from '../ops/op.ts';
import { isFloat } from '../tensor.ts';
import type { GradientClaim } from '../trace.ts';
import { computedFrom, U64, type BoundedValues } from './bounded.ts';
import type { Edges } from './constants.ts';
import type { Patch } from './patch.ts';
import { Planner, type Task } from './plan.ts';

export interface Moved {
	readonly loss: number;
	readonly error: number;
	/** Every branch that the move reaches (ReLU gates and the like), as it was taken, as one comparable string. */
	readonly signature: string;
}

/**
 * The loss where the flat entry of what a claim is of is `value` and all else as it was. Where not
 * every branch is as in the signature `like`, the loss may be left out: its bound is infinite then.
 */
export interface Move {
	(entry: number, value: number, like?: string): Moved;
	/** How many numbers are computed again where the entry moves. */
	readonly reach: (entry: number) => number;
}

/** Earlier versions of what the claim is of move by as much. */
export function createPerturbation(
	base: BoundedValues,
	loss: number,
	{ of, versions = [] }: Pick<GradientClaim, 'of' | 'versions'>,
	counts: Edges
): Move {
	const { graph } = base;
	const follows = followedBy(graph, counts);
	const targets = [of, ...versions];
	const downstream = dependents(graph, computedFrom(graph, loss), targets, follows);
	const planner = new Planner(base, downstream, follows);
	let plan: { readonly entry: number; readonly tasks: readonly Task[] } | null = null;
	const tasksFor = (entry: number): readonly Task[] => {
		if (plan?.entry !== entry)
			plan = { entry, tasks: planner.plan(targets, Uint32Array.of(entry)) };
		return plan.tasks;
	};
	const move = (entry: number, value: number, like?: string): Moved => {
		const flats = Uint32Array.of(entry);
		const by = value - base.at(of).value.data[entry];
		const patches = new Map<number, Patch>(
			versions.map((each) => [each, { flats, moved: movedEntry(base.at(each), entry, by) }])
		);
		patches.set(of, { flats, moved: single(base.at(of), value, 0) });
		const signature = evaluate(tasksFor(entry), patches, like);
		if (signature.isOther) return { loss: NaN, error: Infinity, signature: signature.text };
		const { value: result, error } = patches.get(loss)?.moved ?? base.at(loss);
		return { loss: result.data[0], error: error[0], signature: signature.text };
	};
	const reach = (entry: number) =>
		tasksFor(entry).reduce((sum, task) => sum + task.flats.length, 1);
	return Object.assign(move, { reach });
}

/** Adds what the tasks make to `patches`, until a branch is not as in `like`. */
function evaluate(
	tasks: readonly Task[],
	patches: Map<number, Patch>,
	like: string | undefined
): { readonly text: string; readonly isOther: boolean } {
	const wanted = like?.split('|');
	const found: string[] = [];
	for (const { node, sources, flats, run } of tasks) {
		const { moved, signature } = run(sources.map((id) => (id === null ? null : patches.get(id)!)));
		found.push(signature);
		if (wanted && wanted[found.length - 1] !== signature)
			return { text: found.join('|'), isOther: true };
		patches.set(node.id, { flats, moved });
	}
	return { text: found.join('|'), isOther: false };
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

/** `by` comes from one subtraction and goes into one addition, each rounded. */
function movedEntry(bounded: Bounded, entry: number, by: number): Bounded {
	const moved = bounded.value.data[entry] + by;
	return single(bounded, moved, U64 * (Math.abs(moved) + Math.abs(by)));
}

function single({ value: { dtype } }: Bounded, value: number, error: number): Bounded {
	return {
		value: { shape: [1], dtype, data: Float64Array.of(value) },
		error: Float64Array.of(error)
	};
}
