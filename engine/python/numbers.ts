/** Arithmetic of Python's int (bigint here) and float (number here), with CPython's results and messages. */
import type { BinaryOperator } from './ast.ts';
import { PythonError } from './errors.ts';

/** Bits that an int may grow to; more is a mistake in a lesson. */
const MAX_BITS = 4096;
/** The same for products, which grow a factor at a time: 2000! has some 19,000. */
const MAX_PRODUCT = 1 << 15;

export type NumericResult = bigint | number;

/** `a op b` on ints. Null: ints do not know the operator. */
export function ints(op: BinaryOperator, a: bigint, b: bigint): NumericResult | null {
	switch (op) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return product(a, b);
		case '/':
			return ratio(a, b);
		case '//':
			if (b === 0n) throw zeroDivision('integer division or modulo by zero');
			return floorDivide(a, b);
		case '%':
			if (b === 0n) throw zeroDivision('integer modulo by zero');
			return a - floorDivide(a, b) * b;
		case '**':
			return power(a, b);
		case '&':
			return a & b;
		case '|':
			return a | b;
		case '^':
			return a ^ b;
		case '<<':
		case '>>':
			return shift(op, a, b);
		case '@':
			return null;
	}
}

/** `a op b` on floats. Null: floats do not know the operator. */
export function floats(op: BinaryOperator, a: number, b: number): number | null {
	switch (op) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return a * b;
		case '/':
			if (b === 0) throw zeroDivision('float division by zero');
			return a / b;
		case '//':
			if (b === 0) throw zeroDivision('float floor division by zero');
			return floorQuotient(a, b);
		case '%':
			if (b === 0) throw zeroDivision('float modulo');
			return remainder(a, b);
		case '**':
			return floatPower(a, b);
		default:
			return null;
	}
}

/** An int as the nearest float; OverflowError beyond the largest. */
export function toFloat(value: bigint): number {
	const x = Number(value);
	if (Number.isFinite(x)) return x;
	throw new PythonError('OverflowError', 'int too large to convert to float');
}

/** A finite float without its fraction; Python's errors for NaN and the infinities. */
export function truncated(value: number): bigint {
	if (Number.isNaN(value))
		throw new PythonError('ValueError', 'cannot convert float NaN to integer');
	if (!Number.isFinite(value)) {
		throw new PythonError('OverflowError', 'cannot convert float infinity to integer');
	}
	return BigInt(Math.trunc(value));
}

function zeroDivision(message: string): PythonError {
	return new PythonError('ZeroDivisionError', message);
}

function floorDivide(a: bigint, b: bigint): bigint {
	const quotient = a / b;
	return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** a / b, rounded once, however long the ints are. */
function ratio(a: bigint, b: bigint): number {
	if (b === 0n) throw zeroDivision('division by zero');
	const [x, y] = [Number(a), Number(b)];
	if (Number.isSafeInteger(x) && Number.isSafeInteger(y)) return x / y;
	const [top, bottom] = [a < 0n ? -a : a, b < 0n ? -b : b];
	// at least 64 bits of quotient, the last one sticky: Number() then rounds correctly
	const scale = Math.max(0, 66 - (bits(top) - bits(bottom)));
	const scaled = top << BigInt(scale);
	const quotient = (scaled / bottom) | (scaled % bottom === 0n ? 0n : 1n);
	const size = Number(quotient) * 2 ** -scale;
	if (!Number.isFinite(size)) {
		throw new PythonError('OverflowError', 'integer division result too large for a float');
	}
	return a < 0n === b < 0n ? size : -size;
}

function bits(value: bigint): number {
	const digits = (value < 0n ? -value : value).toString(16);
	return digits.length * 4 - (4 - parseInt(digits[0], 16).toString(2).length);
}

/** Refuses what would take long to multiply, and longer to print. */
function product(a: bigint, b: bigint): bigint {
	const large = !Number.isFinite(Number(a)) || !Number.isFinite(Number(b));
	if (large && bits(a) + bits(b) > MAX_PRODUCT) throw tooLarge(MAX_PRODUCT);
	return a * b;
}

function tooLarge(most: number): PythonError {
	return new PythonError('NotSupportedError', `ints of more than ${most} bits are too large here`);
}

function power(a: bigint, b: bigint): NumericResult {
	if (b < 0n) return floatPower(toFloat(a), toFloat(b));
	if (BigInt(bits(a)) * b > MAX_BITS && a !== 0n && a !== 1n && a !== -1n) {
		throw tooLarge(MAX_BITS);
	}
	return a ** b;
}

function shift(op: '<<' | '>>', a: bigint, b: bigint): bigint {
	if (b < 0n) throw new PythonError('ValueError', 'negative shift count');
	if (op === '>>') return a >> b;
	if (b > MAX_BITS) {
		throw tooLarge(MAX_BITS);
	}
	return a << b;
}

/** The remainder has the sign of the divisor, zero included. */
function remainder(a: number, b: number): number {
	const rest = a % b;
	if (rest === 0) return b < 0 || Object.is(b, -0) ? -0 : 0;
	return rest < 0 !== b < 0 ? rest + b : rest;
}

/** CPython's way: divide what the remainder leaves, so that 1 // 0.1 is 9. */
function floorQuotient(a: number, b: number): number {
	const rest = a % b;
	const apart = rest !== 0 && rest < 0 !== b < 0 ? 1 : 0;
	const quotient = (a - rest) / b - apart;
	if (quotient === 0) return a / b < 0 ? -0 : 0;
	const floor = Math.floor(quotient);
	return quotient - floor > 0.5 ? floor + 1 : floor;
}

function floatPower(a: number, b: number): number {
	if (a === 0 && b < 0) throw zeroDivision('0.0 cannot be raised to a negative power');
	// C's pow, where JavaScript says NaN
	if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
	if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
		throw new PythonError('NotSupportedError', 'complex numbers are not part of the language yet');
	}
	const result = a ** b;
	if (Math.abs(result) === Infinity && Number.isFinite(a) && Number.isFinite(b)) {
		throw new PythonError('OverflowError', "(34, 'Numerical result out of range')");
	}
	return result;
}
