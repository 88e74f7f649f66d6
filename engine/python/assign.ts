/** Assignment to every kind of target: names, tuples, attributes, subscripts. */
import type { Expression } from './ast.ts';
import { attributeOf, deleteAttribute, setAttribute } from './attributes.ts';
import { PythonError } from './errors.ts';
import { listOfItems } from './iterators.ts';
import { force } from './protocols.ts';
import type { Runtime } from './runtime.ts';
import { bindName, homeOf, lookUp } from './scope.ts';
import type { Scope } from './scopes.ts';
import { assignItem, deleteItem, itemOf } from './subscript.ts';
import { typeName } from './type-names.ts';
import { PyList, type Evaluation, type Value } from './values.ts';

/** A target whose object and index have been evaluated, once: it can be read and written. */
export type Place = { readonly at: Expression['at'] } & (
	| { readonly kind: 'name'; readonly name: string; readonly scope: Scope }
	| { readonly kind: 'attribute'; readonly object: Value; readonly name: string }
	| { readonly kind: 'item'; readonly object: Value; readonly index: Value }
);

/** Evaluates what `target` is made of, from left to right. */
export function* resolve(rt: Runtime, target: Expression, scope: Scope): Evaluation<Place> {
	const { at } = target;
	switch (target.kind) {
		case 'Name':
			return { kind: 'name', name: target.id, scope, at };
		case 'Attribute': {
			const object = yield* rt.language.evaluate(rt, target.value, scope);
			return { kind: 'attribute', object: yield* force(rt, object), name: target.attr, at };
		}
		case 'Subscript': {
			const object = yield* force(rt, yield* rt.language.evaluate(rt, target.value, scope));
			const index = yield* force(rt, yield* rt.language.evaluate(rt, target.index, scope));
			return { kind: 'item', object, index, at };
		}
		default:
			throw new PythonError('SyntaxError', 'cannot assign to this expression', at);
	}
}

export function* load(rt: Runtime, place: Place): Evaluation<Value> {
	rt.at = place.at;
	switch (place.kind) {
		case 'name':
			return lookUp(rt, place.name, place.scope);
		case 'attribute':
			return yield* attributeOf(rt, place.object, place.name);
		case 'item':
			return yield* itemOf(rt, place.object, place.index);
	}
}

export function* store(rt: Runtime, place: Place, value: Value): Evaluation<void> {
	rt.at = place.at;
	switch (place.kind) {
		case 'name':
			return bindName(rt, place.name, value, place.scope);
		case 'attribute':
			return yield* setAttribute(rt, place.object, place.name, yield* force(rt, value));
		case 'item':
			return yield* assignItem(rt, place.object, place.index, value);
	}
}

export function* assign(
	rt: Runtime,
	target: Expression,
	value: Value,
	scope: Scope
): Evaluation<void> {
	if (target.kind === 'Tuple' || target.kind === 'List') {
		return yield* unpack(rt, target.elts, value, scope);
	}
	const { at } = rt;
	const place = yield* resolve(rt, target, scope);
	yield* store(rt, place, value);
	rt.at = at;
}

function* unpack(
	rt: Runtime,
	targets: readonly Expression[],
	value: Value,
	scope: Scope
): Evaluation<void> {
	const items = yield* itemsToUnpack(rt, value);
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

function* itemsToUnpack(rt: Runtime, given: Value): Evaluation<Value[]> {
	const value = yield* force(rt, given);
	const plain = typeof value !== 'object' && typeof value !== 'string';
	if (plain || value === null) {
		throw new PythonError(
			'TypeError',
			`cannot unpack non-iterable ${typeName(value)} object`,
			rt.at
		);
	}
	return yield* listOfItems(rt, value);
}

export function* deleteTarget(rt: Runtime, target: Expression, scope: Scope): Evaluation<void> {
	if (target.kind === 'Tuple' || target.kind === 'List') {
		for (const each of target.elts) yield* deleteTarget(rt, each, scope);
		return;
	}
	const place = yield* resolve(rt, target, scope);
	rt.at = target.at;
	if (place.kind === 'name') {
		const home = homeOf(rt, place.name, scope);
		lookUp(rt, place.name, { ...home, parent: null });
		home.names.delete(place.name);
	} else if (place.kind === 'item') {
		yield* deleteItem(rt, place.object, place.index);
	} else {
		yield* deleteAttribute(rt, place.object, place.name);
	}
}
