/** The arithmetic that updates are made of, in the order in which PyTorch rounds it. */
import type { Runtime } from '../../runtime.ts';
import type { PyTensor } from '../../variable.ts';

/** A number as an operand. */
function number(rt: Runtime, value: number, beside: PyTensor): PyTensor {
	return rt.constant(value, beside.dtype);
}

/** factor · x; x itself where the factor is 1. */
export function scaled(rt: Runtime, x: PyTensor, factor: number): PyTensor {
	return factor === 1 ? x : rt.apply('mul', [x, number(rt, factor, x)]);
}

/** x + factor · y. */
export function plusScaled(rt: Runtime, x: PyTensor, y: PyTensor, factor: number): PyTensor {
	if (factor === -1) return rt.apply('sub', [x, y]);
	return rt.apply('add', [x, scaled(rt, y, factor)]);
}

/** x ← x − factor · y, in place: how a hand-written update reads. */
export function subtractScaled(rt: Runtime, x: PyTensor, y: PyTensor, factor: number): void {
	rt.write(x, 'sub', [x, scaled(rt, y, factor)]);
}

/** x ← factor · x, in place. */
export function scale(rt: Runtime, x: PyTensor, factor: number): void {
	if (factor !== 1) rt.write(x, 'mul', [x, number(rt, factor, x)]);
}

/** x ← x + y, in place. */
export function add(rt: Runtime, x: PyTensor, y: PyTensor): void {
	rt.write(x, 'add', [x, y]);
}

export function plus(rt: Runtime, x: PyTensor, value: number): PyTensor {
	return rt.apply('add', [x, number(rt, value, x)]);
}

export function over(rt: Runtime, x: PyTensor, value: number): PyTensor {
	return value === 1 ? x : rt.apply('div', [x, number(rt, value, x)]);
}
