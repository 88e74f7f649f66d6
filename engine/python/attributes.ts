/** `object.name` for every kind of value. */
import { PythonError } from './errors.ts';
import type { Runtime } from './runtime.ts';
import { builtin } from './signature.ts';
import { tensorAttribute } from './torch/methods.ts';
import { unknownMember } from './torch/namespace.ts';
import type { PyBuiltin, PyDict} from './values.ts';
import { PyList, PyTuple, typeName, type Value } from './values.ts';
import { listOfItems } from './builtins.ts';

export function attributeOf(rt: Runtime, object: Value, name: string): Value {
	if (typeof object === 'object' && object !== null) {
		if (object.kind === 'tensor') return tensorAttribute(rt, object, name);
		if (object.kind === 'module') {
			const member = object.member(name);
			if (member === undefined) throw unknownMember(object, name);
			return member;
		}
		const method =
			object.kind === 'list'
				? listMethod(object, name)
				: object.kind === 'dict'
					? dictMethod(object, name)
					: undefined;
		if (method) return method;
	}
	if (typeof object === 'string' && name === 'format') {
		throw new PythonError(
			'NotSupportedError',
			'str.format is not part of the language yet',
			rt.at,
			'use an f-string'
		);
	}
	const hint =
		object === null && (name === 'zero_' || name === 'data')
			? '.grad is None until backward() has run once'
			: undefined;
	throw new PythonError(
		'AttributeError',
		`'${typeName(object)}' object has no attribute '${name}'`,
		rt.at,
		hint
	);
}

function listMethod(list: PyList, name: string): PyBuiltin | undefined {
	switch (name) {
		case 'append':
			return builtin(name, ['object'], (_, { object }) => {
				list.items.push(object);
				return null;
			});
		case 'extend':
			return builtin(name, ['iterable'], function* (rt, { iterable }) {
				list.items.push(...(yield* listOfItems(rt, iterable)));
				return null;
			});
		case 'pop':
			return builtin(name, [], () => {
				const last = list.items.pop();
				if (last === undefined) throw new PythonError('IndexError', 'pop from empty list');
				return last;
			});
		default:
			return undefined;
	}
}

function dictMethod(dict: PyDict, name: string): PyBuiltin | undefined {
	const entries = () => [...dict.entries.values()];
	switch (name) {
		case 'keys':
			return builtin(name, [], () => new PyList(entries().map(([key]) => key)));
		case 'values':
			return builtin(name, [], () => new PyList(entries().map(([, value]) => value)));
		case 'items':
			return builtin(name, [], () => new PyList(entries().map((entry) => new PyTuple([...entry]))));
		default:
			return undefined;
	}
}
