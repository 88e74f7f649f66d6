/** The operators of whole numbers on tensors: // and % (of floats too), & | ^ and ~, also of truth values. */
import { PYTORCH_NAME } from '../ops/dtypes.ts';
import type { OpName } from '../ops/op.ts';
import { zip } from '../ops/elementwise.ts';
import { broadcastShapes } from '../shape.ts';
import { isFloat } from '../tensor.ts';
import { PythonError } from './errors.ts';
import { NO_DERIVATIVE } from './grad-fn.ts';
import { divide, pair } from './operands.ts';
import type { Runtime } from './runtime.ts';
import { hostOf } from './torch/host.ts';
import type { Evaluation, Value } from './values.ts';
import { PyTensor } from './variable.ts';

export type Bitwise = '&' | '|' | '^';

const OF_TRUTHS: Readonly<Record<Bitwise, OpName>> = {
	'&': 'logical_and',
	'|': 'logical_or',
	'^': 'logical_xor'
};
const NAME: Readonly<Record<Bitwise, string>> = {
	'&': 'bitwise_and',
	'|': 'bitwise_or',
	'^': 'bitwise_xor'
};
const OF_WHOLES: Readonly<Record<Bitwise, (a: bigint, b: bigint) => bigint>> = {
	'&': (a, b) => a & b,
	'|': (a, b) => a | b,
	'^': (a, b) => a ^ b
};

/** Whole numbers divided by 0 are an error, floats are not. */
function* refuseZero(rt: Runtime, a: PyTensor, b: PyTensor): Evaluation<void> {
	if (isFloat(a.dtype) || isFloat(b.dtype)) return;
	const { data } = yield* hostOf(rt, b);
	if (!data.includes(0)) return;
	const hint = 'a whole number cannot be divided by 0; of floats it gives inf or nan';
	throw new PythonError('RuntimeError', 'ZeroDivisionError', rt.at, hint);
}

export function* remainder(rt: Runtime, left: Value, right: Value): Evaluation<PyTensor> {
	const [a, b] = pair(rt, '%', left, right);
	yield* refuseZero(rt, a, b);
	const result = rt.apply('remainder', [a, b]);
	if (!(left instanceof PyTensor)) return rt.named(result, NO_DERIVATIVE);
	return rt.named(result, `RemainderBackward${right instanceof PyTensor ? 1 : 0}`);
}

/** ⌊a/b⌋ as Python has it: from the exact remainder, so that 1 // 0.1 is 9. */
export function* floorDivide(rt: Runtime, left: Value, right: Value): Evaluation<PyTensor> {
	const [a, b] = pair(rt, '//', left, right);
	yield* refuseZero(rt, a, b);
	const result = rt.builder.within('floor_divide', rt.at, () => {
		const rest = rt.apply('remainder', [a, b]);
		const whole = rt.apply('sub', [a, rest]);
		const quotient = rt.apply('round', [divide(rt, whole, b)]);
		if (!isFloat(whole.dtype)) return rt.apply('cast', [quotient], { dtype: 'int64' });
		const zero = rt.apply('eq', [b, rt.constant(0, b.dtype)]);
		const finite = rt.apply('where', [zero, divide(rt, a, b), quotient]);
		// the rest is infinite where b is, on the other side of 0 than a: a whole −1 times it
		const isBelow = rt.apply('eq', [rt.apply('abs', [rest]), rt.constant(Infinity, rest.dtype)]);
		return rt.apply('masked_fill', [finite, isBelow], { value: -1 });
	});
	return rt.named(result, NO_DERIVATIVE);
}

/**
 * & | ^ of truth values are ops of the graph. Of whole numbers they are computed here: ONNX has
 * no such op in the opset that every backend reads, and no gradient goes through them.
 */
export function* bitwise(
	rt: Runtime,
	symbol: Bitwise,
	left: Value,
	right: Value
): Evaluation<PyTensor> {
	const [a, b] = pair(rt, symbol, left, right);
	if (a.dtype === 'bool' && b.dtype === 'bool') return rt.apply(OF_TRUTHS[symbol], [a, b]);
	const float = [a, b].find(({ dtype }) => isFloat(dtype));
	if (float) {
		const message = `"${NAME[symbol]}_cpu" not implemented for '${PYTORCH_NAME[float.dtype]}'`;
		throw new PythonError('RuntimeError', message, rt.at, 'compare first: (x > 0) & (y > 0)');
	}
	const shape = broadcastShapes(a.shape, b.shape);
	rt.refuseSize(shape, NAME[symbol]);
	const of = OF_WHOLES[symbol];
	const [x, y] = [yield* hostOf(rt, a), yield* hostOf(rt, b)];
	return rt.fresh(zip(x, y, { shape, dtype: 'int64' }, (p, q) => Number(of(BigInt(p), BigInt(q)))));
}

/** not of truth values; of whole numbers −x − 1. */
export function invert(rt: Runtime, x: PyTensor): PyTensor {
	if (x.dtype === 'bool') return rt.apply('logical_not', [x]);
	if (!isFloat(x.dtype)) {
		return rt.builder.within('bitwise_not', rt.at, () =>
			rt.apply('sub', [rt.apply('neg', [x]), rt.constant(1, x.dtype)])
		);
	}
	throw new PythonError(
		'TypeError',
		'~ (operator.invert) is only implemented on integer and Boolean-type tensors',
		rt.at,
		'compare first: ~(x > 0)'
	);
}
