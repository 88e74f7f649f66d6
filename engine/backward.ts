/**
 * Backward: gradients as more graph. Walks back from a root in reverse order of ids, asks each
 * row's vjp for the gradient nodes of its inputs, and joins fan-out by explicit `add` nodes.
 */
import { Builder, type Graph, type Node } from './graph.ts';
import { opTable } from './ops/index.ts';
import { isFloat } from './tensor.ts';

export interface Backward {
	/** Gradient node of every node reached, intermediates and the root included. */
	readonly gradients: Map<number, Node>;
	/**
	 * For every node walked through, which of itself and its inputs its vjp used: what
	 * PyTorch saves for backward, frees after it and guards by version counters.
	 */
	readonly saved: Map<number, readonly number[]>;
}

/**
 * Adds the gradient of `root` to the graph of `b`, along the edges whose `needsGrad` is set.
 * `seed` is the gradient of root itself, of its shape and dtype; null means ones. With `leads`,
 * only along the edges to nodes that it accepts.
 * New nodes carry `gradientOf` (the forward node whose gradient they contribute to) and
 * `along` (the consumer it comes through); an `add` at a fan-out has `gradientOf` alone.
 */
export function backward(
	b: Builder,
	root: Node,
	seed: Node | null,
	leads: (id: number) => boolean = () => true
): Backward {
	return walkBack(b, root, seed, (node, i) => node.needsGrad[i] === true && leads(node.inputs[i]));
}

function walkBack(
	b: Builder,
	root: Node,
	seed: Node | null,
	carries: (node: Node, i: number) => boolean
): Backward {
	const caller = b.provenance;
	const gradients = new Map<number, Node>();
	const saved = new Map<number, readonly number[]>();
	try {
		b.provenance = { ...caller, gradientOf: root.id, along: undefined };
		gradients.set(root.id, seed ?? b.add('ones_like', [root]));
		for (const node of consumersFirst(b, root, carries)) {
			const g = gradients.get(node.id);
			if (!g) continue;
			const used = new Set<number>();
			node.inputs.forEach((id, i) => {
				if (!carries(node, i)) return;
				b.provenance = { ...caller, gradientOf: id, along: node.id };
				const part = contribution(b, node, g, i, used);
				if (!part) return;
				b.provenance = { ...caller, gradientOf: id, along: undefined };
				const before = gradients.get(id);
				gradients.set(id, before ? b.add('add', [before, part]) : part);
			});
			saved.set(node.id, [...used]);
		}
	} finally {
		b.provenance = caller;
	}
	return { gradients, saved };
}

/** The nodes with an edge that carries gradient, from `root` down, highest id first. */
function consumersFirst(
	b: Builder,
	root: Node,
	carries: (node: Node, i: number) => boolean
): Node[] {
	const found = new Map<number, Node>();
	const stack = [root];
	while (stack.length > 0) {
		const node = stack.pop()!;
		if (found.has(node.id)) continue;
		const next = node.inputs.filter((_, i) => carries(node, i));
		if (next.length === 0) continue;
		found.set(node.id, node);
		stack.push(...next.map((id) => b.node(id)));
	}
	return [...found.values()].sort((a, c) => c.id - a.id);
}

/** The gradient that input `i` of `node` gets through it; adds to `used` what the vjp saved. */
function contribution(b: Builder, node: Node, g: Node, i: number, used: Set<number>): Node | null {
	if (node.op === 'input' || node.op === 'constant') return null;
	const { vjp } = opTable[node.op];
	if (!vjp) return null;
	const inputs = node.inputs.map((id) => b.node(id));
	const needs = inputs.map((_, k) => k === i);
	const first = b.count;
	const part = vjp(b, g, node, inputs, node.attrs, needs)[i];
	const own = new Set([node.id, ...node.inputs]);
	for (let id = first; id < b.count; id++) {
		for (const input of b.node(id).inputs) if (own.has(input)) used.add(input);
	}
	return part;
}

export interface GradientGraph {
	/** The nodes of the given graph, same ids, then the gradient nodes. */
	readonly graph: Graph;
	/** Target → node of its gradient; a target that the root does not depend on is absent. */
	readonly gradients: ReadonlyMap<number, number>;
}

/**
 * ∂root/∂target for each target, intermediate or leaf, as a graph that continues `graph`
 * (as `extract` numbers it). Every float edge counts unless `counts` says otherwise.
 */
export function gradientsOf(
	graph: Graph,
	root: number,
	targets: readonly number[],
	counts: (node: Node, i: number) => boolean = () => true
): GradientGraph {
	const b = replay(graph);
	const leads = leadsTo(graph, new Set(targets));
	// the replayed nodes know nothing of what was recorded
	const carries = ({ id, inputs }: Node, i: number) =>
		leads.has(inputs[i]) && counts(graph.nodes[id], i);
	const found = walkBack(b, b.node(root), null, carries).gradients;
	const reached = targets.flatMap((id): [number, number][] => {
		const gradient = found.get(id);
		return gradient ? [[id, gradient.id]] : [];
	});
	const nodes = Array.from({ length: b.count }, (_, id) => graph.nodes[id] ?? b.node(id));
	return { graph: { nodes }, gradients: new Map(reached) };
}

/** A builder that holds the nodes of `graph` under their own ids. */
function replay(graph: Graph): Builder {
	const b = new Builder(
		graph.nodes.some((node) => node.dtype === 'float64') ? 'float64' : 'float32'
	);
	for (const { op, inputs, attrs, shape, dtype } of graph.nodes) {
		if (op === 'input') b.input(shape, dtype);
		else if (op === 'constant') b.constant(attrs.value as number, dtype);
		else
			b.add(
				op,
				inputs.map((id) => b.node(id)),
				attrs
			);
	}
	return b;
}

/** The float nodes that are a target or pass gradient on to one. */
function leadsTo(graph: Graph, targets: ReadonlySet<number>): Set<number> {
	const leads = new Set<number>();
	for (const node of graph.nodes) {
		const passes = node.op !== 'input' && node.op !== 'constant' && opTable[node.op].vjp !== null;
		const onWay = targets.has(node.id) || (passes && node.inputs.some((id) => leads.has(id)));
		if (onWay && isFloat(node.dtype)) leads.add(node.id);
	}
	return leads;
}
