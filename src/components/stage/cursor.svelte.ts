/** The cell that is being read: under the pointer, or where the arrow keys have gone. */
import { gridOf, indexOf } from '#scene/grid.ts';
import { isAbsent } from '#scene/preview.ts';
import type { PaneView } from './panes.ts';

export interface Cursor {
	readonly key: string;
	readonly flat: number;
	/** Set by keys, so that a screen reader should hear it. */
	readonly spoken: boolean;
}

interface Cell {
	readonly node: number;
	readonly flat: number;
}

export interface Scene {
	/** The cell that is being explained. */
	readonly cell: Cell | null;
	readonly onpick?: (cell: Cell | null) => void;
	readonly onhover?: (
		reading: { node: number; index: readonly number[] | null; value: number | null } | null
	) => void;
}

export class CellCursor {
	at = $state.raw<Cursor | null>(null);
	readonly #scene: () => Scene;

	constructor(scene: () => Scene) {
		this.#scene = scene;
	}

	/** To the cell of `pane` at a point of the world; null where the pointer has left. */
	point(pane: PaneView, world: readonly [number, number] | null): void {
		if (!world) return this.#read(null);
		const [x, y] = world;
		const { rows, columns } = gridOf(pane.tile.shape);
		const row = Math.floor(((y - pane.box.y) / pane.box.height) * rows);
		const column = Math.floor(((x - pane.box.x) / pane.box.width) * columns);
		this.#read({ pane, row, column, spoken: false });
	}

	/** Moves the reading cell by keys, and the explained one with it; the first key sets it on the first cell. */
	walk(pane: PaneView, rows: number, columns: number): void {
		const { cell, onpick } = this.#scene();
		const isExplained = cell !== null && cell.node === pane.shows;
		const own = this.at?.key === pane.key ? this.at.flat : null;
		const from = isExplained ? cell.flat : own;
		if (from === null) return this.#read({ pane, row: 0, column: 0, spoken: true });
		const across = gridOf(pane.tile.shape).columns;
		const row = Math.floor(from / across) + rows;
		this.#read({ pane, row, column: (from % across) + columns, spoken: !isExplained });
		const to = this.at?.flat;
		if (isExplained && to !== undefined && to !== cell.flat)
			onpick?.({ node: cell.node, flat: to });
	}

	/** The cell that keys mean: the one that they read, else the one that is explained. */
	ofKeys(panes: readonly PaneView[]): { readonly pane: PaneView; readonly flat: number } | null {
		const { at } = this;
		const { cell } = this.#scene();
		const read = at?.spoken ? panes.find(({ key }) => key === at.key) : undefined;
		if (read && at) return { pane: read, flat: at.flat };
		const pane = cell && panes.find(({ shows }) => shows === cell.node);
		return pane ? { pane, flat: cell.flat } : null;
	}

	#read(to: { pane: PaneView; row: number; column: number; spoken: boolean } | null): void {
		const { onhover } = this.#scene();
		if (!to) {
			this.at = null;
			return onhover?.(null);
		}
		const { pane, spoken } = to;
		const { rows, columns } = gridOf(pane.tile.shape);
		const within = (index: number, count: number) => Math.min(count - 1, Math.max(0, index));
		const flat = within(to.row, rows) * columns + within(to.column, columns);
		this.at = { key: pane.key, flat, spoken };
		const coated = pane.coat?.tensor;
		const tensor = coated && !isAbsent(coated) ? coated : null;
		const index = tensor ? indexOf(tensor.shape, flat) : null;
		onhover?.({ node: pane.node, index, value: tensor ? tensor.data[flat] : null });
	}
}
