/** The rows of logical and, or, xor and not: bool results, true being what is not zero. */
import type { DType, Tensor } from '../tensor.ts';
import { meet, zip, map } from './elementwise.ts';
import { castTo, either, oneOf } from './lower.ts';
import { eachEntry } from './making.ts';
import { group } from './notation.ts';
import type { Bounded, Lowering, Op } from './op.ts';
import { elementBound } from './rounding.ts';

/** 1 where an operand's truth is undecided: an undecided mask, or a number that may be 0. */
function undecided({ value }: Bounded, x: number, e: number): boolean {
	return value.dtype === 'bool' ? e > 0 : e > 0 && Math.abs(x) <= e;
}

interface Connective {
	holds(x: boolean, y: boolean): boolean;
	onnx(l: Lowering, a: string, b: string): string;
	tex: string;
}

function connective({ holds, onnx, tex }: Connective): Op {
	return {
		shape: ([a, b]) => ({ ...meet(a, b), dtype: 'bool' }),
		forward: ([a, b], _, out) => zip(a, b, out, (x, y) => Number(holds(x !== 0, y !== 0))),
		making: eachEntry,
		vjp: null,
		jvp: null,
		bound: (inputs, out) =>
			elementBound(inputs, out, (x, e) =>
				inputs.some((input, i) => undecided(input, x[i], e[i])) ? 1 : 0
			),
		kinks: (inputs) => inputs.filter(isNumber).map(wide),
		onnx: (l, names, _, _node, types) => {
			const [a, b] = names.map((name, i) => castTo(l, name, types[i].dtype, 'bool'));
			return onnx(l, a, b);
		},
		tex: { forward: ([a, b]) => `${group(a)} ${tex} ${group(b)}`, gradient: () => '0' }
	};
}

const isNumber = ({ dtype }: { dtype: DType }) => dtype !== 'bool';
const wide = (x: Tensor) => map(x, { shape: x.shape, dtype: 'float64' }, Number);

export const logical_and = connective({
	holds: (x, y) => x && y,
	onnx: (l, a, b) => l.node('And', [a, b]),
	tex: '\\land'
});
export const logical_or = connective({ holds: (x, y) => x || y, onnx: either, tex: '\\lor' });
export const logical_xor = connective({ holds: (x, y) => x !== y, onnx: oneOf, tex: '\\oplus' });

export const logical_not: Op = {
	shape: ([x]) => ({ shape: x.shape, dtype: 'bool' }),
	forward: ([x], _, out) => map(x, out, (v) => Number(v === 0)),
	making: eachEntry,
	vjp: null,
	jvp: null,
	bound: (inputs, out) =>
		elementBound(inputs, out, ([x], [e]) => Number(undecided(inputs[0], x, e))),
	kinks: (inputs) => inputs.filter(isNumber).map(wide),
	onnx: (l, [x], _, _node, types) => l.node('Not', [castTo(l, x, types[0].dtype, 'bool')]),
	tex: { forward: ([x]) => `\\lnot ${group(x)}`, gradient: () => '0' }
};
