/**
 * Python values as the interpreter holds them: None is null, bool boolean, int bigint (exact,
 * as in Python), float number, str string; everything else is an object with a `kind`.
 */
import type { Expression, Param, Statement } from './ast.ts';
import { bindingsOf, type Bindings } from './bindings.ts';
import type { Node } from '../graph.ts';
import type { DType, Shape, Tensor } from '../tensor.ts';
import { PythonError } from './errors.ts';
import type { Runtime } from './runtime.ts';
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
	| Deferred
	| DeferredText;

export class PyList {
	readonly kind = 'list';
	constructor(readonly items: Value[]) {}
}

export class PyTuple {
	readonly kind = 'tuple';
	/** `torch.Size` is a tuple that prints its name. */
	constructor(
		readonly items: readonly Value[],
		readonly isSize = false
	) {}
}

/** Keys are compared as Python does (1 == 1.0 == True) through `keyOf`. */
export class PyDict {
	readonly kind = 'dict';
	readonly entries = new Map<string, readonly [key: Value, value: Value]>();
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

/** Variables of one function call or of the module. */
export interface Scope {
	readonly names: Map<string, Value>;
	readonly parent: Scope | null;
	/** Names that a `global` statement hands to the module. */
	readonly globals: ReadonlySet<string>;
	/** Names that the function binds somewhere: they are never looked up outside it. */
	readonly locals: ReadonlySet<string>;
}

const NO_NAMES: ReadonlySet<string> = new Set();

export function createScope(
	parent: Scope | null,
	globals: ReadonlySet<string> = NO_NAMES,
	locals: ReadonlySet<string> = NO_NAMES
): Scope {
	return { names: new Map(), parent, globals, locals };
}

export class PyFunction {
	readonly kind = 'function';
	readonly bindings: Bindings;
	constructor(
		readonly name: string,
		readonly params: readonly Param[],
		/** Evaluated where the function is defined, as in Python. */
		readonly defaults: readonly (Value | undefined)[],
		readonly body: readonly Statement[] | Expression,
		readonly scope: Scope
	) {
		this.bindings = bindingsOf('kind' in body ? [] : body);
	}
}

/** Asks whoever drives the interpreter to compute these nodes (none: just to breathe). */
export interface Need {
	readonly ids: readonly number[];
}

/** Evaluation that may stop to ask for values. */
export type Evaluation<T> = Generator<Need, T, void>;

export interface Arguments {
	readonly positional: readonly Value[];
	readonly keywords: ReadonlyMap<string, Value>;
}

export class PyBuiltin {
	readonly kind = 'builtin';
	constructor(
		readonly name: string,
		readonly call: (rt: Runtime, args: Arguments) => Value | Evaluation<Value>
	) {}
}

export class PyModule {
	readonly kind = 'module';
	constructor(
		readonly name: string,
		readonly member: (name: string) => Value | undefined
	) {}
}

/** A type as a value: `torch.float32` (`dtype`), `torch.FloatTensor` (`tensor`), `float` (`python`). */
export class PyType {
	readonly kind = 'type';
	constructor(
		readonly name: string,
		readonly of: 'dtype' | 'tensor' | 'python',
		readonly dtype: DType | null,
		readonly construct: ((rt: Runtime, args: Arguments) => Value | Evaluation<Value>) | null = null
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

/** Python's name of a value's type, for messages. */
export function typeName(value: Value): string {
	if (value === null) return 'NoneType';
	switch (typeof value) {
		case 'boolean':
			return 'bool';
		case 'bigint':
			return 'int';
		case 'number':
			return 'float';
		case 'string':
			return 'str';
	}
	switch (value.kind) {
		case 'tensor':
			return 'Tensor';
		case 'deferred':
			return 'float';
		case 'text':
			return 'str';
		case 'builtin':
			return 'builtin_function_or_method';
		case 'type':
			return value.of === 'dtype' ? 'torch.dtype' : 'type';
		case 'tuple':
			return value.isSize ? 'torch.Size' : 'tuple';
		default:
			return value.kind;
	}
}

/** The dict key under which Python would find `value`. */
export function keyOf(value: Value): string {
	if (value === null) return 'None';
	switch (typeof value) {
		case 'string':
			return `s${value}`;
		case 'boolean':
			return `n${Number(value)}`;
		case 'bigint':
		case 'number':
			return `n${value}`;
	}
	if (value.kind === 'tuple')
		return `(${value.items.map((item) => JSON.stringify(keyOf(item))).join()})`;
	const name = typeName(value);
	if (name === 'list' || name === 'dict' || name === 'slice') {
		throw new PythonError('TypeError', `unhashable type: '${name}'`);
	}
	throw new PythonError('NotSupportedError', `a ${name} as a dict key is not part of the language`);
}

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
