/** What Python's objects refer to, and copies of whole webs of them. */
import type { Node } from '../graph.ts';
import { PyClass, PyDescriptor, PyInstance, PyMethod, PySet, PySuper } from './objects.ts';
import { createScope, type Scope } from './scopes.ts';
import { Deferred, PyDict, PyFunction, PyList, PyTuple, type Key, type Value } from './values.ts';
import { PyTensor, Storage, type VersionCounter } from './variable.ts';

/** The values directly inside `value`. A function reaches what its scopes hold: see `scopesOf`. */
export function* referents(value: Exclude<Value, null>): Iterable<Value> {
	if (typeof value !== 'object') return;
	switch (value.kind) {
		case 'tensor':
			yield value.grad;
			if (value.view) yield value.view.base;
			return;
		case 'list':
			yield* value.items;
			return;
		case 'tuple':
			yield* value.made;
			return;
		case 'dict':
			for (const entry of value.entries.values()) yield* entry;
			return;
		case 'set':
			yield* value.entries.values();
			return;
		case 'instance':
			yield value.cls;
			yield* value.fields.values();
			return;
		case 'class':
			if (!value.native) yield* value.members.values();
			yield* value.bases;
			return;
		case 'method':
			yield value.self;
			yield value.func;
			return;
		case 'descriptor':
			yield value.get;
			yield value.set;
			return;
		case 'super':
			yield value.cls;
			yield value.self;
			return;
		case 'function':
			for (const each of value.defaults) if (each !== undefined) yield each;
	}
}

/** Copies values and scopes; what was shared stays shared. Works through a list, not through its own stack. */
export class Copier {
	readonly #copies = new Map<object, object>();
	readonly #waiting: (() => void)[] = [];

	constructor(readonly nodeOf: (node: Node) => Node) {}

	/** A copy of `scope`; `root` stands in for it where it is given. */
	copy(scope: Scope, root?: Scope): Scope {
		if (root) {
			this.#copies.set(scope, root);
			for (const [name, value] of [...scope.names]) root.names.set(name, this.#value(value));
		}
		const copied = root ?? this.#scope(scope);
		for (let fill = this.#waiting.pop(); fill; fill = this.#waiting.pop()) fill();
		return copied;
	}

	/** The copy of `object`: made empty by `make`, and filled by `fill` later. */
	#once<T extends object>(object: T, make: () => T, fill: (copy: T) => void = () => {}): T {
		const known = this.#copies.get(object);
		if (known) return known as T;
		const copy = make();
		this.#copies.set(object, copy);
		this.#waiting.push(() => fill(copy));
		return copy;
	}

	#scope(scope: Scope): Scope {
		return this.#once(
			scope,
			() =>
				createScope(
					scope.parent && this.#scope(scope.parent),
					scope.kind,
					scope.bindings,
					scope.prefix
				),
			(copy) => {
				for (const [name, value] of scope.names) copy.names.set(name, this.#value(value));
			}
		);
	}

	#value<T extends Value>(value: T): T {
		if (typeof value !== 'object' || value === null) return value;
		return this.#object(value) as T;
	}

	#object(value: Extract<Value, object>): Value {
		const all = (from: readonly Value[], into: Value[]) => {
			for (const each of from) into.push(this.#value(each));
		};
		const names = (from: ReadonlyMap<string, Value>, into: Map<string, Value>) => {
			for (const [name, each] of from) into.set(name, this.#value(each));
		};
		switch (value.kind) {
			case 'tensor':
				return this.#tensor(value);
			case 'list':
				return this.#once(
					value,
					() => new PyList([], value.view),
					(copy) => all(value.items, copy.items)
				);
			case 'tuple': {
				const items: Value[] = [];
				return this.#once(
					value,
					() => new PyTuple(items, value.isSize, value.named),
					() => all(value.made, items)
				);
			}
			case 'dict':
				return this.#once(
					value,
					() => new PyDict(value.ordered),
					(copy) => {
						for (const [key, [k, v]] of value.entries) {
							copy.entries.set(this.#key(key), [this.#value(k), this.#value(v)]);
						}
					}
				);
			case 'set':
				return this.#once(
					value,
					() => new PySet(value.frozen),
					(copy) => {
						for (const [key, item] of value.entries)
							copy.entries.set(this.#key(key), this.#value(item));
					}
				);
			case 'instance':
				return this.#once(
					value,
					() => new PyInstance(value.cls),
					(copy) => {
						copy.cls = this.#value(value.cls);
						names(value.fields, copy.fields);
					}
				);
			case 'class':
				return value.native ? value : this.#class(value, names);
			case 'function': {
				const defaults: (Value | undefined)[] = [];
				const make = () => new PyFunction(value.definition, defaults, this.#scope(value.scope));
				return this.#once(value, make, (copy) => {
					copy.owner = this.#value(value.owner);
					copy.gradMode = value.gradMode;
					for (const each of value.defaults) {
						defaults.push(each === undefined ? undefined : this.#value(each));
					}
				});
			}
			case 'method':
				return new PyMethod(this.#value(value.self), this.#value(value.func));
			case 'descriptor':
				return new PyDescriptor(value.of, this.#value(value.get), this.#value(value.set));
			case 'super':
				return new PySuper(this.#value(value.cls), this.#value(value.self));
			case 'deferred':
				return new Deferred(this.nodeOf(value.node), value.convert);
			default:
				return value;
		}
	}

	#class(
		cls: PyClass,
		names: (from: ReadonlyMap<string, Value>, into: Map<string, Value>) => void
	): PyClass {
		const make = () => {
			const order: PyClass[] = [];
			const bases = cls.bases.map((base) => this.#value(base));
			const copy = new PyClass(cls.name, bases, cls.module, false, order);
			order.push(copy, ...cls.order.slice(1).map((each) => this.#value(each)));
			return copy;
		};
		return this.#once(cls, make, (copy) => names(cls.members, copy.members));
	}

	/** What objects are found by is the objects themselves. */
	#key(key: Key): Key {
		return typeof key === 'string' ? key : (this.#value(key as Value) as object);
	}

	#tensor(t: PyTensor): PyTensor {
		const storageOf = (storage: Storage) =>
			this.#once(storage, () => new Storage(this.nodeOf(storage.node)));
		const make = () => {
			const counter = this.#once<VersionCounter>(t.counter, () => ({ ...t.counter }));
			const node = this.nodeOf(t.node);
			const copy = new PyTensor(storageOf(t.storage), t.requiresGrad, t.isLeaf, counter, node);
			copy.isParameter = t.isParameter;
			return copy;
		};
		return this.#once(t, make, (copy) => {
			copy.grad = t.grad && this.#tensor(t.grad);
			if (!t.view) return;
			const { base, storage, stamp } = t.view;
			copy.view = {
				...t.view,
				base: this.#tensor(base),
				storage: storageOf(storage),
				stamp: stamp - storage.stamp
			};
		});
	}
}
