/** Where numbers of an iteration leave the range that a float can hold. */
import type { Trace } from '#engine/trace.ts';
import type { Tensor } from '#engine/tensor.ts';

export function isAllFinite({ data }: Tensor): boolean {
	for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
	return true;
}

/** The first step that makes infinity or NaN of numbers that were all finite; null where none does. */
export function firstBreak({ steps, graph, values }: Trace): number | null {
	const index = steps.findIndex(
		({ node }) =>
			!isAllFinite(values[node]) &&
			graph.nodes[node].inputs.every((input) => isAllFinite(values[input]))
	);
	return index < 0 ? null : index;
}
