/** The interpreter's entry points, handed down so that its files need not import each other in a ring. */
import type { Expression, Statement } from './ast.ts';
import type { Completion } from './records.ts';
import type { Runtime } from './runtime.ts';
import type { Scope } from './scopes.ts';
import type { Arguments, Evaluation, PyFunction, PyModule, Value } from './values.ts';
import type { PyTensor } from './variable.ts';

export interface Language {
	evaluate(rt: Runtime, expression: Expression, scope: Scope): Evaluation<Value>;
	execute(rt: Runtime, block: readonly Statement[], scope: Scope): Evaluation<Completion>;
	call(rt: Runtime, callee: Value, args: Arguments): Evaluation<Value>;
	attribute(rt: Runtime, object: Value, name: string): Evaluation<Value>;
	/** `object[index]` on plain data and tensors. */
	itemAt(rt: Runtime, object: Value, index: Value): Value;
	/** The same on any value, `__getitem__` included. */
	item(rt: Runtime, object: Value, index: Value): Evaluation<Value>;
	repr(rt: Runtime, value: Value): Evaluation<string>;
	str(rt: Runtime, value: Value): Evaluation<string>;
	/** Tensors by the path that leads to them from the module's names. */
	namedTensors(rt: Runtime): Iterable<readonly [string, PyTensor]>;
	createModules(rt: Runtime): ReadonlyMap<string, PyModule>;
}

/** A call of a function of the lesson. */
export interface Frame {
	readonly function: PyFunction;
	readonly scope: Scope;
	readonly caller: Frame | null;
}
