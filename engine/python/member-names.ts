/** The names behind a dot: of modules, objects, classes, containers and texts. */
import { containerMethods } from './methods.ts';
import { PyClass, PyInstance } from './objects.ts';
import { entriesOf, KEPT } from './torch/nn/state.ts';
import { PyModule, PyTuple, type Value } from './values.ts';

/** A tensor's are in tables of their own. */
export function memberNames(value: Value): string[] {
	if (value instanceof PyModule) return [...value.names()].filter((name) => !name.startsWith('__'));
	if (value instanceof PyInstance) return [...fieldsOf(value).keys(), ...classNames(value.cls)];
	if (value instanceof PyClass) return classNames(value);
	const fields = value instanceof PyTuple ? (value.named?.fields ?? []) : [];
	return [...fields, ...containerMethods(value)];
}

/** The object's own: attributes, and what a module keeps. */
export function fieldsOf(value: PyInstance): ReadonlyMap<string, Value> {
	const own = [...value.fields].filter(([name]) => !name.startsWith('_'));
	return new Map([...own, ...KEPT.flatMap((kind) => [...entriesOf(value, kind)])]);
}

function classNames({ order }: PyClass): string[] {
	return order.flatMap(({ members }) =>
		[...members.keys()].filter((name) => !name.startsWith('_'))
	);
}
