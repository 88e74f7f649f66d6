/**
 * A preview is a trace that travels light: structure, names, steps and small values are those of
 * the iteration; large values stay behind, and what the picture needs of them comes along.
 */
import { sizeOf, type Tensor } from '#engine/tensor.ts';
import type { Trace } from '#engine/trace.ts';
import { largest } from './gradients.ts';
import { scaleOf, type Scale } from './scale.ts';

/** What is known of a tensor whose numbers stayed behind. */
export interface Outline {
	readonly scale: Scale;
	/** Its largest magnitude, Infinity where there is none. */
	readonly largest: number;
	/** Name of the picture of its cells (see `sketch`); null where none is needed. */
	readonly image: string | null;
}

export interface Preview extends Trace {
	/** Iterations of the lesson's loop; null where that is not known beforehand. */
	readonly total: number | null;
	/** By node, for every value that is absent. */
	readonly outlines: Readonly<Record<number, Outline>>;
}

/** Tensors up to this size come whole. */
const SMALL = 1;

/** `trace` without its large values; `pictured` are the nodes whose cells will be seen. */
export function createPreview(
	trace: Trace,
	pictured: ReadonlySet<number>,
	total: number | null
): Preview {
	const outlines: Record<number, Outline> = {};
	const values = trace.values.map((tensor, node): Tensor => {
		if (tensor.data.length <= SMALL) return tensor;
		outlines[node] = {
			scale: scaleOf(tensor, 'linear'),
			largest: largest(tensor.data),
			image: pictured.has(node) ? `n${node}` : null
		};
		return { ...tensor, data: tensor.data.slice(0, 0) };
	});
	return { ...trace, values, outlines, total };
}

export function isPreview(trace: Trace | null): trace is Preview {
	return trace !== null && 'outlines' in trace;
}

/** The outline of a node whose value stayed behind; undefined where the value is there. */
export function outlineOf(trace: Trace, node: number): Outline | undefined {
	return isPreview(trace) ? trace.outlines[node] : undefined;
}

/** Whether the numbers of `tensor` stayed behind: it has cells, and nothing to read in them. */
export function isAbsent(tensor: Tensor): boolean {
	return tensor.data.length < sizeOf(tensor.shape);
}
