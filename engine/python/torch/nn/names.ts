/** By what path a lesson reaches a module or a tensor: `net.fc1`, `net.fc1.weight`, `layers[0]`. */
import { PyInstance } from '../../objects.ts';
import type { Runtime } from '../../runtime.ts';
import { PyDict, PyList, PyTuple, type Value } from '../../values.ts';
import { PyTensor } from '../../variable.ts';
import { entriesOf, isModule, KEPT, modulesOf } from './state.ts';

/** How deep lists and objects are searched for tensors, and how many are named. */
const DEEPEST = 6;
const MOST = 4000;

/** The names that are in sight, those of the running call first. */
function* namesInSight(rt: Runtime): Iterable<readonly [string, Value]> {
	for (let { frame } = rt; frame; frame = frame.caller) yield* frame.scope.names;
	yield* rt.globals.names;
}

/** The path of a module; its class where nothing in sight leads to it. */
export function pathOf(rt: Runtime, module: PyInstance): string {
	for (const [name, value] of namesInSight(rt)) {
		if (name === 'self' || !isModule(value)) continue;
		for (const [path, each] of modulesOf(value)) {
			if (each === module) return path === '' ? name : `${name}.${path}`;
		}
	}
	return module.cls.name;
}

/** The name of an object in sight; null where it has none. */
export function nameInSight(rt: Runtime, value: Value): string | null {
	for (const [name, each] of namesInSight(rt)) if (each === value && name !== 'self') return name;
	return null;
}

/** Tensors inside `value`, with the path that leads there from `path`; the value itself not counted. */
export function* tensorsInside(
	path: string,
	value: Value,
	seen: Set<Value> = new Set(),
	depth = 0
): Iterable<[string, PyTensor]> {
	if (depth > DEEPEST || seen.size > MOST || seen.has(value)) return;
	if (value instanceof PyTensor) {
		seen.add(value);
		if (depth > 0) yield [path, value];
		return;
	}
	const parts = partsOf(path, value);
	if (parts.length > 0) seen.add(value);
	for (const [inner, each] of parts) yield* tensorsInside(inner, each, seen, depth + 1);
}

function partsOf(path: string, value: Value): [string, Value][] {
	if (value instanceof PyList || value instanceof PyTuple) {
		return value.items.map((item, i) => [`${path}[${i}]`, item]);
	}
	if (value instanceof PyDict) {
		return [...value.entries.values()].flatMap(([key, item]): [string, Value][] =>
			typeof key === 'string' ? [[`${path}['${key}']`, item]] : []
		);
	}
	if (!(value instanceof PyInstance)) return [];
	// what an optimiser holds is the modules' own, and bookkeeping
	if (value.fields.has('param_groups')) return [];
	const own = [...value.fields].filter(([name]) => !name.startsWith('_'));
	const kept = KEPT.flatMap((kind) => [...entriesOf(value, kind)]);
	return [...own, ...kept].map(([name, item]) => [`${path}.${name}`, item]);
}

/** Every tensor that the module's names lead to, with its path: names of their own first. */
export function* namedTensors(rt: Runtime): Iterable<[string, PyTensor]> {
	const seen = new Set<Value>();
	for (const [name, value] of rt.globals.names) {
		if (value instanceof PyTensor) yield [name, value];
		if (value instanceof PyTensor) seen.add(value);
	}
	for (const [name, value] of rt.globals.names) {
		if (!(value instanceof PyTensor)) yield* tensorsInside(name, value, seen);
	}
}
