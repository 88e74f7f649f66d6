/** What lights up on the stage for a chosen cell: itself, and the entries that made it. */
import type { Part } from '#engine/explain.ts';
import type { Trace } from '#engine/trace.ts';
import type { Box } from './blocks.ts';
import { footprintOf, type Footprint } from './footprint.ts';
import type { Tile } from './model.ts';

/** Thinnest band, and smallest mark of a cell, in pixels of the screen. */
const BAND = 3;
const MARK = 7;

/** A matrix on the stage, and the node whose value it shows; null while it is empty. */
export interface LitPane {
	readonly key: string;
	readonly shows: number | null;
	/** The node that it stands for, whatever has been made of it since. */
	readonly node: number;
	readonly box: Box;
	readonly tile: Pick<Tile, 'shape' | 'dims'>;
}

export interface CellLit {
	readonly node: number;
	readonly flat: number;
	/** The entries that made it, in terms of values that `isShown`. */
	readonly partsOn: (isShown: (node: number) => boolean) => readonly Part[];
	/** The one term of a sum that is looked at. */
	readonly term: number | null;
}

export interface Light {
	readonly key: string;
	readonly footprint: Footprint;
	/** Index of the dimension along which a band runs; −1 for a single cell. */
	readonly dim: number;
}

export interface Lights {
	/** Panes that are not dimmed. */
	readonly keys: ReadonlySet<string>;
	readonly chosen: readonly Light[];
	readonly bands: readonly Light[];
	readonly term: readonly Light[];
}

function lightOf(pane: LitPane, flats: ArrayLike<number>, least: number): Light {
	const footprint = footprintOf(pane.tile.shape, flats, pane.box, least);
	const axis = { row: -1, column: -2, cell: 0, all: 0 }[footprint.kind];
	const dim = axis === 0 ? -1 : (pane.tile.dims.at(axis) ?? -1);
	return { key: pane.key, footprint, dim };
}

/** The lights of `cell` on `panes` under a camera that enlarges `k` times; null without one. */
export function findLights(
	trace: Trace,
	panes: readonly LitPane[],
	cell: CellLit | null,
	k: number
): Lights | null {
	if (!cell) return null;
	const on = (node: number) => {
		const showing = panes.filter((pane) => pane.shows === node);
		// a weight that has been updated since still stands where it was read
		return showing.length > 0 ? showing : panes.filter((pane) => pane.node === node);
	};
	const own = on(cell.node);
	if (own.length === 0) return null;
	const parts = cell.partsOn((node) => on(node).length > 0);
	const light = ({ node, flats }: Part) =>
		on(node).map((pane) => lightOf(pane, flats, (flats.length > 1 ? BAND : MARK) / k));
	const bands = parts.flatMap(light);
	const { term } = cell;
	const one = parts.flatMap(({ node, flats }) =>
		term === null || term >= flats.length ? [] : light({ node, flats: flats.slice(term, term + 1) })
	);
	const chosen = light({ node: cell.node, flats: Uint32Array.of(cell.flat) });
	return {
		keys: new Set([...own.map(({ key }) => key), ...bands.map(({ key }) => key)]),
		...{ chosen, bands, term: one }
	};
}
