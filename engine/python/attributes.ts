/** `object.name` for every kind of value. */
import { containerMethod, isLackingMethod } from './methods.ts';
import { PythonError } from './errors.ts';
import type { Runtime } from './runtime.ts';
import { tensorAttribute } from './torch/methods.ts';
import { unknownMember } from './torch/namespace.ts';
import { typeName, type Value } from './values.ts';

export function attributeOf(rt: Runtime, object: Value, name: string): Value {
	if (typeof object === 'object' && object !== null) {
		if (object.kind === 'tensor') return tensorAttribute(rt, object, name);
		if (object.kind === 'module') {
			const member = object.member(name);
			if (member === undefined) throw unknownMember(object, name);
			return member;
		}
		const method = containerMethod(object, name);
		if (method) return method;
	}
	if (isLackingMethod(object, name)) {
		throw new PythonError(
			'NotSupportedError',
			`${typeName(object)}.${name} is not part of the language yet`,
			rt.at,
			name === 'format' ? 'use an f-string' : undefined
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
