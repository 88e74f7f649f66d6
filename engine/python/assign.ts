/** Assignment to every kind of target: names, tuples, attributes, subscripts. */
import type { Expression } from './ast.ts';
import { force, listOfItems } from './builtins.ts';
import { PythonError } from './errors.ts';
import { sequenceIndex } from './sequence.ts';
import type { Runtime } from './runtime.ts';
import { bindName } from './scope.ts';
import { setTensorAttribute } from './torch/methods.ts';
import {
	keyOf,
	PyList,
	toNumber,
	typeName,
	type Evaluation,
	type Scope,
	type Value
} from './values.ts';
import { PyTensor } from './variable.ts';

export function* assign(
	rt: Runtime,
	target: Expression,
	value: Value,
	scope: Scope
): Evaluation<void> {
	switch (target.kind) {
		case 'Name':
			bindName(rt, target.id, value, scope);
			return;
		case 'Tuple':
		case 'List':
			yield* unpack(rt, target.elts, value, scope);
			return;
		case 'Attribute': {
			const object = yield* rt.language.evaluate(rt, target.value, scope);
			if (object instanceof PyTensor) {
				setTensorAttribute(rt, object, target.attr, yield* force(rt, value));
				return;
			}
			throw new PythonError(
				'AttributeError',
				`'${typeName(object)}' object has no attribute '${target.attr}'`,
				target.at
			);
		}
		case 'Subscript':
			yield* assignSubscript(rt, target, value, scope);
			return;
		default:
			throw new PythonError('SyntaxError', 'cannot assign to this expression', target.at);
	}
}

function* unpack(
	rt: Runtime,
	targets: readonly Expression[],
	value: Value,
	scope: Scope
): Evaluation<void> {
	const items = yield* listOfItems(rt, value);
	const star = targets.findIndex((target) => target.kind === 'Starred');
	const least = star < 0 ? targets.length : targets.length - 1;
	if (items.length < least) {
		throw new PythonError(
			'ValueError',
			`not enough values to unpack (expected ${star < 0 ? '' : 'at least '}${least}, got ${items.length})`,
			rt.at
		);
	}
	if (star < 0 && items.length > least) {
		throw new PythonError('ValueError', `too many values to unpack (expected ${least})`, rt.at);
	}
	const extra = items.length - least;
	for (let i = 0; i < targets.length; i++) {
		const target = targets[i];
		if (target.kind === 'Starred') {
			yield* assign(rt, target.value, new PyList(items.slice(i, i + extra)), scope);
		} else {
			yield* assign(rt, target, items[star >= 0 && i > star ? i + extra - 1 : i], scope);
		}
	}
}

function* assignSubscript(
	rt: Runtime,
	target: Extract<Expression, { kind: 'Subscript' }>,
	value: Value,
	scope: Scope
): Evaluation<void> {
	const object = yield* rt.language.evaluate(rt, target.value, scope);
	const index = yield* force(rt, yield* rt.language.evaluate(rt, target.index, scope));
	rt.at = target.at;
	if (object instanceof PyList) {
		object.items[sequenceIndex(index, object.items.length, 'list assignment index')] = value;
	} else if (object instanceof PyTensor) {
		maskedAssign(rt, object, index, yield* force(rt, value));
	} else if (typeof object === 'object' && object?.kind === 'dict') {
		object.entries.set(keyOf(index), [index, value]);
	} else {
		throw new PythonError(
			'TypeError',
			`'${typeName(object)}' object does not support item assignment`,
			rt.at
		);
	}
}

/** `x[mask] = number`: in place, and differentiable (the gradient of what is overwritten is 0). */
function maskedAssign(rt: Runtime, target: PyTensor, mask: Value, value: Value): void {
	if (!(mask instanceof PyTensor) || mask.dtype !== 'bool') {
		throw new PythonError(
			'NotSupportedError',
			'assigning to part of a tensor takes a boolean mask here, as in x[x < 0] = 0',
			rt.at
		);
	}
	if (value instanceof PyTensor) {
		rt.write(target, 'where', [mask, value, target]);
		return;
	}
	if (mask.shape.join() !== target.shape.join()) {
		throw new PythonError(
			'IndexError',
			`The shape of the mask [${mask.shape.join(', ')}] at index 0 does not match the shape of the indexed tensor [${target.shape.join(', ')}] at index 0`,
			rt.at
		);
	}
	rt.write(target, 'masked_fill', [target, mask], { value: toNumber(value, 'the assigned value') });
}

export function* deleteTarget(rt: Runtime, target: Expression, scope: Scope): Evaluation<void> {
	if (target.kind === 'Name') {
		if (!scope.names.delete(target.id)) {
			throw new PythonError('NameError', `name '${target.id}' is not defined`, target.at);
		}
		return;
	}
	if (target.kind === 'Subscript') {
		const object = yield* rt.language.evaluate(rt, target.value, scope);
		const index = yield* force(rt, yield* rt.language.evaluate(rt, target.index, scope));
		if (object instanceof PyList) {
			object.items.splice(sequenceIndex(index, object.items.length, 'list assignment index'), 1);
			return;
		}
		if (
			typeof object === 'object' &&
			object?.kind === 'dict' &&
			object.entries.delete(keyOf(index))
		)
			return;
	}
	throw new PythonError(
		'NotSupportedError',
		'del takes a name, a list item or a dict key here',
		target.at
	);
}
