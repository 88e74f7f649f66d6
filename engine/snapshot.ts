/**
 * Snapshots: the whole state of a lesson between two iterations, so that any iteration can be
 * opened again. Values are immutable, so a snapshot shares them; only Python's objects are copied.
 */
import type { Node } from './graph.ts';
import { hasHistory, liveNodes, reachable } from './python/live.ts';
import { Machine, type Position } from './python/machine.ts';
import {
	createScope,
	Deferred,
	PyDict,
	PyFunction,
	PyList,
	PyTuple,
	type Scope,
	type Value
} from './python/values.ts';
import { PyTensor, Storage, type VersionCounter } from './python/variable.ts';
import { createGenerator, type GeneratorState } from './random.ts';
import type { Run } from './run.ts';
import type { Tensor } from './tensor.ts';

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
	readonly openLine: string;
}

/** Takes a snapshot, or null where autograd's history crosses the border between iterations. */
export async function takeSnapshot(run: Run): Promise<Snapshot | null> {
	const { machine, rt } = run;
	for (const value of reachable(rt.globals)) {
		if (value.kind === 'text' || (value.kind === 'tensor' && hasHistory(rt, value))) return null;
	}
	const live = [...liveNodes(rt)].sort((a, b) => a - b);
	await run.read(live);
	return {
		iteration: machine.iteration,
		position: machine.position,
		taken: machine.taken,
		globals: copyScope(rt.globals, (node) => node),
		hosts: new Map(live.map((id) => [rt.builder.node(id), rt.host(id)])),
		freed: new Set(rt.freed),
		substituted: new Set(rt.substituted),
		random: rt.random.state(),
		usesSeed: rt.usesSeed,
		openLine: rt.openLine
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
	for (const [name, value] of copyScope(snapshot.globals, renew, rt.globals).names) {
		rt.globals.names.set(name, value);
	}
	for (const name of snapshot.substituted) rt.substituted.add(name);
	rt.random = createGenerator(snapshot.random);
	rt.usesSeed = snapshot.usesSeed;
	rt.openLine = snapshot.openLine;
	machine.resume(snapshot.position, snapshot.iteration, snapshot.taken);
	return machine;
}

/** Copies names and the objects in them; what was shared stays shared. `root` stands in for the module's scope. */
function copyScope(scope: Scope, nodeOf: (node: Node) => Node, root?: Scope): Scope {
	const copies = new Map<object, unknown>();
	const once = <T extends object>(object: T, make: () => T): T => {
		if (!copies.has(object)) copies.set(object, make());
		return copies.get(object) as T;
	};
	const tensor = (t: PyTensor): PyTensor =>
		once(t, () => {
			const storage = once(t.storage, () => new Storage(nodeOf(t.storage.node)));
			const counter = once<VersionCounter>(t.counter, () => ({ ...t.counter }));
			const copy = new PyTensor(storage, t.requiresGrad, t.isLeaf, counter, nodeOf(t.node));
			copies.set(t, copy);
			copy.grad = t.grad && tensor(t.grad);
			if (t.view) {
				const seen = once(t.view.storage, () => new Storage(nodeOf(t.view!.storage.node)));
				const base = tensor(t.view.base);
				copy.view = { ...t.view, base, storage: seen, stamp: t.view.stamp - t.view.storage.stamp };
			}
			return copy;
		});
	const scopeOf = (s: Scope): Scope =>
		once(s, () => {
			const copy = createScope(s.parent && scopeOf(s.parent), s.globals, s.locals);
			copies.set(s, copy);
			for (const [name, value] of s.names) copy.names.set(name, valueOf(value));
			return copy;
		});
	const valueOf = (value: Value): Value => {
		if (typeof value !== 'object' || value === null) return value;
		switch (value.kind) {
			case 'tensor':
				return tensor(value);
			case 'list':
				return once(value, () => new PyList(value.items.map(valueOf)));
			case 'tuple':
				return once(value, () => new PyTuple(value.items.map(valueOf), value.isSize));
			case 'dict':
				return once(value, () => {
					const dict = new PyDict();
					for (const [key, [k, v]] of value.entries)
						dict.entries.set(key, [valueOf(k), valueOf(v)]);
					return dict;
				});
			case 'deferred':
				return new Deferred(nodeOf(value.node), value.convert);
			case 'function': {
				const { name, params, defaults, body } = value;
				const copied = defaults.map((each) => (each === undefined ? undefined : valueOf(each)));
				return once(value, () => new PyFunction(name, params, copied, body, scopeOf(value.scope)));
			}
			default:
				return value;
		}
	};
	if (!root) return scopeOf(scope);
	copies.set(scope, root);
	for (const [name, value] of [...scope.names]) root.names.set(name, valueOf(value));
	return root;
}
