/** What the rows' `vjp` columns share: building only the gradients asked for, and un-broadcasting. */
import type { Builder, Node } from '../graph.ts';
import { broadcastDims, sameShape } from '../shape.ts';

/** Builds gradient i by `rules[i]` where `needs[i]`, else null. */
export function pull(
	needs: readonly boolean[],
	rules: readonly (() => Node | null)[]
): (Node | null)[] {
	return rules.map((rule, i) => (needs[i] ? rule() : null));
}

/**
 * The adjoint of broadcasting `to` to the shape of `g`: sums over the stretched dimensions.
 * A gradient also takes the dtype of what it is the gradient of.
 */
export function unbroadcast(b: Builder, g: Node, to: Node): Node {
	const dim = broadcastDims(to.shape, g.shape);
	let out = dim.length > 0 ? b.add('sum', [g], { dim, keepdim: true }) : g;
	if (!sameShape(out.shape, to.shape)) out = b.add('reshape', [out], { shape: to.shape });
	return out.dtype === to.dtype ? out : b.add('cast', [out], { dtype: to.dtype });
}
