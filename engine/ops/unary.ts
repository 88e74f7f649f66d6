/** Makes a row of a smooth function of one argument from what is its own. */
import type { Builder, Node } from '../graph.ts';
import type { Tensor } from '../tensor.ts';
import { differential, map } from './elementwise.ts';
import { floatType, libraryBound, type Accuracy } from './library.ts';
import { castTo } from './lower.ts';
import { eachEntry } from './making.ts';
import type { Lowering, Op } from './op.ts';
import { pull } from './pull.ts';

export interface Smooth extends Accuracy {
	value(x: number): number;
	/** f′(x) in float64, by another formula than `pull`. */
	slope(x: number): number;
	/** The gradient of x, given that of r = f(x). */
	pull(b: Builder, g: Node, r: Node, x: Node): Node;
	onnx(l: Lowering, x: string): string;
	tex: Op['tex'];
	/** The arguments whose sign picks a branch. */
	kinks?(x: Tensor): Tensor[];
}

export function smooth(f: Smooth): Op {
	const { kinks } = f;
	return {
		shape: floatType,
		forward: ([x], _, out) => map(x, out, f.value),
		making: eachEntry,
		vjp: (b, g, out, [x], _attrs, needs) => pull(needs, [() => f.pull(b, g, out, x)]),
		jvp: (inputs, tangents, out) =>
			differential(inputs, tangents, out.shape, ([x], [d]) => d * f.slope(x)),
		bound: libraryBound(f),
		kinks: kinks ? ([x]) => kinks(x) : null,
		onnx: (l, [x], _, node, types) => f.onnx(l, castTo(l, x, types[0].dtype, node.dtype)),
		tex: f.tex
	};
}
