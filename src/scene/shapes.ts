/** Shapes in named dimensions, and which of them an op takes away: (N×D_in)(D_in×H) → N×H. */
import type { Node } from '#engine/graph.ts';
import type { Trace } from '#engine/trace.ts';
import type { SceneModel } from './model.ts';

export interface Axis {
	/** Index into the model's dims; −1 for an axis of extent 1. */
	readonly dim: number;
	readonly extent: number;
	/** The op sums over it. */
	readonly cancels: boolean;
}

export interface ShapeStory {
	/** One list of axes an operand; constants are left out. */
	readonly operands: readonly (readonly Axis[])[];
	readonly result: readonly Axis[];
	readonly isProduct: boolean;
}

const NONE: ReadonlySet<number> = new Set();

/** The axes of the value of `node`, those in `gone` cancelling. */
export function axesOf(trace: Trace, model: SceneModel, node: number, gone = NONE): Axis[] {
	const dims = model.dimsOf[node];
	return trace.graph.nodes[node].shape.map((extent, axis) => ({
		...{ dim: dims[axis], extent, cancels: gone.has(axis) }
	}));
}

/** The axis that a product sums over; null for any other op. */
export function cancelledBy(trace: Trace, model: SceneModel, node: number): Axis | null {
	const { op, inputs } = trace.graph.nodes[node];
	return op === 'mm' ? axesOf(trace, model, inputs[0], new Set([1]))[1] : null;
}

function summedAxes({ op, attrs }: Node, rank: number): ReadonlySet<number> {
	if (op !== 'sum' && op !== 'mean') return NONE;
	const dim = attrs.dim as readonly number[] | null;
	const all = Array.from({ length: rank }, (_, axis) => axis);
	return new Set(dim === null ? all : dim.map((d) => (d < 0 ? d + rank : d)));
}

/** What happens to the shapes at `node`; null where nothing comes in. */
export function shapeStory(trace: Trace, model: SceneModel, node: number): ShapeStory | null {
	const { nodes } = trace.graph;
	const isProduct = nodes[node].op === 'mm';
	const operands = nodes[node].inputs.flatMap((input, place): Axis[][] => {
		if (nodes[input].op === 'constant') return [];
		const rank = nodes[input].shape.length;
		const gone = isProduct ? new Set([1 - place]) : summedAxes(nodes[node], rank);
		return [axesOf(trace, model, input, gone)];
	});
	if (operands.length === 0) return null;
	return { operands, result: axesOf(trace, model, node), isProduct };
}

/** An axis as it is written: `D_in`; in digits where the lesson has no name for it. */
export function axisName(model: Pick<SceneModel, 'dims'>, { dim, extent }: Axis): string {
	return model.dims[dim]?.name ?? String(extent);
}

/** `N×D_in`; nothing for a scalar. */
export function axesText(model: Pick<SceneModel, 'dims'>, axes: readonly Axis[]): string {
	return axes.map((axis) => axisName(model, axis)).join('×');
}
