/** Python operators where an operand is a tensor: numbers become constants beside it. */
import type { BinaryOperator, CompareOperator } from './ast.ts';
import { isFloat, type DType } from '../tensor.ts';
import type { OpName } from '../ops/op.ts';
import { PythonError } from './errors.ts';
import { NO_DERIVATIVE } from './grad-fn.ts';
import type { Runtime } from './runtime.ts';
import { matmul } from './torch/linear.ts';
import { typeName, type Value } from './values.ts';
import { PyTensor } from './variable.ts';

const BINARY: Partial<Record<BinaryOperator, OpName>> = {
	'+': 'add',
	'-': 'sub',
	'*': 'mul',
	'/': 'div'
};
const BITWISE: Partial<Record<BinaryOperator, OpName>> = {
	'&': 'logical_and',
	'|': 'logical_or',
	'^': 'logical_xor'
};
const COMPARE: Partial<Record<CompareOperator, OpName>> = {
	'<': 'lt',
	'<=': 'le',
	'>': 'gt',
	'>=': 'ge',
	'==': 'eq',
	'!=': 'ne'
};

/** A number beside a tensor takes the tensor's dtype, except a float beside integers; null for what is no number. */
function constant(rt: Runtime, value: Value, beside: DType): PyTensor | null {
	if (typeof value === 'number') return rt.constant(value, isFloat(beside) ? beside : rt.dtype);
	if (typeof value === 'boolean') return rt.constant(Number(value), beside);
	if (typeof value !== 'bigint') return null;
	return rt.constant(Number(value), beside === 'bool' ? 'int64' : beside);
}

/**
 * Two operands of which one at least is a tensor, as PyTorch lets them meet: a tensor without
 * dimensions does not widen one with dimensions, unless it is of a higher kind (float over int).
 */
function pair(rt: Runtime, op: string, left: Value, right: Value): [PyTensor, PyTensor] {
	if (left instanceof PyTensor && right instanceof PyTensor) {
		return [beside(rt, left, right), beside(rt, right, left)];
	}
	const tensor = left instanceof PyTensor ? left : right;
	if (tensor instanceof PyTensor) {
		const number = constant(rt, tensor === left ? right : left, tensor.dtype);
		if (number) return tensor === left ? [tensor, number] : [number, tensor];
	}
	throw unsupported(op, left, right, rt);
}

function beside(rt: Runtime, x: PyTensor, other: PyTensor): PyTensor {
	const yields =
		x.shape.length === 0 &&
		other.shape.length > 0 &&
		x.dtype !== other.dtype &&
		(isFloat(other.dtype) || (!isFloat(x.dtype) && other.dtype !== 'bool'));
	return yields ? rt.apply('cast', [x], { dtype: other.dtype }) : x;
}

function unsupported(op: string, left: Value, right: Value, rt: Runtime): PythonError {
	const [a, b] = [typeName(left), typeName(right)];
	const text =
		typeof left === 'string' && op === '+'
			? `can only concatenate str (not "${b}") to str`
			: `unsupported operand type(s) for ${op}: '${a}' and '${b}'`;
	return new PythonError('TypeError', text, rt.at);
}

/** `op` of a tensor and a number or another tensor. */
export function combine(rt: Runtime, op: OpName, left: Value, right: Value): PyTensor {
	const [a, b] = pair(rt, symbolOf(op), left, right);
	return rt.apply(op, op === 'div' ? [trueDividend(rt, a, b), b] : [a, b]);
}

const SYMBOLS: ReadonlyMap<string, string> = new Map(
	Object.entries({ ...BINARY, '%': 'remainder', '**': 'power', ...COMPARE }).map(([symbol, op]) => [
		op,
		symbol
	])
);

function symbolOf(op: OpName): string {
	return SYMBOLS.get(op) ?? op;
}

/** where(condition, left, right); two numbers make a tensor of the default dtype. */
export function choose(rt: Runtime, condition: PyTensor, left: Value, right: Value): PyTensor {
	if (left instanceof PyTensor || right instanceof PyTensor) {
		return rt.apply('where', [condition, ...pair(rt, 'where', left, right)]);
	}
	const dtype = typeof left === 'number' || typeof right === 'number' ? rt.dtype : 'int64';
	const [a, b] = [constant(rt, left, dtype), constant(rt, right, dtype)];
	if (!a || !b) throw unsupported('where', left, right, rt);
	return rt.apply('where', [condition, a, b]);
}

export function tensorBinary(rt: Runtime, op: BinaryOperator, left: Value, right: Value): PyTensor {
	if (op === '@') {
		if (left instanceof PyTensor && right instanceof PyTensor) return matmul(rt, left, right);
		throw new PythonError(
			'TypeError',
			`unsupported operand type(s) for @: '${typeName(left)}' and '${typeName(right)}'`,
			rt.at
		);
	}
	if (op === '**') return power(rt, left, right);
	if (op === '//') return floorDivide(rt, left, right);
	if (op === '%') return remainder(rt, left, right);
	if (BITWISE[op]) return bitwise(rt, op, BITWISE[op], left, right);
	const name = BINARY[op];
	if (!name) {
		throw new PythonError(
			'NotSupportedError',
			`the operator ${op} on tensors is not part of the language yet`,
			rt.at
		);
	}
	const result = combine(rt, name, left, right);
	// PyTorch computes 2 / x as 2 · (1 / x), and names the last step
	const reciprocal = op === '/' && !(left instanceof PyTensor);
	return reciprocal ? rt.named(result, 'MulBackward0') : result;
}

/** Division of integers gives floats, as in Python. */
function trueDividend(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	return isFloat(a.dtype) || isFloat(b.dtype) ? a : rt.apply('cast', [a], { dtype: rt.dtype });
}

function remainder(rt: Runtime, left: Value, right: Value): PyTensor {
	const result = combine(rt, 'remainder', left, right);
	if (!(left instanceof PyTensor)) return rt.named(result, NO_DERIVATIVE);
	return rt.named(result, `RemainderBackward${right instanceof PyTensor ? 1 : 0}`);
}

/** ⌊a/b⌋ as Python has it: from the exact remainder, so that 1 // 0.1 is 9. */
export function floorDivide(rt: Runtime, left: Value, right: Value): PyTensor {
	const [a, b] = pair(rt, '//', left, right);
	const result = rt.builder.within('floor_divide', rt.at, () => {
		const whole = rt.apply('sub', [a, rt.apply('remainder', [a, b])]);
		const quotient = rt.apply('round', [divide(rt, whole, b)]);
		if (!isFloat(whole.dtype)) return rt.apply('cast', [quotient], { dtype: 'int64' });
		const zero = rt.apply('eq', [b, rt.constant(0, b.dtype)]);
		return rt.apply('where', [zero, divide(rt, a, b), quotient]);
	});
	return rt.named(result, NO_DERIVATIVE);
}

function divide(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	return rt.apply('div', [trueDividend(rt, a, b), b]);
}

/** & | ^ of truth values. */
function bitwise(
	rt: Runtime,
	symbol: BinaryOperator,
	op: OpName,
	left: Value,
	right: Value
): PyTensor {
	const [a, b] = pair(rt, symbol, left, right);
	if (a.dtype === 'bool' && b.dtype === 'bool') return rt.apply(op, [a, b]);
	throw new PythonError(
		'NotSupportedError',
		`${symbol} is there for tensors of truth values only, such as x > 0`,
		rt.at
	);
}

export function invert(rt: Runtime, x: PyTensor): PyTensor {
	if (x.dtype === 'bool') return rt.apply('logical_not', [x]);
	throw new PythonError(
		'NotSupportedError',
		'~ is there for tensors of truth values only, such as x > 0',
		rt.at
	);
}

/** x ** z with a number or a tensor on either side. */
export function power(rt: Runtime, base: Value, exponent: Value): PyTensor {
	const isNumber = typeof exponent === 'bigint' || typeof exponent === 'number';
	if (!(base instanceof PyTensor) || !isNumber) {
		return rt.named(combine(rt, 'power', base, exponent), 'PowBackward1');
	}
	const float =
		isFloat(base.dtype) || typeof exponent === 'bigint'
			? base
			: rt.apply('cast', [base], { dtype: rt.dtype });
	return rt.apply('pow', [float], { exponent: Number(exponent) });
}

export function tensorCompare(rt: Runtime, op: CompareOperator, left: Value, right: Value): Value {
	if (op === 'is' || op === 'is not') return (left === right) === (op === 'is');
	if (left === null || right === null) return op === '!=';
	const name = COMPARE[op];
	if (!name) {
		throw new PythonError(
			'NotSupportedError',
			`'${op}' with tensors is not part of the language yet`,
			rt.at
		);
	}
	return combine(rt, name, left, right);
}

/** `target op= value` on a tensor: in place, as PyTorch does. */
export function tensorInPlace(
	rt: Runtime,
	op: BinaryOperator,
	target: PyTensor,
	value: Value
): PyTensor {
	const name = BINARY[op];
	if (!name) {
		if (op === '**') {
			const exponent = value;
			if (typeof exponent === 'bigint' || typeof exponent === 'number') {
				return rt.write(target, 'pow', [target], { exponent: Number(exponent) });
			}
		}
		throw new PythonError(
			'NotSupportedError',
			`${op}= on a tensor is not part of the language yet`,
			rt.at
		);
	}
	const [a, b] = pair(rt, `${op}=`, target, value);
	return rt.write(target, name, [a, b]);
}
