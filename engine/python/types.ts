/** What `type(x)` and `isinstance(x, …)` say. */
import { types } from './conversions.ts';
import { PythonError } from './errors.ts';
import { objectClass } from './object-class.ts';
import { PyClass, PyInstance } from './objects.ts';
import type { Runtime } from './runtime.ts';
import { equal } from './scalars.ts';
import { typeName } from './type-names.ts';
import { PyTuple, PyType, type Value } from './values.ts';
import { PyTensor } from './variable.ts';

const TENSOR = 'torch.Tensor';

/** The type of a value, as `type(x)` gives it. */
export function typeOf(value: Value): PyType | PyClass {
	if (value instanceof PyInstance) return value.cls;
	if (value instanceof PyTensor) {
		const name = value.isParameter ? 'torch.nn.parameter.Parameter' : TENSOR;
		return new PyType(name, 'python', null);
	}
	const name = typeName(value);
	return types.get(name) ?? new PyType(name, 'python', null);
}

export function isInstance(rt: Runtime, value: Value, classes: Value): boolean {
	if (classes instanceof PyTuple) return classes.items.some((each) => isInstance(rt, value, each));
	if (classes instanceof PyClass) {
		if (classes === objectClass) return true;
		return value instanceof PyInstance && value.cls.derivesFrom(classes);
	}
	if (!(classes instanceof PyType) || classes.of === 'dtype') {
		throw new PythonError(
			'TypeError',
			'isinstance() arg 2 must be a type, a tuple of types, or a union',
			rt.at
		);
	}
	if (classes.of === 'tensor') return value instanceof PyTensor && value.dtype === classes.dtype;
	if (classes.name === TENSOR) return value instanceof PyTensor;
	if (classes.name === 'int' && typeof value === 'boolean') return true;
	return equal(typeOf(value), classes);
}

export function isSubclass(rt: Runtime, cls: Value, classes: Value): boolean {
	if (!(cls instanceof PyClass) && !(cls instanceof PyType)) {
		throw new PythonError('TypeError', 'issubclass() arg 1 must be a class', rt.at);
	}
	if (classes instanceof PyTuple) return classes.items.some((each) => isSubclass(rt, cls, each));
	if (classes === objectClass) return true;
	if (cls instanceof PyClass) return classes instanceof PyClass && cls.derivesFrom(classes);
	if (!(classes instanceof PyType)) return false;
	return equal(cls, classes) || (cls.name === 'bool' && classes.name === 'int');
}
