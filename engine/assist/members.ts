/** What stands behind a dot: the members of a value by name, without running anything. */
import { fieldsOf, memberNames } from '../python/member-names.ts';
import { containerMethod } from '../python/methods.ts';
import { PyClass, PyDescriptor, PyInstance, PyMethod } from '../python/objects.ts';
import { absentMethods } from '../python/torch/absent.ts';
import { tensorFunctions } from '../python/torch/functions.ts';
import { attributes, methods } from '../python/torch/methods.ts';
import { shapeAttributes } from '../python/torch/shapes.ts';
import { typeName } from '../python/type-names.ts';
import {
	PyBuiltin,
	PyFunction,
	PyModule,
	PyTuple,
	sizeValue,
	type Value
} from '../python/values.ts';
import { PyTensor } from '../python/variable.ts';
import type { TensorFacts } from './answers.ts';
import { SOME_TENSOR, valued, type Meaning } from './meaning.ts';

/** Every name of a tensor. */
export function tensorNames(): Iterable<string> {
	const names = [attributes, methods, tensorFunctions].flatMap((table) => Object.keys(table));
	return new Set(
		names.filter((name) => !name.startsWith('__') && !Object.hasOwn(absentMethods, name))
	);
}

/** An attribute or method of a tensor; null where it has none of the name, or its value takes a run. */
export function tensorMember(name: string, facts: TensorFacts): Meaning | null {
	if (Object.hasOwn(attributes, name)) {
		if (name === 'shape' && facts.shape) return valued(sizeValue(facts.shape));
		const isTensor = Object.hasOwn(shapeAttributes, name) || name === 'grad' || name === 'data';
		return isTensor ? SOME_TENSOR : null;
	}
	const parameters = Object.hasOwn(methods, name)
		? methods[name][0]
		: Object.hasOwn(tensorFunctions, name)
			? tensorFunctions[name].parameters
			: null;
	return parameters && valued(new PyBuiltin(name, () => null, parameters));
}

export function namesOf(value: Value): Iterable<string> {
	return value instanceof PyTensor ? tensorNames() : memberNames(value);
}

/** What `value.name` is. */
export function memberOfValue(value: Value, name: string): Meaning | null {
	if (value instanceof PyTensor) {
		return name === 'grad' && value.grad ? valued(value.grad) : tensorMember(name, value);
	}
	const member = plainMember(value, name);
	return member === undefined ? null : valued(member);
}

function plainMember(value: Value, name: string): Value | undefined {
	if (value instanceof PyModule) return value.member(name);
	if (value instanceof PyClass) return value.find(name);
	if (value instanceof PyTuple && value.named) {
		const item = value.made[value.named.fields.indexOf(name)];
		if (item !== undefined) return item;
	}
	if (!(value instanceof PyInstance)) return containerMethod(value, name);
	const own = fieldsOf(value).get(name);
	const member = own ?? value.cls.find(name);
	const isMethod = member instanceof PyFunction || member instanceof PyBuiltin;
	if (own === undefined && isMethod) return new PyMethod(value, member);
	return member instanceof PyDescriptor ? undefined : member;
}

/** What the member is called in the module or type it is from; null for what the lesson has made. */
export function originOf(value: Value, name: string): string | null {
	const home = homeOf(value, name);
	return home && `${home}.${name}`;
}

function homeOf(value: Value, name: string): string | null {
	if (value instanceof PyTensor) return 'Tensor';
	if (value instanceof PyModule) return value.name;
	const cls = value instanceof PyInstance ? value.cls : value;
	if (!(cls instanceof PyClass)) return typeName(value);
	if (value instanceof PyInstance && fieldsOf(value).has(name)) return null;
	const owner = cls.order.find(({ members }) => members.has(name));
	return owner?.native ? owner.name : null;
}
