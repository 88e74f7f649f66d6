/** Where names live: the module, a function call, a class body, a comprehension. */
import type { Bindings } from './bindings.ts';
import type { Value } from './values.ts';

/** Variables of one function call or of the module. */
export interface Scope {
	readonly kind: 'module' | 'function' | 'class' | 'comprehension';
	readonly names: Map<string, Value>;
	readonly parent: Scope | null;
	readonly bindings: Bindings;
	/** For `Net.forward`: what stands before the names of functions and classes defined here. */
	readonly prefix: string;
}

const NO_NAMES: ReadonlySet<string> = new Set();
const NO_BINDINGS: Bindings = { locals: NO_NAMES, globals: NO_NAMES, nonlocals: NO_NAMES };

export function createScope(
	parent: Scope | null,
	kind: Scope['kind'],
	bindings: Bindings = NO_BINDINGS,
	prefix = parent?.prefix ?? ''
): Scope {
	return { kind, names: new Map(), parent, bindings, prefix };
}

/** The scope that a function defined in `scope` sees: a class body is none. */
export function closureOf(scope: Scope): Scope {
	return scope.kind === 'class' && scope.parent ? closureOf(scope.parent) : scope;
}
