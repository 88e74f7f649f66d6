/** What a module keeps: its parameters, buffers and modules, each in a dict, as PyTorch has them. */
import { PythonError } from '../../errors.ts';
import { PyInstance } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { PyDict, type Value } from '../../values.ts';
import { PyTensor } from '../../variable.ts';

export type Kept = '_parameters' | '_buffers' | '_modules';

/** Every kind, in the order in which attributes are looked up. */
export const KEPT: readonly Kept[] = ['_parameters', '_buffers', '_modules'];

/** The dict of that kind; null before `Module.__init__()` has run. */
export function keptBy(self: PyInstance, kind: Kept): PyDict | null {
	const found = self.fields.get(kind);
	return found instanceof PyDict ? found : null;
}

/** True for an object that Module.__init__() has made a module of. */
export function isModule(value: Value): value is PyInstance {
	return value instanceof PyInstance && keptBy(value, '_modules') !== null;
}

export function prepare(self: PyInstance): void {
	self.fields.set('training', true);
	for (const kind of KEPT) self.fields.set(kind, new PyDict());
}

export function keep(rt: Runtime, self: PyInstance, kind: Kept, name: string, value: Value): void {
	const dict = keptBy(self, kind);
	if (!dict) {
		const what = { _parameters: 'parameters', _buffers: 'buffers', _modules: 'module' }[kind];
		throw new PythonError(
			'AttributeError',
			`cannot assign ${what} before Module.__init__() call`,
			rt.at,
			'call super().__init__() first in __init__'
		);
	}
	dict.entries.set(`s${name}`, [name, value]);
}

/** Name and value of what is kept, None left out. */
export function* entriesOf(self: PyInstance, kind: Kept): Iterable<[string, Value]> {
	for (const [name, value] of keptBy(self, kind)?.entries.values() ?? []) {
		if (value !== null) yield [String(name), value];
	}
}

/** Every module inside `self`, itself first, each once, with its dotted path. */
export function* modulesOf(
	self: PyInstance,
	prefix = '',
	seen = new Set<PyInstance>()
): Iterable<[string, PyInstance]> {
	if (seen.has(self)) return;
	seen.add(self);
	yield [prefix, self];
	for (const [name, child] of entriesOf(self, '_modules')) {
		const path = prefix === '' ? name : `${prefix}.${name}`;
		if (child instanceof PyInstance) yield* modulesOf(child, path, seen);
	}
}

/** Every tensor of that kind, each once, with its dotted path. */
export function* tensorsOf(
	self: PyInstance,
	kind: '_parameters' | '_buffers'
): Iterable<[string, PyTensor]> {
	const seen = new Set<PyTensor>();
	for (const [path, module] of modulesOf(self)) {
		for (const [name, value] of entriesOf(module, kind)) {
			if (!(value instanceof PyTensor) || seen.has(value)) continue;
			seen.add(value);
			yield [path === '' ? name : `${path}.${name}`, value];
		}
	}
}
