/** Remainders, whole quotients and logic as functions: `torch.remainder`, `x.logical_and(y)`, `x.__and__(y)`. */
import type { BinaryOperator } from '../ast.ts';
import { tensorBinary } from '../tensor-operators.ts';
import { bitwise, floorDivide, invert, remainder, type Bitwise } from '../whole-operators.ts';
import { asTensor } from './arguments.ts';
import type { TensorFunction } from './functions.ts';

/** Truth values: of numbers, whether they are not 0. */
const logical = (op: 'logical_and' | 'logical_or' | 'logical_xor'): TensorFunction => ({
	parameters: ['other'],
	run: (rt, x, { other }) => rt.apply(op, [x, asTensor(other, op, 'other')])
});

const bits = (symbol: Bitwise): TensorFunction => ({
	parameters: ['other'],
	run: (rt, x, { other }) => bitwise(rt, symbol, x, other)
});

/** Python's operator methods that lessons on masks call by name. */
const SPECIAL: Readonly<Record<string, BinaryOperator>> = {
	__add__: '+',
	__sub__: '-',
	__mul__: '*',
	__truediv__: '/',
	__floordiv__: '//',
	__mod__: '%',
	__pow__: '**',
	__matmul__: '@',
	__and__: '&',
	__or__: '|',
	__xor__: '^'
};

const special = ([name, symbol]: [string, BinaryOperator]): [string, TensorFunction] => [
	name,
	{ parameters: ['other'], run: (rt, x, { other }) => tensorBinary(rt, symbol, x, other) }
];

export const wholeFunctions: Readonly<Record<string, TensorFunction>> = {
	remainder: { parameters: ['other'], run: (rt, x, { other }) => remainder(rt, x, other) },
	floor_divide: { parameters: ['other'], run: (rt, x, { other }) => floorDivide(rt, x, other) },
	logical_and: logical('logical_and'),
	logical_or: logical('logical_or'),
	logical_xor: logical('logical_xor'),
	bitwise_and: bits('&'),
	bitwise_or: bits('|'),
	bitwise_xor: bits('^'),
	bitwise_not: { parameters: [], run: (rt, x) => invert(rt, x) },
	...Object.fromEntries(Object.entries(SPECIAL).map(special))
};
