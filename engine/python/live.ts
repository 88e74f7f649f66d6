/** Which values a paused lesson can still reach: from its names, and through autograd's history. */
import type { Runtime } from './runtime.ts';
import type { Scope, Value } from './values.ts';
import type { PyTensor } from './variable.ts';

/** Builder ids of every value that later statements may need. */
export function liveNodes(rt: Runtime): Set<number> {
	const live = new Set<number>();
	const roots: number[] = [];
	for (const value of reachable(rt.globals)) {
		if (value.kind === 'deferred') live.add(value.node.id);
		else if (value.kind === 'text') for (const id of value.ids) live.add(id);
		else if (value.kind === 'tensor') {
			live.add(value.node.id);
			live.add(value.storage.node.id);
			if (hasHistory(rt, value)) roots.push(value.node.id);
		}
	}
	for (const id of history(rt, roots)) live.add(id);
	return live;
}

/** Has a graph behind it that backward() may still walk. */
export function hasHistory(rt: Runtime, tensor: PyTensor): boolean {
	return tensor.requiresGrad && !tensor.isLeaf && !rt.freed.has(tensor.node.id);
}

type Holder = Extract<Value, { kind: 'tensor' | 'deferred' | 'text' }>;

/** Tensors, and numbers and texts that wait for tensors, in the names of `scope` and inside their values. */
export function* reachable(scope: Scope): Iterable<Holder> {
	const seen = new Set<object>();
	const stack: Value[] = [...scope.names.values()];
	while (stack.length > 0) {
		const value = stack.pop()!;
		if (typeof value !== 'object' || value === null || seen.has(value)) continue;
		seen.add(value);
		switch (value.kind) {
			case 'tensor':
				if (value.grad) stack.push(value.grad);
				yield value;
				break;
			case 'deferred':
			case 'text':
				yield value;
				break;
			case 'list':
			case 'tuple':
				for (const item of value.items) stack.push(item);
				break;
			case 'dict':
				for (const entry of value.entries.values()) stack.push(...entry);
				break;
			case 'function':
				stack.push(...value.defaults.filter((each) => each !== undefined));
				for (let at: Scope | null = value.scope; at && !seen.has(at); at = at.parent) {
					seen.add(at);
					stack.push(...at.names.values());
				}
		}
	}
}

/** The nodes that a backward() from `roots` would walk, and the values that its rules may use. */
function history(rt: Runtime, roots: readonly number[]): Set<number> {
	const found = new Set<number>();
	const stack = [...roots];
	while (stack.length > 0) {
		const id = stack.pop()!;
		if (found.has(id) || rt.freed.has(id)) continue;
		found.add(id);
		const node = rt.builder.node(id);
		node.inputs.forEach((input, i) => {
			if (node.needsGrad[i]) stack.push(input);
			else if (node.needsGrad.length > 0) found.add(input);
		});
	}
	return found;
}
