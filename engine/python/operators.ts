/** Operators on any values: tensors', the lesson's own (`__add__`), and those of plain data. */
import type { BinaryOperator, CompareOperator, UnaryOperator } from './ast.ts';
import { PythonError } from './errors.ts';
import { iteratorOf, take } from './iterators.ts';
import { NOT_IMPLEMENTED, PyInstance, PyIterator, PySet } from './objects.ts';
import { truth } from './protocols.ts';
import { ownReach, reachOf } from './reach.ts';
import type { Runtime } from './runtime.ts';
import { equal, scalarBinary, scalarCompare } from './scalars.ts';
import { setBinary, setCompare } from './sets.ts';
import { percentText } from './show-format.ts';
import { textOf } from './show.ts';
import { callMethod, specialMethod } from './special.ts';
import { tensorBinary, tensorCompare } from './tensor-operators.ts';
import { typeName } from './type-names.ts';
import { PyDict, type Evaluation, type Value } from './values.ts';
import { PyTensor } from './variable.ts';
import { invert } from './whole-operators.ts';

const METHODS: Readonly<Record<BinaryOperator, string>> = {
	'+': 'add',
	'-': 'sub',
	'*': 'mul',
	'/': 'truediv',
	'//': 'floordiv',
	'%': 'mod',
	'**': 'pow',
	'@': 'matmul',
	'&': 'and',
	'|': 'or',
	'^': 'xor',
	'<<': 'lshift',
	'>>': 'rshift'
};

const COMPARISONS: Readonly<Record<string, readonly [own: string, mirrored: string]>> = {
	'<': ['__lt__', '__gt__'],
	'<=': ['__le__', '__ge__'],
	'>': ['__gt__', '__lt__'],
	'>=': ['__ge__', '__le__'],
	'==': ['__eq__', '__eq__'],
	'!=': ['__ne__', '__ne__']
};

/** `left op right` on computed values. */
export function* binary(
	rt: Runtime,
	op: BinaryOperator,
	left: Value,
	right: Value
): Evaluation<Value> {
	if (op === '%' && typeof left === 'string') {
		return textOf(yield* percentText(rt, left, right));
	}
	if (left instanceof PyInstance || right instanceof PyInstance) {
		return yield* overloaded(rt, op, left, right);
	}
	if (left instanceof PyTensor || right instanceof PyTensor) {
		return yield* tensorBinary(rt, op, left, right);
	}
	rt.spend('item');
	spendOn(rt, left, right);
	if (left instanceof PySet && right instanceof PySet) {
		const result = setBinary(op, left, right);
		if (result) return result;
	}
	const result = scalarBinary(op, left, right);
	if (op === '*') rt.spend('looked', ownReach(result));
	return result;
}

/** What is copied of two containers, or worked through of two long numbers. */
function spendOn(rt: Runtime, left: Value, right: Value): void {
	if (typeof left === 'object' && left !== null) rt.spend('moved', reachOf(left));
	if (typeof right === 'object' && right !== null) rt.spend('moved', reachOf(right));
}

/** `left.__op__(right)`, then `right.__rop__(left)`; the class that derives from the other goes first. */
function* overloaded(
	rt: Runtime,
	op: BinaryOperator,
	left: Value,
	right: Value
): Evaluation<Value> {
	const name = METHODS[op];
	const own = [left, `__${name}__`, right] as const;
	const mirrored = [right, `__r${name}__`, left] as const;
	const [l, r] = [left, right].map((value) => (value instanceof PyInstance ? value.cls : null));
	const later = l && r && l !== r && r.derivesFrom(l);
	const tries = l === r && l !== null ? [own] : later ? [mirrored, own] : [own, mirrored];
	for (const [self, method, other] of tries) {
		if (!specialMethod(self, method)) continue;
		const result = yield* callMethod(rt, self, method, [other]);
		if (result !== NOT_IMPLEMENTED) return result;
	}
	throw unsupported(rt, op, left, right);
}

function unsupported(rt: Runtime, op: string, left: Value, right: Value): PythonError {
	const symbol = op === '**' ? '** or pow()' : op;
	return new PythonError(
		'TypeError',
		`unsupported operand type(s) for ${symbol}: '${typeName(left)}' and '${typeName(right)}'`,
		rt.at
	);
}

/** `left op= right` on an object: `__iadd__` where it has one; undefined where it has none. */
export function* inPlaceMethod(
	rt: Runtime,
	op: BinaryOperator,
	left: Value,
	right: Value
): Evaluation<Value | undefined> {
	const name = `__i${METHODS[op]}__`;
	if (!specialMethod(left, name)) return undefined;
	const result = yield* callMethod(rt, left, name, [right]);
	return result === NOT_IMPLEMENTED ? undefined : result;
}

export function* compare(
	rt: Runtime,
	op: CompareOperator,
	left: Value,
	right: Value
): Evaluation<Value> {
	if (op === 'in' || op === 'not in') {
		const found = yield* contains(rt, right, left);
		return found === (op === 'in');
	}
	const methods = COMPARISONS[op];
	if (methods && (left instanceof PyInstance || right instanceof PyInstance)) {
		return yield* overloadedComparison(rt, op, left, right);
	}
	if (left instanceof PyTensor || right instanceof PyTensor) {
		return tensorCompare(rt, op, left, right);
	}
	rt.spend('looked', Math.min(reachOf(left), reachOf(right)));
	if (left instanceof PySet && right instanceof PySet && methods)
		return setCompare(op, left, right);
	return scalarCompare(op, left, right);
}

function* overloadedComparison(
	rt: Runtime,
	op: CompareOperator,
	left: Value,
	right: Value
): Evaluation<Value> {
	const [own, mirrored] = COMPARISONS[op];
	for (const [self, method, other] of [
		[left, own, right],
		[right, mirrored, left]
	] as const) {
		if (!specialMethod(self, method)) continue;
		const result = yield* callMethod(rt, self, method, [other]);
		if (result !== NOT_IMPLEMENTED) return result;
	}
	if (op === '==') return left === right;
	if (op === '!=') return !(yield* truth(rt, yield* overloadedComparison(rt, '==', left, right)));
	throw new PythonError(
		'TypeError',
		`'${op}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
		rt.at
	);
}

/** Equality as a truth, where a list or a lookup needs one. */
export function* same(rt: Runtime, left: Value, right: Value): Evaluation<boolean> {
	if (left === right) return true;
	if (left instanceof PyInstance || right instanceof PyInstance) {
		return yield* truth(rt, yield* overloadedComparison(rt, '==', left, right));
	}
	rt.spend('looked', Math.min(reachOf(left), reachOf(right)));
	return equal(left, right);
}

function* contains(rt: Runtime, container: Value, item: Value): Evaluation<boolean> {
	if (specialMethod(container, '__contains__')) {
		return yield* truth(rt, yield* callMethod(rt, container, '__contains__', [item]));
	}
	const walks =
		container instanceof PyInstance ||
		container instanceof PyIterator ||
		(item instanceof PyInstance &&
			typeof container === 'object' &&
			(container?.kind === 'list' || container?.kind === 'tuple'));
	if (!walks) {
		const isKeyed = container instanceof PyDict || container instanceof PySet;
		rt.spend('looked', reachOf(isKeyed ? item : container));
		return scalarCompare('in', item, container);
	}
	if (container instanceof PyInstance && !isIterable(container)) {
		throw new PythonError(
			'TypeError',
			`argument of type '${typeName(container)}' is not iterable`,
			rt.at
		);
	}
	const iterator = yield* iteratorOf(rt, container);
	for (let each = yield* take(rt, iterator); each !== undefined; each = yield* take(rt, iterator)) {
		if (yield* same(rt, each, item)) return true;
	}
	return false;
}

function isIterable(value: Value): boolean {
	return specialMethod(value, '__iter__') !== null || specialMethod(value, '__getitem__') !== null;
}

const UNARY = { '-': '__neg__', '+': '__pos__', '~': '__invert__' } as const;

/** `op value` for all but `not`. */
export function* unary(
	rt: Runtime,
	op: Exclude<UnaryOperator, 'not'>,
	value: Value
): Evaluation<Value> {
	if (value instanceof PyTensor) return tensorUnary(rt, op, value);
	if (specialMethod(value, UNARY[op])) return yield* callMethod(rt, value, UNARY[op], []);
	const number = typeof value === 'boolean' ? BigInt(value) : value;
	if (typeof number === 'bigint') return op === '-' ? -number : op === '+' ? number : ~number;
	if (typeof number === 'number' && op !== '~') return op === '-' ? -number : number;
	throw new PythonError(
		'TypeError',
		`bad operand type for unary ${op}: '${typeName(value)}'`,
		rt.at
	);
}

function tensorUnary(rt: Runtime, op: '-' | '+' | '~', value: PyTensor): Value {
	if (op === '~') return invert(rt, value);
	return op === '-' ? rt.apply('neg', [value]) : value;
}
