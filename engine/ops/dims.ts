/** Which dimensions a reduction takes, and how gradients are spread back over them. */
import type { Builder, Node } from '../graph.ts';
import { normalizeDim, sameShape, ShapeError } from '../shape.ts';
import type { Shape } from '../tensor.ts';

export interface Reduction {
	readonly dim: readonly number[] | null;
	readonly keepdim: boolean;
}

/** The dimensions reduced, ascending; none named means all. */
export function reducedDims(shape: Shape, dim: Reduction['dim']): number[] {
	if (dim === null || dim.length === 0) return shape.map((_, i) => i);
	const dims = dim.map((d) => normalizeDim(d, shape.length));
	const twice = dims.find((d, i) => dims.indexOf(d) !== i);
	if (twice !== undefined) {
		throw new ShapeError(`dim ${twice} appears multiple times in the list of dims`);
	}
	return dims.filter((d) => d < shape.length).sort((a, b) => a - b);
}

/** The result's shape as if keepdim were true. */
export function keptShape(shape: Shape, dim: Reduction['dim']): number[] {
	const dims = reducedDims(shape, dim);
	return shape.map((extent, i) => (dims.includes(i) ? 1 : extent));
}

export function reducedShape(shape: Shape, { dim, keepdim }: Reduction): Shape {
	if (keepdim) return keptShape(shape, dim);
	const dims = reducedDims(shape, dim);
	return shape.filter((_, i) => !dims.includes(i));
}

/** How many elements of `x` make one of the result. */
export function countOf(shape: Shape, dim: Reduction['dim']): number {
	return reducedDims(shape, dim).reduce((n, d) => n * shape[d], 1);
}

/** A value of the reduction's shape, in the shape that broadcasts against `x`. */
export function aligned(b: Builder, g: Node, x: Node, dim: Reduction['dim']): Node {
	const kept = keptShape(x.shape, dim);
	const isLined = g.shape.length === 0 || sameShape(g.shape, kept);
	return isLined ? g : b.add('reshape', [g], { shape: kept });
}

/** Spreads the gradient of a reduction over what was reduced. */
export function spread(b: Builder, g: Node, x: Node, dim: Reduction['dim']): Node {
	const lined = aligned(b, g, x, dim);
	return sameShape(lined.shape, x.shape) ? lined : b.add('expand', [lined], { shape: x.shape });
}

export function texDims(dim: Reduction['dim']): string {
	return dim === null || dim.length === 0 ? '' : `_{\\mathrm{dim}\\,${dim.join(',')}}`;
}
