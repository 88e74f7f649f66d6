/** What Python calls the type of a value, and the key under which a dict finds it. */
import { PythonError } from './errors.ts';
import type { Key, Value } from './values.ts';

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
			return value.isParameter ? 'Parameter' : 'Tensor';
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
		case 'class':
			return 'type';
		case 'instance':
			return value.cls.name;
		case 'dict':
			return value.ordered ? 'OrderedDict' : 'dict';
		case 'list':
			return value.view || 'list';
		case 'singleton':
			return value.type;
		case 'descriptor':
			return value.of;
		case 'set':
			return value.frozen ? 'frozenset' : 'set';
		case 'iterator':
			return value.name;
		default:
			return value.kind;
	}
}

/** The dict key under which Python would find `value`; TypeError for what has none. */
export function keyOf(value: Value): Key {
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
	switch (value.kind) {
		case 'tuple':
			return `(${value.items.map((item) => JSON.stringify(keyInside(item))).join()})`;
		case 'range':
			return `r${value.start},${value.stop},${value.step}`;
		case 'set':
			if (value.frozen) return `f${[...value.entries.keys()].sort().join()}`;
			break;
		case 'type':
			return `t${value.of}${value.name}`;
		case 'instance':
			if (!value.cls.find('__eq__')) return value;
			if (!value.cls.find('__hash__')) break;
			throw new PythonError('NotSupportedError', '__hash__ is not part of the language yet');
		case 'tensor':
		case 'function':
		case 'class':
		case 'builtin':
		case 'module':
		case 'iterator':
		case 'singleton':
			return value;
	}
	const name = typeName(value);
	if (
		name === 'list' ||
		name === 'dict' ||
		name === 'slice' ||
		name === 'set' ||
		value.kind === 'instance'
	) {
		throw new PythonError('TypeError', `unhashable type: '${name}'`);
	}
	throw new PythonError('NotSupportedError', `a ${name} as a dict key is not part of the language`);
}

/** Inside a tuple only what has a text of its own: an object has none. */
function keyInside(item: Value): string {
	const key = keyOf(item);
	if (typeof key === 'string') return key;
	throw new PythonError(
		'NotSupportedError',
		`a tuple with a ${typeName(item)} in it as a dict key is not part of the language yet`
	);
}
