/**
 * Reads meaning off an executed iteration: which step belongs to which phase and works for which
 * tensor, and which values claim to be gradients. Pure: from graph and names alone.
 */
import type { Graph } from './graph.ts';
import type { BindingEvent } from './python/records.ts';
import { ancestors, descendants, newAncestors } from './reach.ts';
import type { Executed } from './stepper.ts';
import type { Tensor } from './tensor.ts';
import type { Binding, GradientClaim, Phase, Step, Trace } from './trace.ts';

export interface Iteration {
	readonly iteration: number;
	readonly graph: Graph;
	readonly values: readonly Tensor[];
	/** Builder id → graph id. */
	readonly ids: ReadonlyMap<number, number>;
	/** By graph id, in program order. */
	readonly executed: ReadonlyMap<number, Executed>;
	readonly bindings: readonly BindingEvent[];
	/** Builder id. */
	readonly loss: number | null;
	readonly severalLosses: boolean;
	readonly printed: readonly string[];
}

/** Ops that may fold into the loss: they make a number of predictions, rather than predictions. */
const REDUCING = new Set([
	'add',
	'sub',
	'mul',
	'div',
	'neg',
	'pow',
	'sum',
	'mean',
	'reshape',
	'expand'
]);

export function annotate(given: Iteration): Trace {
	const { graph, ids, executed } = given;
	const loss = given.loss === null ? null : (ids.get(given.loss) ?? null);
	const order = [...executed.keys()];
	const builderIds = [...ids].flatMap(([builder, node]) => (executed.has(node) ? [builder] : []));
	const bindings = given.bindings.map(({ name, node, count, how, at }): Binding => {
		const step = countWhere(builderIds, (id) => id < count);
		return { name, node: ids.get(node)!, step, how, at };
	});
	const meanings = new Meanings(bindings);
	const forward = loss === null ? new Set<number>() : ancestors(graph, [loss]);
	const claims = findClaims(graph, bindings, meanings, forward, loss, order);
	const roles = rolesOf({ graph, order, bindings, meanings, claims, forward, loss });
	const steps = order.map((node): Step => ({ node, ...executed.get(node)!, ...roles.get(node)! }));
	const { iteration, values, printed, severalLosses } = given;
	return { iteration, graph, values, steps, bindings, loss, severalLosses, claims, printed };
}

/** How many at the start of a list fulfil what only a first part of it does. */
function countWhere<T>(list: readonly T[], holds: (item: T) => boolean): number {
	let [low, high] = [0, list.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (holds(list[middle])) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** What the names meant when. */
class Meanings {
	readonly #byName = new Map<string, Binding[]>();

	/** Bindings as the program made them, so that their steps rise. */
	constructor(bindings: readonly Binding[]) {
		for (const binding of bindings) {
			const known = this.#byName.get(binding.name);
			if (known) known.push(binding);
			else this.#byName.set(binding.name, [binding]);
		}
	}

	/** The node that `name` meant after `step` steps. */
	at(name: string, step: number): number | null {
		const list = this.#byName.get(name) ?? [];
		return list[countWhere(list, (binding) => binding.step <= step) - 1]?.node ?? null;
	}

	/** What a leaf of that name held before it was last changed in place, latest first. */
	versions(name: string, step: number, { nodes }: Graph): number[] {
		const list = this.#byName.get(name) ?? [];
		const found: number[] = [];
		let i = countWhere(list, (binding) => binding.step <= step) - 1;
		// a change that gradient flows through is an op like others, and what it changed no leaf
		while (i > 0 && list[i].how === 'in-place' && !nodes[list[i].node].needsGrad.includes(true)) {
			found.push(list[--i].node);
		}
		return found;
	}
}

/** `grad_<name>` for a name that the loss was made from; `<leaf>.grad` as backward() left it. */
function findClaims(
	graph: Graph,
	bindings: readonly Binding[],
	meanings: Meanings,
	forward: ReadonlySet<number>,
	loss: number | null,
	order: readonly number[]
): GradientClaim[] {
	const lossStep = loss === null ? 0 : order.indexOf(loss) + 1;
	const claims = new Map<string, GradientClaim>();
	for (const { name, node, how, at, step } of bindings) {
		const isNew = step > 0 || how === 'backward';
		const hand = /^grad_(.+)$/.exec(name);
		const target = hand ? hand[1] : how === 'backward' ? name.slice(0, -'.grad'.length) : null;
		if (!isNew || target === null) continue;
		const meant = meanings.at(target, lossStep);
		if (meant === null) continue;
		const leaf = hand ? [meant] : [meant, ...meanings.versions(target, lossStep, graph)];
		const [of, ...versions] = leaf.filter((each) => forward.has(each));
		if (of === undefined) continue;
		const claim = { name, node, of, target, by: hand ? 'hand' : 'autograd', at } as const;
		claims.set(name, versions.length > 0 ? { ...claim, versions } : claim);
	}
	return [...claims.values()];
}

type Role = Pick<Step, 'phase' | 'owner'>;

interface Meant {
	readonly graph: Graph;
	readonly order: readonly number[];
	readonly bindings: readonly Binding[];
	readonly meanings: Meanings;
	readonly claims: readonly GradientClaim[];
	/** What the loss was made from. */
	readonly forward: ReadonlySet<number>;
	readonly loss: number | null;
}

function rolesOf(meant: Meant): Map<number, Role> {
	const { graph, order, bindings, meanings, claims, forward, loss } = meant;
	const roles = new Map<number, Role>();
	const claim = (id: number, phase: Phase, owner: number) => {
		if (!roles.has(id)) roles.set(id, { phase, owner });
	};
	for (const id of order) {
		const { gradientOf } = graph.nodes[id];
		if (gradientOf !== undefined) claim(id, 'backward', gradientOf);
	}
	const folded = loss === null ? new Set<number>() : lossTail(graph, loss, forward);
	for (const id of order) if (forward.has(id)) claim(id, folded.has(id) ? 'loss' : 'forward', id);
	// what one walk has been through is claimed, with all that it was made from
	const walked = new Set<number>();
	// hand-written gradients own the steps that lead to them, the first gradient first
	for (const { node, of } of [...claims].sort((a, b) => a.node - b.node)) {
		for (const id of newAncestors(graph, [node], walked)) claim(id, 'backward', of);
	}
	const isUpdate = updatesOf(meant);
	for (const { name, node, how } of bindings) {
		if (how !== 'in-place' && !isUpdate(name, node)) continue;
		const parameter = name.replace(/\.grad$/, '');
		const owner = meanings.at(parameter, 0) ?? node;
		const phase = name.endsWith('.grad') ? 'zero' : 'update';
		for (const id of newAncestors(graph, [node], walked)) claim(id, phase, owner);
	}
	for (const id of order) claim(id, 'forward', id);
	return roles;
}

/** `w = w - lr * grad_w`: a name from before the iteration gets a value made from a gradient. */
function updatesOf({ graph, claims, meanings }: Meant): (name: string, node: number) => boolean {
	const claimed = claims.map(({ node }) => node);
	const fromGradients = descendants(graph, claimed);
	const fromBefore = new Map<number, Set<number>>();
	return (name, node) => {
		const before = meanings.at(name, 0);
		if (before === null || before === node || name.startsWith('grad_')) return false;
		if (!fromGradients.has(node)) return false;
		const known = fromBefore.get(before) ?? descendants(graph, [before]);
		fromBefore.set(before, known);
		return known.has(node);
	};
}

/** From the loss back along single-use reducing ops, as far as they go: at least one op stays outside. */
function lossTail(graph: Graph, loss: number, forward: ReadonlySet<number>): Set<number> {
	const consumers = new Map<number, number[]>();
	for (const id of forward) {
		for (const input of graph.nodes[id].inputs) {
			const known = consumers.get(input);
			if (known) known.push(id);
			else consumers.set(input, [id]);
		}
	}
	const tail = new Set<number>();
	const stack = [loss];
	while (stack.length > 0) {
		const id = stack.pop()!;
		if (!REDUCING.has(graph.nodes[id].op) || tail.has(id)) continue;
		if (id !== loss && consumers.get(id)?.some((consumer) => !tail.has(consumer))) continue;
		tail.add(id);
		stack.push(...graph.nodes[id].inputs);
	}
	const others = [...forward].filter((id) => !tail.has(id) && graph.nodes[id].inputs.length > 0);
	return others.length > 0 ? tail : new Set([loss]);
}
