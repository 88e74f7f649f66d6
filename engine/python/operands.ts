/** How operands meet where one at least is a tensor: numbers become constants beside it, dtypes give way. */
import type { BinaryOperator, CompareOperator } from './ast.ts';
import { isFloat, type DType } from '../tensor.ts';
import type { OpName } from '../ops/op.ts';
import { PythonError } from './errors.ts';
import type { Runtime } from './runtime.ts';
import { typeName, type Value } from './values.ts';
import { PyTensor } from './variable.ts';

export const BINARY: Partial<Record<BinaryOperator, OpName>> = {
	'+': 'add',
	'-': 'sub',
	'*': 'mul',
	'/': 'div'
};
export const COMPARE: Partial<Record<CompareOperator, OpName>> = {
	'<': 'lt',
	'<=': 'le',
	'>': 'gt',
	'>=': 'ge',
	'==': 'eq',
	'!=': 'ne'
};

/** A number beside a tensor takes the tensor's dtype, except a float beside integers; null for what is no number. */
export function constant(rt: Runtime, value: Value, beside: DType): PyTensor | null {
	if (typeof value === 'number') return rt.constant(value, isFloat(beside) ? beside : rt.dtype);
	if (typeof value === 'boolean') return rt.constant(Number(value), beside);
	if (typeof value !== 'bigint') return null;
	return rt.constant(Number(value), beside === 'bool' ? 'int64' : beside);
}

/**
 * Two operands of which one at least is a tensor, as PyTorch lets them meet: a tensor without
 * dimensions does not widen one with dimensions, unless it is of a higher kind (float over int).
 */
export function pair(rt: Runtime, op: string, left: Value, right: Value): [PyTensor, PyTensor] {
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

export function unsupported(op: string, left: Value, right: Value, rt: Runtime): PythonError {
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
	Object.entries({ ...BINARY, '**': 'power', ...COMPARE }).map(([symbol, op]) => [op, symbol])
);

function symbolOf(op: OpName): string {
	return SYMBOLS.get(op) ?? op;
}

/** Division of integers gives floats, as in Python. */
function trueDividend(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	return isFloat(a.dtype) || isFloat(b.dtype) ? a : rt.apply('cast', [a], { dtype: rt.dtype });
}

/** a / b in floats. */
export function divide(rt: Runtime, a: PyTensor, b: PyTensor): PyTensor {
	return rt.apply('div', [trueDividend(rt, a, b), b]);
}
