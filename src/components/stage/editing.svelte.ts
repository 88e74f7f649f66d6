/**
 * Changing one number in its cell: which cell is asked for, in what manner, and why not. Only the
 * values that a lesson starts with can be changed; everything else follows from them.
 */
import type { Trace } from '#engine/trace.ts';
import type { Box } from '#scene/layout.ts';
import { gridOf } from '#scene/grid.ts';
import type { PaneView } from './panes.ts';

/** What the stage needs to let numbers be changed. */
export interface Editor {
	/** The iteration whose values on arrival are the starting ones. */
	readonly first: number;
	readonly edits: readonly { readonly name: string; readonly flat: number; readonly was: number }[];
	commit(name: string, flat: number, value: number): void;
	/** Shows the moment at which numbers can be changed. */
	rewind(): void;
}

/** Why a cell cannot be changed: the lesson computes it, or it is no longer what the lesson starts with. */
export type Refusal = 'computed' | 'later';

export interface Asked {
	readonly key: string;
	readonly flat: number;
	/** A finger's first tap only offers; everything else goes straight to the field. */
	readonly manner: 'offer' | 'field' | Refusal;
	/** The key that began it, to stand in the field. */
	readonly typed: string;
}

function isStarting(pane: PaneView, trace: Trace, first: number): boolean {
	return trace.iteration === first && pane.coat?.tensor === trace.values[pane.tile.node];
}

export function refusalOf(pane: PaneView, trace: Trace, { first }: Editor): Refusal | null {
	const { tile, part } = pane;
	const { dtype } = trace.graph.nodes[tile.node];
	if (part === 'gradient' || tile.op !== 'input' || !dtype.startsWith('float')) {
		return 'computed';
	}
	return isStarting(pane, trace, first) ? null : 'later';
}

/** Cells of a pane that show a changed number, with the lesson's own. */
export function editedCells(
	pane: PaneView,
	trace: Trace,
	editor: Editor | undefined
): ReadonlyMap<number, number> {
	if (!editor || pane.part === 'gradient' || !isStarting(pane, trace, editor.first)) {
		return new Map();
	}
	const here = editor.edits.filter(({ name }) => name === pane.name);
	return new Map(here.map(({ flat, was }) => [flat, was]));
}

/** Where cell `flat` of a pane is, in world coordinates. */
export function cellBox({ box, tile }: PaneView, flat: number): Box {
	const { rows, columns } = gridOf(tile.shape);
	const [width, height] = [box.width / columns, box.height / rows];
	const [row, column] = [Math.floor(flat / columns), flat % columns];
	return { x: box.x + column * width, y: box.y + row * height, width, height };
}

/** The cell under a point of the world. */
export function cellAt(panes: readonly PaneView[], [x, y]: readonly [number, number]) {
	const pane = panes.find(
		({ box }) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height
	);
	if (!pane) return null;
	const { rows, columns } = gridOf(pane.tile.shape);
	const row = Math.floor(((y - pane.box.y) / pane.box.height) * rows);
	const column = Math.floor(((x - pane.box.x) / pane.box.width) * columns);
	return { pane, flat: row * columns + column };
}

/** The stage as it is now. */
export interface Scene {
	readonly panes: readonly PaneView[];
	readonly trace: Trace;
	/** Absent: nothing can be changed. */
	readonly editor: Editor | undefined;
	/** Whether cells have their numbers in them. */
	readonly readable: boolean;
}

export class CellEditing {
	asked = $state.raw<Asked | null>(null);
	readonly #scene: () => Scene;
	#from: Element | null = null;

	constructor(scene: () => Scene) {
		this.#scene = scene;
	}

	/** The pane whose cell is asked for, if it is still there. */
	get pane(): PaneView | null {
		return this.#scene().panes.find(({ key }) => key === this.asked?.key) ?? null;
	}

	/** A double click asks for the cell at a point of the world; a finger's tap is offered it. */
	click(event: MouseEvent, world: readonly [number, number]): void {
		const isTap = event instanceof PointerEvent && event.pointerType === 'touch';
		const isDouble = event.type === 'dblclick';
		const isOnPane = event.target instanceof Element && event.target.closest('.pane');
		if (!isOnPane || !(isTap || isDouble)) return;
		const { panes, readable } = this.#scene();
		const cell = cellAt(panes, world);
		if (cell && (readable || cell.pane.scalar)) this.#ask(cell.pane, cell.flat, '', !isDouble);
		else this.close();
	}

	/** A key while a cell is read: F2, or the start of a number. True if it is taken. */
	press({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, pane: PaneView, flat: number): boolean {
		if (ctrlKey || metaKey || altKey) return false;
		const { trace, editor } = this.#scene();
		if (key === 'F2') return this.#ask(pane, flat, '');
		const begins = /^[-−.\d]$/.test(key) && editor && !refusalOf(pane, trace, editor);
		return begins ? this.#ask(pane, flat, key) : false;
	}

	#ask(pane: PaneView, flat: number, typed: string, offers = false): boolean {
		const { trace, editor } = this.#scene();
		if (!editor || pane.coat === null) return false;
		const refusal = refusalOf(pane, trace, editor);
		if (offers && refusal === 'computed') {
			this.close();
			return false;
		}
		this.#from ??= document.activeElement;
		this.asked = { key: pane.key, flat, manner: refusal ?? (offers ? 'offer' : 'field'), typed };
		return true;
	}

	/** From the offer to the field. */
	accept(): void {
		if (this.asked) this.asked = { ...this.asked, manner: 'field' };
	}

	/** `givesBack`: the focus goes back to what had it. */
	close(givesBack = false): void {
		const from = this.#from;
		this.asked = null;
		this.#from = null;
		if (givesBack && (from instanceof HTMLElement || from instanceof SVGElement)) {
			from.focus({ preventScroll: true });
		}
	}
}
