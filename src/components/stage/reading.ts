/** What is read off a matrix: the cell under the pointer or the keys, and what the stage has beside numbers. */
import { formatNumber } from '#scene/format.ts';
import { gridOf, indexOf } from '#scene/grid.ts';
import type { Camera } from '#scene/camera.ts';
import type { Box } from '#scene/layout.ts';
import { isAbsent } from '#scene/preview.ts';
import { cellBox, isTooSmall } from '#scene/lens.ts';
import type { PaneView } from './panes.ts';

export interface Reading {
	/** `h[3, 17]` */
	readonly place: string;
	readonly value: string;
	/** The lesson's own number where the reader has changed it. */
	readonly was: string | null;
}

export function placeOf({ name, tile }: PaneView, flat: number): string {
	const index = indexOf(tile.shape, flat);
	return index.length > 0 ? `${name}[${index.join(', ')}]` : name;
}

export function readingOf(pane: PaneView, flat: number, was: number | undefined): Reading | null {
	const tensor = pane.coat?.tensor;
	if (!tensor || isAbsent(tensor)) return null;
	return {
		place: placeOf(pane, flat),
		value: formatNumber(tensor.data[flat], 5),
		was: was === undefined ? null : formatNumber(was, 5)
	};
}

/** The cell on the screen if it is too small to read there, else null. */
export function lensCellOf(pane: PaneView, flat: number, camera: Camera): Box | null {
	const grid = gridOf(pane.tile.shape);
	if (pane.scalar || !pane.coat || isAbsent(pane.coat.tensor)) return null;
	if (!isTooSmall(grid, pane.box, camera.k)) return null;
	const row = Math.floor(flat / grid.columns);
	const { x, y, width, height } = cellBox(grid, pane.box, row, flat % grid.columns);
	const { k } = camera;
	return { x: x * k + camera.x, y: y * k + camera.y, width: width * k, height: height * k };
}

export function oddOn(panes: readonly PaneView[]): { nan: boolean; infinity: boolean } {
	const has = (what: 'hasNaN' | 'hasInfinity') =>
		panes.some((pane) => pane.coat?.survey[what] ?? false);
	return { nan: has('hasNaN'), infinity: has('hasInfinity') };
}
