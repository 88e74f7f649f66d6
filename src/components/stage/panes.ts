/** Every matrix on the stage at one instant: where it is, what it is painted with, how it is meant. */
import type { Coat, Coats, GateCount } from '#scene/coats.ts';
import type { Frame, Sheet } from '#scene/frame.ts';
import type { Box, Layout } from '#scene/layout.ts';
import type { SceneModel, Tile } from '#scene/model.ts';

export interface PaneView {
	readonly key: string;
	readonly tile: Tile;
	readonly part: 'value' | 'gradient';
	/** The node that a selection of this pane means. */
	readonly node: number;
	readonly name: string;
	readonly box: Box;
	readonly labelBelow: boolean;
	readonly scalar: boolean;
	readonly base: Coat | null;
	readonly next: Coat | null;
	readonly reveal: number;
	readonly from: 'left' | 'right' | 'bottom' | 'top';
	readonly fade: number;
	/** What a reading of a cell reads: what is there, else what is arriving. */
	readonly coat: Coat | null;
	/** The node whose value that is. */
	readonly shows: number | null;
	readonly reads: boolean;
	readonly writes: boolean;
	/** Of the gates before it, where there are any, and how far they are shown. */
	readonly gates: GateCount | null;
	readonly gatesShown: number;
	/** Steps of a gradient's making that are done. */
	readonly made: number;
	/** Whether the number of a cell (by its centre, in parts of the matrix) is shown yet. */
	readonly visible: (x: number, y: number) => boolean;
}

type Side = PaneView['from'];

function isRevealed(side: Side, reveal: number): (x: number, y: number) => boolean {
	return (x, y) => ({ left: x, right: 1 - x, top: y, bottom: 1 - y })[side] <= reveal;
}

const isAnywhere = () => true;

function coated(sheet: Sheet, coat: (node: number) => Coat, side: Side) {
	const base = sheet.base === null ? null : coat(sheet.base);
	const next = sheet.next === null ? null : coat(sheet.next);
	const visible = base || !next ? isAnywhere : isRevealed(side, sheet.reveal);
	const shows = sheet.base ?? sheet.next;
	return { base, next, reveal: sheet.reveal, from: side, coat: base ?? next, shows, visible };
}

function valuePane(tile: Tile, layout: Layout, frame: Frame, coats: Coats): PaneView {
	const { value: box, labelBelow } = layout.tiles[tile.id];
	const state = frame.tiles[tile.id];
	const side = state.value.base !== null ? 'right' : 'left';
	return {
		...{
			key: `${tile.id} value`,
			tile,
			part: 'value',
			node: tile.node,
			name: tile.label,
			box,
			labelBelow
		},
		...coated(state.value, (node) => coats.value(tile, node), side),
		...{ scalar: tile.shape.length === 0, fade: 1, gates: null, gatesShown: 0, made: 0 },
		...{ reads: state.reads.value, writes: state.writes.value }
	};
}

function gradientPane(tile: Tile, layout: Layout, frame: Frame, coats: Coats): PaneView[] {
	const { value, gradient: box } = layout.tiles[tile.id];
	const state = frame.tiles[tile.id];
	const { gradient } = tile;
	if (!gradient || !box || !state.gradient) return [];
	const beside = box.y === value.y;
	const emptying = state.gradient.base !== null;
	const side: Side = emptying ? 'top' : beside ? 'bottom' : 'right';
	const painted = coated(state.gradient, (node) => coats.gradient(tile, node), side);
	const gates = coats.gates(tile);
	const waiting = painted.base === null && gates !== null && state.gate > 0;
	return [
		{
			...{
				key: `${tile.id} gradient`,
				tile,
				part: 'gradient',
				node: gradient.node,
				name: gradient.label,
				box
			},
			...{ ...painted, base: waiting ? gates : painted.base, fade: waiting ? state.gate : 1 },
			...{
				labelBelow: false,
				scalar: tile.shape.length === 0,
				made: state.made,
				gates: gates?.count ?? null,
				gatesShown: state.gate
			},
			...{ reads: state.reads.gradient, writes: state.writes.gradient }
		}
	];
}

export function panesOf(model: SceneModel, layout: Layout, frame: Frame, coats: Coats): PaneView[] {
	// while a layout moves to the next, model and frame are already the next
	const placed = model.tiles.filter((tile) => tile.id in layout.tiles && tile.id in frame.tiles);
	return placed.flatMap((tile) => [
		valuePane(tile, layout, frame, coats),
		...gradientPane(tile, layout, frame, coats)
	]);
}
