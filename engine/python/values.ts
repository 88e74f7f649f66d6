/**
 * Python values as the interpreter holds them: None is null, bool boolean, int bigint (exact,
 * as in Python), float number, str string; everything else is an object with a `kind`.
 */
import type { Expression, Param, Statement } from './ast.ts';
import type { Bindings } from './bindings.ts';
import type { Scope } from './scopes.ts';
import type { Node } from '../graph.ts';
import type { DType, Shape, Tensor } from '../tensor.ts';
import { PythonError } from './errors.ts';
import { typeName } from './type-names.ts';
import type { Runtime } from './runtime.ts';
import type { Signature } from './signature.ts';
import type {
	PyClass,
	PyDescriptor,
	PyInstance,
	PyIterator,
	PyMethod,
	PySet,
	PySingleton,
	PySuper
} from './objects.ts';
import type { PyTensor } from './variable.ts';

export type Value =
	| null
	| boolean
	| bigint
	| number
	| string
	| PyList
	| PyTuple
	| PyDict
	| PyRange
	| PySlice
	| PyFunction
	| PyBuiltin
	| PyModule
	| PyTensor
	| PyType
	| PyClass
	| PyInstance
	| PyMethod
	| PyDescriptor
	| PySuper
	| PySet
	| PyIterator
	| PySingleton
	| Deferred
	| DeferredText;

/** What a dict or set finds a value by: a text that equal values share, or the object itself. */
export type Key = string | object;

export class PyList {
	readonly kind = 'list';
	constructor(
		readonly items: Value[],
		/** What a dict shows of itself (`d.keys()`) can be looped over, but is no list. */
		readonly view: '' | `${'dict' | 'odict'}_${'keys' | 'values' | 'items'}` = ''
	) {}
}

/** What torch returns with names: `x.max(dim=1)` has `.values` and `.indices`. */
export interface NamedItems {
	/** As printed: `torch.return_types.max`. */
	readonly type: string;
	readonly fields: readonly string[];
	/** Makes the last item when somebody wants it: most lessons take `.values` alone. */
	readonly last: () => Value;
}

export class PyTuple {
	readonly kind = 'tuple';
	#items: readonly Value[];
	constructor(
		items: readonly Value[],
		/** `torch.Size` is a tuple that prints its name. */
		readonly isSize = false,
		readonly named: NamedItems | null = null
	) {
		this.#items = items;
	}

	get items(): readonly Value[] {
		this.complete();
		return this.#items;
	}

	/** Makes the last item, if it has not been. */
	complete(): void {
		const { named } = this;
		if (named && this.#items.length < named.fields.length) {
			this.#items = [...this.#items, named.last()];
		}
	}

	/** The items that exist already. */
	get made(): readonly Value[] {
		return this.#items;
	}
}

/** Keys are compared as Python does (1 == 1.0 == True) through `keyOf`. */
export class PyDict {
	readonly kind = 'dict';
	/** `OrderedDict`, which differs in its name. */
	constructor(readonly ordered = false) {}
	readonly entries = new Map<Key, readonly [key: Value, value: Value]>();

	/** Puts a value under a text, and gives the dict back. */
	with(name: string, value: Value): this {
		this.entries.set(`s${name}`, [name, value]);
		return this;
	}
}

export class PyRange {
	readonly kind = 'range';
	constructor(
		readonly start: bigint,
		readonly stop: bigint,
		readonly step: bigint
	) {}

	get length(): number {
		const span = this.step > 0n ? this.stop - this.start : this.start - this.stop;
		const stride = this.step > 0n ? this.step : -this.step;
		return span <= 0n ? 0 : Number((span + stride - 1n) / stride);
	}

	at(index: number): bigint {
		return this.start + BigInt(index) * this.step;
	}
}

export class PySlice {
	readonly kind = 'slice';
	constructor(
		readonly lower: Value,
		readonly upper: Value,
		readonly step: Value
	) {}
}

/** What is fixed about a function before it runs: the same for every closure made of it. */
export interface Definition {
	readonly name: string;
	/** With the functions and classes around it: `Net.forward`, `outer.<locals>.inner`. */
	readonly qualifiedName: string;
	readonly params: readonly Param[];
	readonly body: readonly Statement[] | Expression;
	readonly bindings: Bindings;
	/** Calling it makes a generator. */
	readonly yields: boolean;
}

export class PyFunction {
	readonly kind = 'function';
	/** The class in whose body it stands, once that is made: what `super()` starts from. */
	owner: PyClass | null = null;
	constructor(
		readonly definition: Definition,
		/** Evaluated where the function is defined, as in Python. */
		readonly defaults: readonly (Value | undefined)[],
		readonly scope: Scope
	) {}

	/** `@torch.no_grad()`: grad mode inside; null leaves it as it is. */
	gradMode: boolean | null = null;

	get name(): string {
		return this.definition.name;
	}

	/** The text that stands first in it. */
	get documentation(): string | null {
		const { body } = this.definition;
		const first = 'kind' in body ? undefined : body[0];
		return first?.kind === 'Expr' && first.value.kind === 'String' ? first.value.value : null;
	}
}

/**
 * Asks whoever drives the interpreter to compute these nodes (none: just to breathe); or to run
 * `call` and send its value back, so that calls nest without nesting on our own stack.
 */
export interface Need {
	readonly ids: readonly number[];
	readonly call?: Evaluation<Value>;
	/** What a generator of the lesson hands out. */
	readonly yielded?: Value;
}

/** Evaluation that may stop to ask for values. */
export type Evaluation<T> = Generator<Need, T, Value | void>;

export interface Arguments {
	readonly positional: readonly Value[];
	readonly keywords: ReadonlyMap<string, Value>;
}

export class PyBuiltin {
	readonly kind = 'builtin';
	constructor(
		readonly name: string,
		readonly call: (rt: Runtime, args: Arguments) => Value | Evaluation<Value>,
		/** What it takes, for whoever wants to say so; it binds its arguments itself. */
		readonly parameters: Signature | null = null
	) {}
}

export class PyModule {
	readonly kind = 'module';
	constructor(
		readonly name: string,
		readonly member: (name: string) => Value | undefined,
		/** What `member` can be asked for, as far as it is worth offering. */
		readonly names: () => Iterable<string> = () => []
	) {}

	/** A module of values by name. */
	static of(name: string, members: ReadonlyMap<string, Value>): PyModule {
		return new PyModule(
			name,
			(each) => members.get(each),
			() => members.keys()
		);
	}
}

/** A type as a value: `torch.float32` (`dtype`), `torch.FloatTensor` (`tensor`), `float` (`python`). */
export class PyType {
	readonly kind = 'type';
	constructor(
		readonly name: string,
		readonly of: 'dtype' | 'tensor' | 'python',
		readonly dtype: DType | null,
		readonly construct: ((rt: Runtime, args: Arguments) => Value | Evaluation<Value>) | null = null,
		/** What calling it takes. */
		readonly parameters: Signature | null = null
	) {}
}

/** A Python number that is not computed yet: what `.item()` returns. */
export class Deferred {
	readonly kind = 'deferred';
	constructor(
		readonly node: Node,
		readonly convert: (tensor: Tensor) => Value
	) {}
}

/** An f-string that waits for values; `show` needs all of `ids` known. */
export class DeferredText {
	readonly kind = 'text';
	constructor(
		readonly ids: readonly number[],
		readonly show: () => string
	) {}
}

export { typeName };

/** A Python int (or bool) as a JS number; TypeError otherwise. `what` names the argument. */
export function toIndex(value: Value, what: string): number {
	if (typeof value === 'bigint') return Number(value);
	if (typeof value === 'boolean') return Number(value);
	throw new PythonError('TypeError', `${what} must be int, not ${typeName(value)}`);
}

/** A Python number as a JS number; TypeError otherwise. */
export function toNumber(value: Value, what: string): number {
	return typeof value === 'number' ? value : toIndex(value, what);
}

export function sizeValue(shape: Shape): PyTuple {
	return new PyTuple(
		shape.map((extent) => BigInt(extent)),
		true
	);
}
