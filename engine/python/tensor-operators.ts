/** Python operators where an operand is a tensor: numbers become constants beside it. */
import type { BinaryOperator, CompareOperator } from './ast.ts';
import { isFloat, type DType } from '../tensor.ts';
import type { OpName } from '../ops/op.ts';
import { PythonError } from './errors.ts';
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
const COMPARE: Partial<Record<CompareOperator, OpName>> = {
	'<': 'lt',
	'<=': 'le',
	'>': 'gt',
	'>=': 'ge',
	'==': 'eq',
	'!=': 'ne'
};

/** A number beside a tensor takes the tensor's dtype, except a float beside integers. */
export function operand(rt: Runtime, value: Value, beside: DType): PyTensor {
	if (value instanceof PyTensor) return value;
	if (typeof value === 'number') return rt.constant(value, isFloat(beside) ? beside : rt.dtype);
	if (typeof value === 'bigint' || typeof value === 'boolean') {
		return rt.constant(Number(value), beside === 'bool' ? 'int64' : beside);
	}
	throw new PythonError(
		'TypeError',
		`a Tensor cannot be combined with '${typeName(value)}'`,
		rt.at
	);
}

function pair(rt: Runtime, left: Value, right: Value): [PyTensor, PyTensor] {
	const beside = left instanceof PyTensor ? left.dtype : (right as PyTensor).dtype;
	return [operand(rt, left, beside), operand(rt, right, beside)];
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
	const name = BINARY[op];
	if (!name) {
		throw new PythonError(
			'NotSupportedError',
			`the operator ${op} on tensors is not part of the language yet`,
			rt.at
		);
	}
	const [a, b] = pair(rt, left, right);
	return rt.apply(name, op === '/' ? [trueDividend(rt, a, b), b] : [a, b]);
}

/** Division of integers gives floats, as in Python. */
function trueDividend(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	return isFloat(a.dtype) || isFloat(b.dtype) ? a : rt.apply('cast', [a], { dtype: rt.dtype });
}

export function power(rt: Runtime, base: Value, exponent: Value): PyTensor {
	if (
		!(base instanceof PyTensor) ||
		!(typeof exponent === 'bigint' || typeof exponent === 'number')
	) {
		throw new PythonError(
			'NotSupportedError',
			'** takes a tensor and a number here; a tensor as exponent is not part of the language yet',
			rt.at
		);
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
	return rt.apply(name, pair(rt, left, right));
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
	return rt.write(target, name, [target, operand(rt, value, target.dtype)]);
}
