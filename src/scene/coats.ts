/** What a matrix is painted from: a tensor, its scale, and which cells lie behind a shut gate. */
import { full, type Tensor } from '#engine/tensor.ts';
import type { Trace } from '#engine/trace.ts';
import { gridOf } from './grid.ts';
import type { KeptScales } from './kept.ts';
import type { Tile } from './model.ts';
import { isAbsent, outlineOf } from './preview.ts';
import { scaleOf, surveyOf, type Scale, type ScaleKind, type Survey } from './scale.ts';

export interface Coat {
	readonly tensor: Tensor;
	readonly scale: Scale;
	/** The iteration that the scale is kept from; null where it is the tensor's own. */
	readonly keptFrom: number | null;
	readonly survey: Survey;
	/** Nonzero where a ReLU lets no gradient through. */
	readonly shut: Uint8Array | null;
	/** Of the gates that stand alone. */
	readonly count?: GateCount;
	/** Name of the picture to show where the tensor's numbers are absent. */
	readonly image?: string | null;
}

export interface Coats {
	/** A tile's value as held by `node`. The same node gives the same object, so nothing is painted twice. */
	value(tile: Tile, node: number): Coat;
	/** The gradient of a tile as held by `node`, with the gates it passed. */
	gradient(tile: Tile, node: number): Coat;
	/** The gates alone, before the gradient is there; null where there is none. */
	gates(tile: Tile): Coat | null;
}

/** Cells of `x` where `op` passes no gradient; at a bound of clamp it passes, as in PyTorch 1.13. */
export function shutGates(
	x: Tensor,
	op: string,
	attrs: Readonly<Record<string, unknown>>
): Uint8Array {
	const least = op === 'relu' ? 0 : ((attrs.min as number | null) ?? -Infinity);
	const most = op === 'relu' ? Infinity : ((attrs.max as number | null) ?? Infinity);
	const shut = new Uint8Array(x.data.length);
	for (let i = 0; i < shut.length; i++) {
		const value = x.data[i];
		shut[i] = value < least || value > most || (op === 'relu' && value === 0) ? 1 : 0;
	}
	return shut;
}

/** What is counted of the gates of a ReLU. */
export interface GateCount {
	readonly shut: number;
	readonly total: number;
	/** Columns (hidden units) that are shut for every row (sample): nothing can teach them now. */
	readonly dead: number;
}

/** Counts the gates `shut` of a matrix with `columns` columns; one row alone has no dead units. */
export function countGates(shut: Uint8Array, columns: number): GateCount {
	const open = new Uint8Array(columns);
	let count = 0;
	for (let i = 0; i < shut.length; i++) {
		count += shut[i];
		if (!shut[i]) open[i % columns] = 1;
	}
	const dead = shut.length > columns ? columns - open.reduce((sum, each) => sum + each, 0) : 0;
	return { shut: count, total: shut.length, dead };
}

/** Remembers what it made, per trace: make one when the trace, or the way to colour it, changes. */
export function createCoats(trace: Trace, kind: ScaleKind, kept: KeptScales | null = null): Coats {
	const made = new Map<string, Coat>();
	const once = (key: string, make: () => Coat): Coat => {
		const coat = made.get(key) ?? make();
		made.set(key, coat);
		return coat;
	};
	const coatOf = (node: number, label: string, shut: Uint8Array | null): Coat => {
		const tensor = trace.values[node];
		const outline = outlineOf(trace, node);
		if (outline) {
			const { scale, image, largest: most } = outline;
			const survey = { most, spread: 0, hasNaN: false, hasInfinity: false };
			return { tensor, scale, keptFrom: null, survey, shut: null, image };
		}
		const survey = surveyOf(tensor);
		const limit = kept?.limit(label) ?? null;
		const keptFrom = kept && limit !== null ? kept.iteration : null;
		return { tensor, scale: scaleOf(tensor, kind, limit, survey), keptFrom, survey, shut };
	};
	const shutOf = (tile: Tile): Uint8Array | null => {
		const gate = tile.gradient?.gate;
		if (gate == null) return null;
		const { op, attrs } = trace.graph.nodes[gate];
		return shutGates(trace.values[tile.node], op, attrs);
	};
	const value = (tile: Tile, node: number) =>
		once(`${tile.id} ${node}`, () => coatOf(node, tile.label, null));
	const gates = (tile: Tile): Coat | null => {
		if (tile.gradient?.gate == null || isAbsent(trace.values[tile.node])) return null;
		return once(`gates ${tile.id}`, () => {
			const tensor = full(tile.shape, 0, 'float32');
			const survey = surveyOf(tensor);
			const shut = shutOf(tile);
			const count = shut ? countGates(shut, gridOf(tile.shape).columns) : undefined;
			return { tensor, scale: scaleOf(tensor, kind), keptFrom: null, survey, shut, count };
		});
	};
	const gradient = (tile: Tile, node: number) =>
		once(`gradient ${tile.id} ${node}`, () =>
			coatOf(node, tile.gradient!.label, gates(tile)?.shut ?? null)
		);
	return { value, gradient, gates };
}
