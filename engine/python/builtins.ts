/** Python's builtin functions that lessons use. */
import { conversions } from './conversions.ts';
import { exceptionClasses } from './exceptions.ts';
import { iteration } from './builtins-iteration.ts';
import { objects } from './builtins-objects.ts';
import { ordering } from './builtins-ordering.ts';
import { PythonError } from './errors.ts';
import { NOT_IMPLEMENTED } from './objects.ts';
import type { Line } from './records.ts';
import type { Runtime } from './runtime.ts';
import { shown } from './show.ts';
import { typeName } from './type-names.ts';
import { PyBuiltin, type Arguments, type Evaluation, type Value } from './values.ts';

function* print(rt: Runtime, { positional, keywords }: Arguments): Evaluation<Value> {
	for (const name of keywords.keys()) {
		if (name !== 'sep' && name !== 'end' && name !== 'flush') {
			throw new PythonError('TypeError', `'${name}' is an invalid keyword argument for print()`);
		}
	}
	const word = (name: string, fallback: string) => {
		const value = keywords.get(name) ?? null;
		if (value === null) return fallback;
		if (typeof value === 'string') return value;
		throw new PythonError('TypeError', `${name} must be None or a string, not ${typeName(value)}`);
	};
	const [separator, end] = [word('sep', ' '), word('end', '\n')];
	const parts: Line[] = [];
	for (const value of positional) parts.push(yield* shown(rt, value));
	rt.spend('print');
	rt.lines.push({
		ids: parts.flatMap((part) => part.ids),
		show: () => parts.map((part) => part.show()).join(separator) + end
	});
	return null;
}

/** Builtins of Python that the language lacks: it knows them by name, so as not to deny them. */
const LACKING =
	'aiter anext ascii breakpoint bytearray bytes compile complex dir eval exec globals hash help ' +
	'id input locals memoryview oct open vars';

/** True for a builtin of Python that is not part of the language. */
export function isLackingBuiltin(name: string): boolean {
	return LACKING.split(' ').includes(name);
}

export const builtins: ReadonlyMap<string, Value> = new Map<string, Value>([
	...conversions,
	...exceptionClasses,
	...iteration,
	...ordering,
	...objects,
	['__name__', '__main__'],
	['NotImplemented', NOT_IMPLEMENTED],
	['print', new PyBuiltin('print', print, ['*objects', ['sep', ' '], ['end', '\n']])]
]);
