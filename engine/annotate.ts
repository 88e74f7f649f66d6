/**
 * Reads meaning off an executed iteration: which step belongs to which phase and works for which
 * tensor, and which values claim to be gradients. Pure: from graph and names alone.
 */
import type { Graph } from './graph.ts';
import type { BindingEvent } from './python/records.ts';
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
		const step = builderIds.filter((id) => id < count).length;
		return { name, node: ids.get(node)!, step, how, at };
	});
	const forward = loss === null ? new Set<number>() : ancestors(graph, [loss]);
	const claims = findClaims(bindings, forward, loss, order);
	const roles = rolesOf(graph, order, bindings, claims, forward, loss);
	const steps = order.map((node): Step => ({ node, ...executed.get(node)!, ...roles.get(node)! }));
	const { iteration, values, printed, severalLosses } = given;
	return { iteration, graph, values, steps, bindings, loss, severalLosses, claims, printed };
}

function ancestors(graph: Graph, roots: readonly number[]): Set<number> {
	const found = new Set<number>();
	const stack = [...roots];
	while (stack.length > 0) {
		const id = stack.pop()!;
		if (found.has(id)) continue;
		found.add(id);
		stack.push(...graph.nodes[id].inputs);
	}
	return found;
}

/** `grad_<name>` for a name that the loss was made from; `<leaf>.grad` as backward() left it. */
function findClaims(
	bindings: readonly Binding[],
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
		const of = meaningAt(bindings, target, lossStep);
		if (of === null || !forward.has(of)) continue;
		claims.set(name, { name, node, of, target, by: hand ? 'hand' : 'autograd', at });
	}
	return [...claims.values()];
}

/** The node that `name` meant after `step` steps. */
function meaningAt(bindings: readonly Binding[], name: string, step: number): number | null {
	let found: number | null = null;
	for (const binding of bindings)
		if (binding.name === name && binding.step <= step) found = binding.node;
	return found;
}

type Role = Pick<Step, 'phase' | 'owner'>;

function rolesOf(
	graph: Graph,
	order: readonly number[],
	bindings: readonly Binding[],
	claims: readonly GradientClaim[],
	forward: ReadonlySet<number>,
	loss: number | null
): Map<number, Role> {
	const roles = new Map<number, Role>();
	const claim = (id: number, phase: Phase, owner: number) => {
		if (!roles.has(id)) roles.set(id, { phase, owner });
	};
	for (const id of order) {
		const { gradientOf } = graph.nodes[id];
		if (gradientOf !== undefined) claim(id, 'backward', gradientOf);
	}
	const folded = loss === null ? new Set<number>() : lossTail(graph, loss);
	for (const id of order) if (forward.has(id)) claim(id, folded.has(id) ? 'loss' : 'forward', id);
	// hand-written gradients own the steps that lead to them, the first gradient first
	for (const { node, of } of [...claims].sort((a, b) => a.node - b.node)) {
		for (const id of ancestors(graph, [node])) claim(id, 'backward', of);
	}
	for (const { name, node, how } of bindings) {
		if (how !== 'in-place' && !isUpdate(bindings, claims, graph, name, node)) continue;
		const parameter = name.replace(/\.grad$/, '');
		const owner = meaningAt(bindings, parameter, 0) ?? node;
		const phase = name.endsWith('.grad') ? 'zero' : 'update';
		for (const id of ancestors(graph, [node])) claim(id, phase, owner);
	}
	for (const id of order) claim(id, 'forward', id);
	return roles;
}

/** `w = w - lr * grad_w`: a name from before the iteration gets a value made from a gradient. */
function isUpdate(
	bindings: readonly Binding[],
	claims: readonly GradientClaim[],
	graph: Graph,
	name: string,
	node: number
): boolean {
	const before = meaningAt(bindings, name, 0);
	if (before === null || before === node || name.startsWith('grad_')) return false;
	const sources = ancestors(graph, [node]);
	return sources.has(before) && claims.some((each) => sources.has(each.node));
}

/** From the loss back along single-use reducing ops, as far as they go: at least one op stays outside. */
function lossTail(graph: Graph, loss: number): Set<number> {
	const forward = ancestors(graph, [loss]);
	const tail = new Set<number>();
	const stack = [loss];
	while (stack.length > 0) {
		const id = stack.pop()!;
		if (!REDUCING.has(graph.nodes[id].op) || tail.has(id)) continue;
		const consumers = graph.nodes.filter(
			(node) => forward.has(node.id) && node.inputs.includes(id)
		);
		if (id !== loss && consumers.some((node) => !tail.has(node.id))) continue;
		tail.add(id);
		stack.push(...graph.nodes[id].inputs);
	}
	const others = [...forward].filter((id) => !tail.has(id) && graph.nodes[id].inputs.length > 0);
	return others.length > 0 ? tail : new Set([loss]);
}
