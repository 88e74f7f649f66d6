/** `object.name`, read and written, for every kind of value. */
import { containerMethod, isLackingMethod } from './methods.ts';
import { PythonError } from './errors.ts';
import { memberNames } from './member-names.ts';
import { didYouMean } from './nearest.ts';
import { PyClass, PyDescriptor, PyInstance, PyMethod, type PySuper } from './objects.ts';
import type { Runtime } from './runtime.ts';
import { callMethod, specialMethod } from './special.ts';
import { setTensorAttribute, tensorAttribute } from './torch/methods.ts';
import { unknownMember } from './torch/namespace.ts';
import { typeName } from './type-names.ts';
import { typeOf } from './types.ts';
import { PyBuiltin, PyDict, PyFunction, PyTuple, type Evaluation, type Value } from './values.ts';
import { PyTensor } from './variable.ts';

export function* attributeOf(rt: Runtime, object: Value, name: string): Evaluation<Value> {
	const found = yield* attributeOrNothing(rt, object, name);
	if (found !== undefined) return found;
	throw missing(rt, object, name);
}

/** The same, undefined where Python would raise an AttributeError. */
export function* attributeOrNothing(
	rt: Runtime,
	object: Value,
	name: string
): Evaluation<Value | undefined> {
	if (name === '__class__') return typeOf(object);
	if (typeof object === 'object' && object !== null) {
		switch (object.kind) {
			case 'tensor':
				return tensorAttribute(rt, object, name);
			case 'module': {
				const member = object.member(name);
				if (member === undefined) throw unknownMember(rt, object, name);
				return member;
			}
			case 'instance':
				return yield* instanceAttribute(rt, object, name);
			case 'class':
				return classAttribute(object, name);
			case 'super':
				return superAttribute(object, name);
		}
	}
	return itemByName(object, name) ?? namedAttribute(object, name) ?? containerMethod(object, name);
}

/** A property of the class, the object's own, the class's, and last `__getattr__`. */
function* instanceAttribute(
	rt: Runtime,
	object: PyInstance,
	name: string
): Evaluation<Value | undefined> {
	const inClass = object.cls.find(name);
	if (inClass instanceof PyDescriptor && inClass.of === 'property') {
		const args = { positional: [object], keywords: new Map() };
		return yield* rt.language.call(rt, inClass.get, args);
	}
	const own = object.fields.get(name);
	if (own !== undefined) return own;
	if (inClass !== undefined) return bound(inClass, object, object.cls);
	if (name === '__dict__') {
		const dict = new PyDict();
		for (const [key, value] of object.fields) dict.entries.set(`s${key}`, [key, value]);
		return dict;
	}
	if (!specialMethod(object, '__getattr__')) return undefined;
	return yield* callMethod(rt, object, '__getattr__', [name]);
}

/** What a member of a class is when it is found through an object. */
function bound(member: Value, self: Value, cls: PyClass): Value {
	if (member instanceof PyFunction || member instanceof PyBuiltin)
		return new PyMethod(self, member);
	if (!(member instanceof PyDescriptor)) return member;
	if (member.of === 'staticmethod') return member.get;
	const { get } = member;
	return get instanceof PyFunction || get instanceof PyBuiltin ? new PyMethod(cls, get) : get;
}

function classAttribute(cls: PyClass, name: string): Value | undefined {
	if (name === '__name__' || name === '__qualname__') return cls.name;
	if (name === '__module__') return cls.module;
	if (name === '__mro__') return new PyTuple(cls.order);
	const member = cls.find(name);
	if (!(member instanceof PyDescriptor) || member.of === 'property') return member;
	return bound(member, null, cls);
}

function superAttribute({ cls, self }: PySuper, name: string): Value | undefined {
	const own = self instanceof PyInstance ? self.cls : (self as PyClass);
	const behind = own.order.slice(own.order.indexOf(cls) + 1);
	const found = behind.find((each) => each.members.has(name))?.members.get(name);
	return found === undefined ? undefined : bound(found, self, own);
}

/** `x.max(dim=1).values`. */
function itemByName(object: Value, name: string): Value | undefined {
	if (!(object instanceof PyTuple) || !object.named) return undefined;
	const at = object.named.fields.indexOf(name);
	return at < 0 ? undefined : (object.made[at] ?? object.items[at]);
}

/** `f.__name__` and its kin. */
function namedAttribute(object: Value, name: string): Value | undefined {
	if (object instanceof PyMethod) {
		if (name === '__self__') return object.self;
		if (name === '__func__') return object.func;
		return namedAttribute(object.func, name);
	}
	if (object instanceof PyFunction) {
		if (name === '__name__') return object.name;
		if (name === '__qualname__') return object.definition.qualifiedName;
		if (name === '__doc__') return object.documentation;
	}
	if (typeof object !== 'object' || object === null) return undefined;
	const named = object.kind === 'builtin' || object.kind === 'type';
	if (named && name === '__name__') return object.name.split('.').at(-1);
	if (object.kind === 'descriptor' && name === 'setter') return setterOf(object);
	return undefined;
}

/** `@x.setter`: the same property, with what sets it. */
function setterOf(property: PyDescriptor): PyBuiltin {
	return new PyBuiltin('setter', (_, { positional: [set] }) => {
		return new PyDescriptor('property', property.get, set);
	});
}

function missing(rt: Runtime, object: Value, name: string): PythonError {
	if (isLackingMethod(object, name)) {
		const message = `${typeName(object)}.${name} is not part of the language yet`;
		return new PythonError('NotSupportedError', message, rt.at);
	}
	const hint =
		object === null && (name === 'zero_' || name === 'data')
			? '.grad is None until backward() has run once'
			: didYouMean(name, memberNames(object));
	const text =
		object instanceof PyClass
			? `type object '${object.name}' has no attribute '${name}'`
			: `'${typeName(object)}' object has no attribute '${name}'`;
	return new PythonError('AttributeError', text, rt.at, hint);
}

/** `object.name = value`. */
export function* setAttribute(
	rt: Runtime,
	object: Value,
	name: string,
	value: Value
): Evaluation<void> {
	if (object instanceof PyTensor) return setTensorAttribute(rt, object, name, value);
	if (object instanceof PyInstance) return yield* setInstanceAttribute(rt, object, name, value);
	if (object instanceof PyClass && !object.native) {
		object.members.set(name, value);
		return;
	}
	if (object instanceof PyClass) {
		const message = `cannot set '${name}' attribute of immutable type '${object.name}'`;
		throw new PythonError('TypeError', message, rt.at);
	}
	throw missing(rt, object, name);
}

function* setInstanceAttribute(
	rt: Runtime,
	object: PyInstance,
	name: string,
	value: Value
): Evaluation<void> {
	const inClass = object.cls.find(name);
	if (inClass instanceof PyDescriptor && inClass.of === 'property') {
		if (inClass.set === null) {
			const message = `property '${name}' of '${object.cls.name}' object has no setter`;
			throw new PythonError('AttributeError', message, rt.at);
		}
		yield* rt.language.call(rt, inClass.set, { positional: [object, value], keywords: new Map() });
	} else if (specialMethod(object, '__setattr__')) {
		yield* callMethod(rt, object, '__setattr__', [name, value]);
	} else if (name === '__class__') {
		throw new PythonError('NotSupportedError', '__class__ cannot be assigned here', rt.at);
	} else object.fields.set(name, value);
}

/** `del object.name`. */
export function* deleteAttribute(rt: Runtime, object: Value, name: string): Evaluation<void> {
	if (specialMethod(object, '__delattr__')) {
		yield* callMethod(rt, object, '__delattr__', [name]);
		return;
	}
	const names =
		object instanceof PyInstance
			? object.fields
			: object instanceof PyClass && !object.native
				? object.members
				: null;
	if (!names?.delete(name)) throw missing(rt, object, name);
}
