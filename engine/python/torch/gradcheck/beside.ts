/**
 * A calculation beside the lesson's own: gradcheck runs a function hundreds of times, and neither
 * the picture nor the loss shall know of it. Its numbers are those of the reference, so that a
 * float64 lesson is checked in float64 on every machine.
 */
import { evaluate } from '../../../backends/reference.ts';
import { extract, type Node } from '../../../graph.ts';
import type { Tensor } from '../../../tensor.ts';
import type { Runtime } from '../../runtime.ts';
import type { Evaluation } from '../../values.ts';

/** Runs `calculation` so that the nodes it makes are of no picture, and the loss stays what it was. */
export function* beside<T>(rt: Runtime, calculation: Evaluation<T>): Evaluation<T> {
	const { builder, loss, backward, bindings } = rt;
	const before = builder.beside;
	builder.beside = true;
	rt.bindings = [];
	try {
		return yield* calculation;
	} finally {
		builder.beside = before;
		Object.assign(rt, { loss, backward, bindings });
		bindLeft(rt);
	}
}

/** What the function has left in names of the module is theirs all the same. */
function bindLeft(rt: Runtime): void {
	for (const [name, tensor] of rt.language.namedTensors(rt)) {
		if (rt.builder.isBeside(tensor.node.id)) rt.bind(name, tensor, 'assign', rt.at);
	}
}

/** The values of these nodes. What the lesson itself has made of it is asked of the lesson's backend. */
export function* valuesOf(rt: Runtime, nodes: readonly Node[]): Evaluation<Tensor[]> {
	const ids = lessonsOwn(rt, nodes);
	if (ids.length > 0) yield { ids };
	const wanted = nodes.map(({ id }) => id);
	const part = extract(rt.builder, wanted, (id) => rt.hosts.has(id));
	const feeds = part.feeds.map((id) => rt.host(id));
	return evaluate(
		part.graph,
		feeds,
		wanted.map((id) => part.ids.get(id)!)
	);
}

/** Nodes of the lesson that these are made from, and that are not on the host yet. */
function lessonsOwn({ builder, hosts }: Runtime, nodes: readonly Node[]): number[] {
	const found: number[] = [];
	const seen = new Set<number>();
	const stack = nodes.map(({ id }) => id);
	while (stack.length > 0) {
		const id = stack.pop()!;
		if (seen.has(id) || hosts.has(id)) continue;
		seen.add(id);
		const { op, inputs } = builder.node(id);
		if (op === 'constant') continue;
		if (builder.isBeside(id)) stack.push(...inputs);
		else found.push(id);
	}
	return found;
}
