/** Which values a paused lesson can still reach: from its names, and through autograd's history. */
import type { Runtime } from './runtime.ts';
import { referents } from './heap.ts';
import type { Scope } from './scopes.ts';
import type { Value } from './values.ts';
import type { PyTensor } from './variable.ts';

/** Builder ids of every value that later statements may need. */
export function liveNodes(rt: Runtime): Set<number> {
	const live = new Set<number>();
	const roots: number[] = [];
	const whole = new Set<number>();
	for (const value of reachable(rt.globals)) {
		if (value.kind === 'deferred') live.add(value.node.id);
		else if (value.kind === 'text') for (const id of value.ids) live.add(id);
		else if (value.kind === 'tensor') {
			live.add(value.node.id);
			live.add(value.storage.node.id);
			if (hasHistory(rt, value, whole)) roots.push(value.node.id);
		}
	}
	for (const id of history(rt, roots)) live.add(id);
	return live;
}

/** An iterator is under way: what it will hand out is hidden in it, so nothing may be forgotten. */
export function isUnderWay(rt: Runtime): boolean {
	for (const { kind } of reachable(rt.globals)) if (kind === 'iterator') return true;
	return false;
}

/**
 * Has a graph behind it that backward() may still walk. Where a part of it has been freed, that
 * can only fail: the tensor is marked, so that its graph can be forgotten. `whole` has the nodes
 * behind which nothing is known to be freed, and gets those that are found.
 */
export function hasHistory(
	rt: Runtime,
	{ node, requiresGrad, isLeaf }: PyTensor,
	whole = new Set<number>()
): boolean {
	if (!requiresGrad || isLeaf) return false;
	const seen = new Set<number>();
	for (const id of ancestors(rt, [node.id], (each) => whole.has(each) || seen.has(each))) {
		seen.add(id);
		if (!rt.freed.has(id)) continue;
		rt.freed.add(node.id);
		return false;
	}
	for (const id of seen) whole.add(id);
	return true;
}

/** The nodes that a backward() from `roots` would walk, up to what has been freed and what is `known`. */
function* ancestors(
	rt: Runtime,
	roots: readonly number[],
	known: (id: number) => boolean
): Iterable<number> {
	const stack = [...roots];
	while (stack.length > 0) {
		const id = stack.pop()!;
		if (known(id)) continue;
		yield id;
		if (rt.freed.has(id)) continue;
		const node = rt.builder.node(id);
		node.inputs.forEach((input, i) => node.needsGrad[i] && stack.push(input));
	}
}

type Holder = Extract<Value, { kind: 'tensor' | 'deferred' | 'text' | 'iterator' }>;

/** Tensors, numbers and texts that wait for tensors, and iterators, in the names of `scope` and inside their values. */
export function* reachable(scope: Scope): Iterable<Holder> {
	const seen = new Set<object>();
	const stack: Value[] = [...scope.names.values()];
	while (stack.length > 0) {
		const value = stack.pop()!;
		if (typeof value !== 'object' || value === null || seen.has(value)) continue;
		seen.add(value);
		if (value.kind === 'tensor' || value.kind === 'deferred' || value.kind === 'text') yield value;
		else if (value.kind === 'iterator' && !value.exhausted) yield value;
		else if (value.kind === 'function') {
			for (let at: Scope | null = value.scope; at && !seen.has(at); at = at.parent) {
				seen.add(at);
				for (const each of at.names.values()) stack.push(each);
			}
		}
		for (const each of referents(value)) stack.push(each);
	}
}

/** The nodes that a backward() from `roots` would walk, and the values that its rules may use. */
function history(rt: Runtime, roots: readonly number[]): Set<number> {
	const walked = new Set<number>();
	const found = new Set<number>();
	for (const id of ancestors(rt, roots, (each) => walked.has(each))) {
		walked.add(id);
		const { inputs, needsGrad } = rt.builder.node(id);
		found.add(id);
		if (needsGrad.length > 0) for (const input of inputs) found.add(input);
	}
	return found;
}
