/** The values behind a cell as columns of a table: which entries of which value, along which dimension. */
import type { Explanation, Part } from '#engine/explain.ts';
import type { Trace } from '#engine/trace.ts';
import { indexOf } from './grid.ts';
import { indexLetters } from './letters.ts';
import type { SceneModel } from './model.ts';
import { namesOf } from './narrate.ts';
import { expressionOf } from './expression.ts';

export interface Axis {
	/** The index where it is the same in every term, else the letter that runs. */
	readonly at: number | string;
	/** Index into `SceneModel.dims`, or −1. */
	readonly dim: number;
}

export interface Operand extends Part {
	readonly label: string;
	readonly axes: readonly Axis[];
}

export interface Running {
	readonly letter: string;
	readonly dim: number;
	readonly extent: number;
}

/** The dimensions of the axes of `node`, as far as the picture shows it or something of its shape. */
export function dimsOf(trace: Trace, model: SceneModel, node: number): readonly number[] {
	const { shape, op, inputs } = trace.graph.nodes[node];
	const place = model.places.get(node);
	const tile = place && model.tiles.find(({ id }) => id === place.id);
	if (tile && tile.shape.join() === shape.join()) return tile.dims;
	// an elementwise op has the dimensions of an operand of its shape
	const like = inputs.find((input) => trace.graph.nodes[input].shape.join() === shape.join());
	if (like !== undefined && op !== 't' && op !== 'mm') return dimsOf(trace, model, like);
	return shape.map(() => -1);
}

/** What each axis of `node` is at, letters where the entries `flats` differ. */
export function axesOf(trace: Trace, model: SceneModel, { node, flats }: Part): Axis[] {
	const { shape } = trace.graph.nodes[node];
	const dims = dimsOf(trace, model, node);
	const letters = indexLetters(model.dims);
	const [first, last] = [indexOf(shape, flats[0]), indexOf(shape, flats[flats.length - 1])];
	return shape.map((_, axis) => {
		const dim = dims[axis];
		const letter = dim >= 0 ? letters[dim] : `i${axis}`;
		return { at: first[axis] === last[axis] ? first[axis] : letter, dim };
	});
}

export function operandsOf(trace: Trace, model: SceneModel, { parts }: Explanation): Operand[] {
	const names = namesOf(trace, model);
	return parts.map((part) => ({
		...part,
		label: names.get(part.node) ?? expressionOf(trace.graph, part.node, names),
		axes: axesOf(trace, model, part)
	}));
}

/** What the terms of a sum run over: the axes along which the entries of its first operand differ. */
export function runningOf(trace: Trace, [first]: readonly Operand[]): Running[] {
	const { shape } = trace.graph.nodes[first.node];
	return first.axes.flatMap(({ at, dim }, axis) =>
		typeof at === 'string' ? [{ letter: at, dim, extent: shape[axis] }] : []
	);
}

/** Where term `term` is along what the terms run over: `[5]`, for a sum over all `[5, 2]`. */
export function placeOf(trace: Trace, { node, flats, axes }: Operand, term: number): number[] {
	const index = indexOf(trace.graph.nodes[node].shape, flats[term]);
	return index.filter((_, axis) => typeof axes[axis].at === 'string');
}
