/** The rows of abs, and of the steps sign, floor, ceil, round and trunc, whose slope is 0. */
import { isFloat, type DType, type Tensor, type TensorType } from '../tensor.ts';
import { differential, map } from './elementwise.ts';
import { castTo } from './lower.ts';
import { eachEntry } from './making.ts';
import type { Lowering, Op } from './op.ts';
import { group } from './notation.ts';
import { pull } from './pull.ts';
import { elementBound } from './rounding.ts';
import { ShapeError } from '../shape.ts';
import { PYTORCH_NAME } from './dtypes.ts';

function numberType(name: string) {
	return ([x]: readonly TensorType[]): TensorType => {
		if (x.dtype !== 'bool') return x;
		throw new ShapeError(`"${name}" not implemented for '${PYTORCH_NAME.bool}'`);
	};
}

function wideMap(x: Tensor, f: (v: number) => number): Tensor {
	return map(x, { shape: x.shape, dtype: 'float64' }, f);
}

export const abs: Op = {
	shape: numberType('abs_cpu'),
	forward: ([x], _, out) => map(x, out, Math.abs),
	making: eachEntry,
	// r = |x|:  x̄ = g·sign x, so 0 at zero and at NaN
	vjp: (b, g, _out, [x], _attrs, needs) =>
		pull(needs, [() => b.add('mul', [g, b.add('sign', [x])])]),
	jvp: (inputs, tangents, out) =>
		differential(inputs, tangents, out.shape, ([x], [d]) => (x > 0 ? d : x < 0 ? -d : 0)),
	bound: ([x]) => x.error,
	kinks: ([x]) => [wideMap(x, Number)],
	onnx: (l, [x]) => l.node('Abs', [x]),
	tex: {
		forward: ([x]) => `\\left|${x}\\right|`,
		gradient: (g, [x]) => `${group(g)} \\odot \\operatorname{sign} ${group(x)}`
	}
};

interface Step {
	name: string;
	value(x: number): number;
	/** Signed distance to the jump next to x. */
	jump(x: number): number;
	onnx(l: Lowering, x: string, dtype: DType): string;
	tex(x: string): string;
	/** What becomes of whole numbers: they are left alone, unless `value` counts for them too. */
	countsWhole?: boolean;
}

/** A piecewise constant function: its gradient is 0, and where an error reaches a jump it may be off by it. */
function step({ name, value, jump, onnx, tex, countsWhole = false }: Step): Op {
	const whole = (dtype: DType) => !isFloat(dtype) && !countsWhole;
	return {
		shape: numberType(name),
		forward: ([x], _, out) => (whole(x.dtype) ? x : map(x, out, value)),
		making: eachEntry,
		vjp: (b, g, _out, _inputs, _attrs, needs) => pull(needs, [() => b.add('zeros_like', [g])]),
		jvp: (inputs, tangents, out) => differential(inputs, tangents, out.shape, () => 0),
		bound: (inputs, out) =>
			elementBound(inputs, out, ([x], [e], r) =>
				e > 0 ? Math.max(value(x + e) - r, r - value(x - e)) : 0
			),
		// which jump is the next one changes half-way between two of them, and nothing else does
		kinks: ([x]) => [wideMap(x, (v) => Math.abs(jump(v)))],
		pieces: (_, out) => out,
		onnx: (l, [x], _, node) =>
			whole(node.dtype) ? l.node('Identity', [x]) : onnx(l, x, node.dtype),
		tex: { forward: ([x]) => tex(x), gradient: () => '0' }
	};
}

/** Half to even; −0 from a small negative number. */
function roundEven(x: number): number {
	const down = Math.floor(x);
	const rest = x - down;
	if (!(rest >= 0.5)) return down;
	const isOdd = down % 2 !== 0;
	if (rest > 0.5 || isOdd) return down === -1 ? -0 : down + 1;
	return down;
}

const node = (opType: string) => (l: Lowering, x: string) => l.node(opType, [x]);

const toWhole = (x: number) => x - Math.round(x);

function lowerSign(l: Lowering, x: string, dtype: DType): string {
	const zero = l.constant([0], [], dtype);
	const [above, below] = ['Greater', 'Less'].map((opType) =>
		castTo(l, l.node(opType, [x, zero]), 'bool', dtype)
	);
	return l.node('Sub', [above, below]);
}

export const sign = step({
	name: 'sign_cpu',
	// +0 of either zero, and of NaN
	value: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
	jump: Number,
	// two comparisons: WebGPU lacks ONNX's Sign, which also makes NaN of NaN
	onnx: lowerSign,
	tex: (x) => `\\operatorname{sign} ${group(x)}`,
	countsWhole: true
});
export const floor = step({
	name: 'floor_cpu',
	value: Math.floor,
	jump: toWhole,
	onnx: node('Floor'),
	tex: (x) => `\\lfloor ${x} \\rfloor`
});
export const ceil = step({
	name: 'ceil_cpu',
	value: Math.ceil,
	jump: toWhole,
	onnx: node('Ceil'),
	tex: (x) => `\\lceil ${x} \\rceil`
});
export const round = step({
	name: 'round_cpu',
	value: roundEven,
	jump: (x) => x - Math.floor(x) - 0.5,
	onnx: node('Round'),
	tex: (x) => `\\operatorname{round}\\left(${x}\\right)`
});
