/** Expressions: evaluates one, and may stop to ask for values that Python needs at once. */
import type { Expression, FStringPart } from './ast.ts';
import { assign } from './assign.ts';
import { attributeOf } from './attributes.ts';
import { call, makeFunction } from './calls.ts';
import { comprehension } from './comprehensions.ts';
import { PythonError } from './errors.ts';
import { iteratorOf, listOfItems, take } from './iterators.ts';
import { binary, compare, unary } from './operators.ts';
import { force, truth } from './protocols.ts';
import type { Line } from './records.ts';
import type { Runtime } from './runtime.ts';
import { MAX_TEXT, refuseLength } from './scalars.ts';
import { lookUp } from './scope.ts';
import type { Scope } from './scopes.ts';
import { setOf } from './sets.ts';
import { formatted } from './show-format.ts';
import { shown, textOf } from './show.ts';
import { itemOf } from './subscript.ts';
import { ELLIPSIS } from './torch/index-parse.ts';
import { keyOf, typeName } from './type-names.ts';
import { PyDict, PyList, PySlice, PyTuple, type Evaluation, type Value } from './values.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export function* evaluate(rt: Runtime, e: Expression, scope: Scope): Evaluation<Value> {
	switch (e.kind) {
		case 'Name':
			rt.at = e.at;
			return lookUp(rt, e.id, scope);
		case 'Number':
			return e.int ? (e.exact ?? BigInt(e.value)) : e.value;
		case 'String':
		case 'Bool':
			return e.value;
		case 'None':
			return null;
		case 'Ellipsis':
			return ELLIPSIS;
		case 'JoinedStr':
			return yield* joinedString(rt, e.parts, scope);
		case 'Tuple':
			return new PyTuple(yield* elements(rt, e.elts, scope));
		case 'List':
			return new PyList(yield* elements(rt, e.elts, scope));
		case 'Set':
			return setOf(yield* elements(rt, e.elts, scope));
		case 'Dict':
			return yield* dictionary(rt, e, scope);
		case 'Starred':
			throw new PythonError('SyntaxError', "can't use starred expression here", e.at);
		case 'Attribute': {
			const object = yield* force(rt, yield* evaluate(rt, e.value, scope));
			rt.at = e.at;
			return yield* attributeOf(rt, object, e.attr);
		}
		case 'Subscript':
			return yield* subscript(rt, e, scope);
		case 'Slice':
			return yield* slice(rt, e, scope);
		case 'Call':
			return yield* call(rt, e, scope);
		case 'BinOp': {
			const left = yield* evaluate(rt, e.left, scope);
			const right = yield* evaluate(rt, e.right, scope);
			const [a, b] = [yield* force(rt, left), yield* force(rt, right)];
			rt.at = e.at;
			return yield* binary(rt, e.op, a, b);
		}
		case 'UnaryOp':
			return yield* negated(rt, e, scope);
		case 'BoolOp':
			return yield* boolean(rt, e, scope);
		case 'Compare':
			return yield* comparison(rt, e, scope);
		case 'IfExp':
			return yield* evaluate(
				rt,
				(yield* truth(rt, yield* evaluate(rt, e.test, scope))) ? e.body : e.orelse,
				scope
			);
		case 'Lambda':
			return yield* makeFunction(rt, e, scope);
		case 'ListComp':
		case 'SetComp':
		case 'DictComp':
		case 'GeneratorExp':
			return yield* comprehension(rt, e, scope);
		case 'NamedExpr': {
			const value = yield* evaluate(rt, e.value, scope);
			yield* assign(rt, e.target, value, functionOf(scope));
			return value;
		}
		case 'Yield': {
			const value = e.value ? yield* evaluate(rt, e.value, scope) : null;
			return (yield { ids: [], yielded: value }) ?? null;
		}
		case 'YieldFrom': {
			const items = yield* iteratorOf(rt, yield* evaluate(rt, e.value, scope));
			for (let item = yield* take(rt, items); item !== undefined; item = yield* take(rt, items))
				yield { ids: [], yielded: item };
			return null;
		}
	}
}

function* elements(rt: Runtime, list: readonly Expression[], scope: Scope): Evaluation<Value[]> {
	const values: Value[] = [];
	for (const e of list) {
		if (e.kind === 'Starred') {
			values.push(...(yield* listOfItems(rt, yield* evaluate(rt, e.value, scope))));
		} else {
			values.push(yield* evaluate(rt, e, scope));
		}
	}
	return values;
}

function* dictionary(rt: Runtime, e: Of<'Dict'>, scope: Scope): Evaluation<Value> {
	const dict = new PyDict();
	for (let i = 0; i < e.keys.length; i++) {
		const given = e.keys[i];
		if (!given) {
			merge(rt, dict, yield* evaluate(rt, e.values[i], scope));
			continue;
		}
		const key = yield* force(rt, yield* evaluate(rt, given, scope));
		rt.at = given.at;
		if (key instanceof PyTuple) rt.spend('item', key.items.length);
		dict.entries.set(keyOf(key), [key, yield* evaluate(rt, e.values[i], scope)]);
	}
	return dict;
}

/** `**mapping` in a dict. */
function merge(rt: Runtime, into: PyDict, mapping: Value): void {
	if (!(mapping instanceof PyDict)) {
		throw new PythonError('TypeError', `'${typeName(mapping)}' object is not a mapping`, rt.at);
	}
	for (const [key, entry] of mapping.entries) into.entries.set(key, entry);
}

/** Where a walrus in `scope` binds: comprehensions have no names of their own for it. */
function functionOf(scope: Scope): Scope {
	return scope.kind === 'comprehension' && scope.parent ? functionOf(scope.parent) : scope;
}

function* joinedString(
	rt: Runtime,
	parts: readonly FStringPart[],
	scope: Scope
): Evaluation<Value> {
	const lines: Line[] = [];
	for (const part of parts) {
		if (part.kind === 'text') {
			const text = part.value;
			lines.push({ ids: [], show: () => text });
			continue;
		}
		if (part.debug) {
			const { debug } = part;
			lines.push({ ids: [], show: () => debug });
		}
		const value = yield* evaluate(rt, part.value, scope);
		const spec = yield* force(rt, yield* joinedString(rt, part.format, scope));
		const repr =
			part.conversion === 'r' || part.conversion === 'a' || (part.debug !== '' && spec === '');
		const converted =
			repr || part.conversion === 's'
				? yield* force(rt, textOf(yield* shown(rt, value, repr)))
				: value;
		rt.at = part.value.at;
		lines.push(yield* formatted(rt, converted, String(spec)));
	}
	const ids = lines.flatMap((line) => line.ids);
	if (ids.length === 0) {
		const texts = lines.map((line) => line.show());
		refuseLength(
			texts.reduce((length, text) => length + text.length, 0),
			MAX_TEXT
		);
		return texts.join('');
	}
	return textOf({
		ids,
		show: () => lines.map((line) => line.show()).join('')
	});
}

function* negated(rt: Runtime, e: Of<'UnaryOp'>, scope: Scope): Evaluation<Value> {
	const given = yield* evaluate(rt, e.operand, scope);
	if (e.op === 'not') return !(yield* truth(rt, given));
	const value = yield* force(rt, given);
	rt.at = e.at;
	return yield* unary(rt, e.op, value);
}

function* boolean(rt: Runtime, e: Of<'BoolOp'>, scope: Scope): Evaluation<Value> {
	let value: Value = null;
	for (const each of e.values) {
		value = yield* evaluate(rt, each, scope);
		if ((yield* truth(rt, value)) === (e.op === 'or')) return value;
	}
	return value;
}

function* comparison(rt: Runtime, e: Of<'Compare'>, scope: Scope): Evaluation<Value> {
	let left = yield* force(rt, yield* evaluate(rt, e.left, scope));
	let result: Value = true;
	for (let i = 0; i < e.ops.length; i++) {
		const right = yield* force(rt, yield* evaluate(rt, e.comparators[i], scope));
		rt.at = e.at;
		result = yield* compare(rt, e.ops[i], left, right);
		if (i + 1 < e.ops.length && !(yield* truth(rt, result))) return result;
		left = right;
	}
	return result;
}

function* slice(rt: Runtime, e: Of<'Slice'>, scope: Scope): Evaluation<Value> {
	const part = (each: Expression | null) => evaluateOrNone(rt, each, scope);
	return new PySlice(yield* part(e.lower), yield* part(e.upper), yield* part(e.step));
}

function* evaluateOrNone(rt: Runtime, e: Expression | null, scope: Scope): Evaluation<Value> {
	return e ? yield* force(rt, yield* evaluate(rt, e, scope)) : null;
}

function* subscript(rt: Runtime, e: Of<'Subscript'>, scope: Scope): Evaluation<Value> {
	const object = yield* force(rt, yield* evaluate(rt, e.value, scope));
	const index = yield* force(rt, yield* evaluate(rt, e.index, scope));
	rt.at = e.at;
	return yield* itemOf(rt, object, index);
}
