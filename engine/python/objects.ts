/** Python's objects beyond plain data: classes and what is made of them, methods, sets, iterators. */
import type { Runtime } from './runtime.ts';
import type { Evaluation, Key, PyBuiltin, PyFunction, Value } from './values.ts';

/** A class of the lesson, or one of ours (`nn.Module`), which the lesson cannot change. */
export class PyClass {
	readonly kind = 'class';
	readonly members = new Map<string, Value>();
	/** Where attributes are looked up, this class first. */
	readonly order: readonly PyClass[];

	constructor(
		readonly name: string,
		readonly bases: readonly PyClass[],
		/** Python's dotted name of the place it comes from: `__main__`, `torch.nn.modules.linear`. */
		readonly module: string,
		readonly native = false,
		order?: readonly PyClass[]
	) {
		this.order = order ?? [this, ...(linearized(bases) ?? [])];
	}

	find(name: string): Value | undefined {
		for (const each of this.order) {
			const found = each.members.get(name);
			if (found !== undefined) return found;
		}
		return undefined;
	}

	derivesFrom(other: PyClass): boolean {
		return this.order.includes(other);
	}
}

/** Python's method resolution order of what stands behind a class; null where there is none. */
export function linearized(bases: readonly PyClass[]): readonly PyClass[] | null {
	let queues = [...bases.map((base) => [...base.order]), [...bases]];
	const merged: PyClass[] = [];
	for (;;) {
		queues = queues.filter((queue) => queue.length > 0);
		if (queues.length === 0) return merged;
		const next = queues
			.map(([head]) => head)
			.find((head) => !queues.some((queue) => queue.indexOf(head) > 0));
		if (!next) return null;
		merged.push(next);
		for (const queue of queues) if (queue[0] === next) queue.shift();
	}
}

export class PyInstance {
	readonly kind = 'instance';
	readonly fields = new Map<string, Value>();
	constructor(public cls: PyClass) {}
}

/** A function that was found through an object: it is called with the object first. */
export class PyMethod {
	readonly kind = 'method';
	constructor(
		readonly self: Value,
		readonly func: PyFunction | PyBuiltin
	) {}
}

/** What `@property`, `@staticmethod` and `@classmethod` make of a function in a class. */
export class PyDescriptor {
	readonly kind = 'descriptor';
	constructor(
		readonly of: 'property' | 'staticmethod' | 'classmethod',
		readonly get: Value,
		readonly set: Value = null
	) {}
}

/** `super()`: attributes of `self` from the classes behind `cls`. */
export class PySuper {
	readonly kind = 'super';
	constructor(
		readonly cls: PyClass,
		readonly self: Value
	) {}
}

export class PySet {
	readonly kind = 'set';
	readonly entries = new Map<Key, Value>();
	constructor(readonly frozen = false) {}
}

/** Hands out values one after the other; undefined ends it. */
export type Next = (rt: Runtime) => Value | undefined | Evaluation<Value | undefined>;

export class PyIterator {
	readonly kind = 'iterator';
	/** It has handed out all it had. */
	exhausted = false;
	constructor(
		/** `zip`, `generator`, `list_iterator`. */
		readonly name: string,
		readonly next: Next,
		/** Running it ahead changes nothing: it looks at data that is there, and calls no one. */
		readonly plain = false
	) {}
}

/** `NotImplemented` and `...`: values that are only themselves. */
export class PySingleton {
	readonly kind = 'singleton';
	constructor(
		readonly name: string,
		readonly type: string
	) {}
}

/** What a method answers with where it does not know the other operand. */
export const NOT_IMPLEMENTED = new PySingleton('NotImplemented', 'NotImplementedType');
