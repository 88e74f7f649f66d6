/**
 * Snapshots: the whole state of a lesson between two iterations, so that any iteration can be
 * opened again. Values are immutable, so a snapshot shares them; only Python's objects are copied.
 */
import type { Node } from './graph.ts';
import { Copier } from './python/heap.ts';
import { hasHistory, liveNodes, reachable } from './python/live.ts';
import { Machine, type Position } from './python/machine.ts';
import type { Scope } from './python/scopes.ts';
import { createGenerator, type GeneratorState } from './random.ts';
import type { Run } from './run.ts';
import type { FloatType, Tensor } from './tensor.ts';

export interface Snapshot {
	readonly iteration: number;
	readonly position: Position;
	/** Items of the loop that have been taken. */
	readonly taken: number;
	readonly globals: Scope;
	/** Every value that is needed, in the order in which they were made. */
	readonly hosts: ReadonlyMap<Node, Tensor>;
	readonly freed: ReadonlySet<number>;
	readonly substituted: ReadonlySet<string>;
	readonly random: GeneratorState;
	readonly usesSeed: boolean;
	readonly dtype: FloatType;
	readonly openLine: string;
	readonly gradEnabled: boolean;
}

/** Takes a snapshot, or null where autograd's history crosses the border between iterations. */
export async function takeSnapshot(run: Run): Promise<Snapshot | null> {
	const { machine, rt } = run;
	for (const value of reachable(rt.globals)) {
		// an iterator stands somewhere, and cannot be made to stand there again
		if (value.kind === 'text' || value.kind === 'iterator') return null;
		if (value.kind === 'tensor' && hasHistory(rt, value)) return null;
	}
	const live = [...liveNodes(rt)].sort((a, b) => a - b);
	await run.read(live);
	return {
		iteration: machine.iteration,
		position: machine.position,
		taken: machine.taken,
		globals: new Copier((node) => node).copy(rt.globals),
		hosts: new Map(live.map((id) => [rt.builder.node(id), rt.host(id)])),
		freed: new Set(rt.freed),
		substituted: new Set(rt.substituted),
		random: rt.random.state(),
		usesSeed: rt.usesSeed,
		dtype: rt.dtype,
		openLine: rt.openLine,
		gradEnabled: rt.gradEnabled
	};
}

/** A machine in the state of the snapshot, which stays as it is. */
export function restoreSnapshot(snapshot: Snapshot, like: Machine): Machine {
	const machine = new Machine(like.program, like.rt.options);
	const { rt } = machine;
	const nodes = new Map<number, Node>();
	const renew = (node: Node): Node => {
		const found = nodes.get(node.id);
		if (found) return found;
		const fresh = rt.builder.input(node.shape, node.dtype);
		nodes.set(node.id, fresh);
		if (snapshot.freed.has(node.id)) rt.freed.add(fresh.id);
		return fresh;
	};
	// in the old order, so that the graphs of both number alike
	for (const [node, value] of snapshot.hosts) rt.hosts.set(renew(node).id, value);
	rt.globals.names.clear();
	new Copier(renew).copy(snapshot.globals, rt.globals);
	for (const name of snapshot.substituted) rt.substituted.add(name);
	rt.random = createGenerator(snapshot.random);
	rt.usesSeed = snapshot.usesSeed;
	rt.dtype = snapshot.dtype;
	rt.openLine = snapshot.openLine;
	rt.gradEnabled = snapshot.gradEnabled;
	machine.resume(snapshot.position, snapshot.iteration, snapshot.taken);
	return machine;
}
