/** The rows of <, <=, >, >=, == and !=: bool results, no gradient, a kink where both sides meet. */
import type { DType, Tensor } from '../tensor.ts';
import { promote } from './dtypes.ts';
import { meet, zip } from './elementwise.ts';
import { castTo, either } from './lower.ts';
import { eachEntry } from './making.ts';
import type { Lowering, Op } from './op.ts';
import { elementBound } from './rounding.ts';

interface Comparison {
	holds(x: number, y: number): boolean;
	onnx(l: Lowering, names: readonly string[]): string;
	tex: string;
	/** ONNX's Equal takes bool; its orderings do not. */
	takesBool?: boolean;
}

/** a − b, whose sign picks the branch. */
function difference([a, b]: readonly Tensor[]): Tensor[] {
	const { shape } = meet(a, b);
	return [zip(a, b, { shape, dtype: 'float64' }, (x, y) => x - y)];
}

function comparison({ holds, onnx, tex, takesBool = false }: Comparison): Op {
	return {
		shape: ([a, b]) => ({ ...meet(a, b), dtype: 'bool' }),
		forward: ([a, b], _, out) => zip(a, b, out, (x, y) => Number(holds(x, y))),
		making: eachEntry,
		vjp: null,
		jvp: null,
		// Undecided (1) where the errors of the two sides overlap; exact sides always decide.
		bound: (inputs, out) =>
			elementBound(inputs, out, (x, e) => {
				const reach = e[0] + e[1];
				return reach !== 0 && !(Math.abs(x[0] - x[1]) > reach) ? 1 : 0;
			}),
		kinks: difference,
		onnx: (l, names, _, _node, types) => {
			let dtype: DType = promote(types[0].dtype, types[1].dtype);
			if (dtype === 'bool' && !takesBool) dtype = 'float32';
			return onnx(
				l,
				names.map((name, i) => castTo(l, name, types[i].dtype, dtype))
			);
		},
		tex: {
			forward: ([a, b]) => `${a} ${tex} ${b}`,
			gradient: () => '0'
		}
	};
}

const node = (opType: string) => (l: Lowering, names: readonly string[]) => l.node(opType, names);

export const lt = comparison({ holds: (x, y) => x < y, onnx: node('Less'), tex: '<' });
export const le = comparison({ holds: (x, y) => x <= y, onnx: node('LessOrEqual'), tex: '\\le' });
export const gt = comparison({ holds: (x, y) => x > y, onnx: node('Greater'), tex: '>' });
export const ge = comparison({
	holds: (x, y) => x >= y,
	onnx: node('GreaterOrEqual'),
	tex: '\\ge'
});
export const eq = comparison({
	holds: (x, y) => x === y,
	onnx: node('Equal'),
	tex: '=',
	takesBool: true
});
export const ne = comparison({
	holds: (x, y) => x !== y,
	onnx: (l, names) => l.node('Not', [l.node('Equal', names)]),
	tex: '\\ne',
	takesBool: true
});
/** Equal, or both NaN: where x is the maximum that was found of it. */
export const attains = comparison({
	holds: (x, y) => x === y || (Number.isNaN(x) && Number.isNaN(y)),
	onnx: (l, [a, b]) => {
		const [isA, isB] = [a, b].map((x) => l.node('Not', [l.node('Equal', [x, x])]));
		return either(l, l.node('Equal', [a, b]), l.node('And', [isA, isB]));
	},
	tex: '=',
	takesBool: true
});
