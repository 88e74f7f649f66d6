/** Expressions: evaluates one, and may stop to ask for values that Python needs at once. */
import type { BinaryOperator, CompareOperator, Expression, FStringPart } from './ast.ts';
import { attributeOf } from './attributes.ts';
import { force, iterate, truth } from './protocols.ts';
import { call, makeLambda } from './calls.ts';
import { assign } from './assign.ts';
import { PythonError } from './errors.ts';
import type { Line, Runtime } from './runtime.ts';
import { scalarBinary, scalarCompare } from './scalars.ts';
import { lookUp } from './scope.ts';
import { formatted, percentText, shown } from './show.ts';
import { itemAt } from './subscript.ts';
import { tensorBinary, tensorCompare } from './tensor-operators.ts';
import {
	createScope,
	DeferredText,
	keyOf,
	PyDict,
	PyList,
	PyRange,
	PySlice,
	PyTuple,
	typeName,
	type Evaluation,
	type Scope,
	type Value
} from './values.ts';
import { PyTensor } from './variable.ts';

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
			throw new PythonError('NotSupportedError', '`...` is not part of the language yet', e.at);
		case 'JoinedStr':
			return yield* joinedString(rt, e.parts, scope);
		case 'Tuple':
			return new PyTuple(yield* elements(rt, e.elts, scope));
		case 'List':
			return new PyList(yield* elements(rt, e.elts, scope));
		case 'Set':
			throw new PythonError('NotSupportedError', 'sets are not part of the language yet', e.at);
		case 'Dict':
			return yield* dictionary(rt, e, scope);
		case 'Starred':
			throw new PythonError('SyntaxError', "can't use starred expression here", e.at);
		case 'Attribute': {
			const object = yield* evaluate(rt, e.value, scope);
			rt.at = e.at;
			return attributeOf(rt, object, e.attr);
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
			return binary(rt, e.op, a, b);
		}
		case 'UnaryOp':
			return yield* unary(rt, e, scope);
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
			return yield* makeLambda(rt, e, scope);
		case 'ListComp':
		case 'GeneratorExp':
			return yield* comprehension(rt, e, scope);
	}
}

/** `left op right` on computed values. */
export function binary(rt: Runtime, op: BinaryOperator, left: Value, right: Value): Value {
	if (op === '%' && typeof left === 'string') return textOf(percentText(rt, left, right));
	if (left instanceof PyTensor || right instanceof PyTensor)
		return tensorBinary(rt, op, left, right);
	return scalarBinary(op, left, right);
}

function* elements(rt: Runtime, list: readonly Expression[], scope: Scope): Evaluation<Value[]> {
	const values: Value[] = [];
	for (const e of list) {
		if (e.kind === 'Starred') {
			const items = yield* iterate(rt, yield* evaluate(rt, e.value, scope));
			for (let i = 0; i < items.length; i++)
				values.push(items instanceof PyRange ? items.at(i) : items[i]);
		} else {
			values.push(yield* evaluate(rt, e, scope));
		}
	}
	return values;
}

function* dictionary(rt: Runtime, e: Of<'Dict'>, scope: Scope): Evaluation<Value> {
	const dict = new PyDict();
	for (let i = 0; i < e.keys.length; i++) {
		const key = yield* force(rt, yield* evaluate(rt, e.keys[i], scope));
		dict.entries.set(keyOf(key), [key, yield* evaluate(rt, e.values[i], scope)]);
	}
	return dict;
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
			repr || part.conversion === 's' ? yield* force(rt, textOf(shown(rt, value, repr))) : value;
		rt.at = part.value.at;
		lines.push(formatted(rt, converted, String(spec)));
	}
	return textOf({
		ids: lines.flatMap((line) => line.ids),
		show: () => lines.map((line) => line.show()).join('')
	});
}

function textOf({ ids, show }: Line): Value {
	return ids.length === 0 ? show() : new DeferredText(ids, show);
}

function* unary(rt: Runtime, e: Of<'UnaryOp'>, scope: Scope): Evaluation<Value> {
	const given = yield* evaluate(rt, e.operand, scope);
	if (e.op === 'not') return !(yield* truth(rt, given));
	const value = yield* force(rt, given);
	rt.at = e.at;
	if (value instanceof PyTensor) {
		if (e.op === '-') return rt.apply('neg', [value]);
		if (e.op === '+') return value;
		throw new PythonError(
			'NotSupportedError',
			'~ on a tensor is not part of the language yet',
			e.at,
			'write the opposite comparison'
		);
	} else if (e.op === '-') {
		if (typeof value === 'bigint' || typeof value === 'number') return -value;
		if (typeof value === 'boolean') return -BigInt(value);
	} else if (e.op === '+') {
		if (typeof value === 'bigint' || typeof value === 'number') return value;
		if (typeof value === 'boolean') return BigInt(value);
	} else if (typeof value === 'bigint' || typeof value === 'boolean') {
		return ~BigInt(value);
	}
	throw new PythonError(
		'TypeError',
		`bad operand type for unary ${e.op}: '${typeName(value)}'`,
		e.at
	);
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
		result = compare(rt, e.ops[i], left, right);
		if (i + 1 < e.ops.length && !(yield* truth(rt, result))) return result;
		left = right;
	}
	return result;
}

function compare(rt: Runtime, op: CompareOperator, left: Value, right: Value): Value {
	const tensors = left instanceof PyTensor || right instanceof PyTensor;
	return tensors ? tensorCompare(rt, op, left, right) : scalarCompare(op, left, right);
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
	return itemAt(rt, object, index);
}

function* comprehension(
	rt: Runtime,
	e: Of<'ListComp' | 'GeneratorExp'>,
	scope: Scope
): Evaluation<Value> {
	const inner = createScope(scope);
	const result: Value[] = [];
	function* clause(depth: number): Evaluation<void> {
		if (depth === e.clauses.length) {
			result.push(yield* evaluate(rt, e.elt, inner));
			return;
		}
		const { target, iter, ifs } = e.clauses[depth];
		const items = yield* iterate(rt, yield* evaluate(rt, iter, depth === 0 ? scope : inner));
		for (let i = 0; i < items.length; i++) {
			yield* assign(rt, target, items instanceof PyRange ? items.at(i) : items[i], inner);
			let keep = true;
			for (const test of ifs) keep &&= yield* truth(rt, yield* evaluate(rt, test, inner));
			if (keep) yield* clause(depth + 1);
		}
	}
	yield* clause(0);
	return new PyList(result);
}
