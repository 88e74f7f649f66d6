/** Python operators where an operand is a tensor. */
import type { BinaryOperator, CompareOperator } from './ast.ts';
import { isFloat } from '../tensor.ts';
import { PythonError } from './errors.ts';
import { refuseResult, refuseWrite } from './in-place.ts';
import { BINARY, combine, COMPARE, constant, pair, unsupported } from './operands.ts';
import type { Runtime } from './runtime.ts';
import { matmul } from './torch/linear.ts';
import { typeName, type Evaluation, type Value } from './values.ts';
import { PyTensor } from './variable.ts';
import { bitwise, floorDivide, remainder } from './whole-operators.ts';

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

export function* tensorBinary(
	rt: Runtime,
	op: BinaryOperator,
	left: Value,
	right: Value
): Evaluation<PyTensor> {
	if (op === '@') return product(rt, left, right);
	if (op === '**') return power(rt, left, right);
	if (op === '//') return yield* floorDivide(rt, left, right);
	if (op === '%') return yield* remainder(rt, left, right);
	if (op === '&' || op === '|' || op === '^') return yield* bitwise(rt, op, left, right);
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

function product(rt: Runtime, left: Value, right: Value): PyTensor {
	if (left instanceof PyTensor && right instanceof PyTensor) return matmul(rt, left, right);
	throw new PythonError(
		'TypeError',
		`unsupported operand type(s) for @: '${typeName(left)}' and '${typeName(right)}'`,
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
export function* tensorInPlace(
	rt: Runtime,
	op: BinaryOperator,
	target: PyTensor,
	value: Value
): Evaluation<PyTensor> {
	if (BINARY[op] || op === '**') return arithmeticInPlace(rt, op, target, value);
	if (op === '@' || op === '<<' || op === '>>') {
		const message = `${op}= on a tensor is not part of the language yet`;
		throw new PythonError('NotSupportedError', message, rt.at);
	}
	refuseWrite(target, rt.gradEnabled, rt.at);
	const result = yield* tensorBinary(rt, op, target, value);
	refuseResult(target, result, rt.at);
	return rt.rewrite(target, result);
}

/** What `x.add_(y)` and its kin do too. */
export function arithmeticInPlace(
	rt: Runtime,
	op: BinaryOperator,
	target: PyTensor,
	value: Value
): PyTensor {
	if (op === '**') {
		const isNumber = typeof value === 'bigint' || typeof value === 'number';
		if (isNumber) return rt.write(target, 'pow', [target], { exponent: Number(value) });
		return rt.write(target, 'power', pair(rt, '**=', target, value));
	}
	return rt.write(target, BINARY[op]!, pair(rt, `${op}=`, target, value));
}
