/**
 * A block is what moves as one on the stage: a member of the data path with its chip, its
 * gradient under it and the leaves that stand beside it. Coordinates here are relative to the
 * left edge of the tile and to the data line (y = 0, the middle of the values).
 */
import { LABEL_GAP, READABLE, sideOf, textWidth, type Density } from './density.ts';
import { formatLoss } from './format.ts';
import { gridOf } from './grid.ts';
import { isCard } from './card.ts';
import type { Card, SceneModel, Tile } from './model.ts';
import { showShape } from '#engine/shape.ts';

export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface TileBox {
	readonly value: Box;
	readonly gradient: Box | null;
	/** A satellite under the path has its label below, everything else above. */
	readonly labelBelow: boolean;
}

export interface Block {
	readonly id: string;
	/** The chip, relative like everything; null on a leaf and on a card. */
	readonly chip: Box | null;
	readonly main: TileBox;
	/** The gradient counts shut gates, in a line under it. */
	readonly gated: boolean;
	readonly satellites: readonly (TileBox & {
		readonly id: string;
		readonly side: 'above' | 'below';
	})[];
	/** Relative to the tile's left edge: start of the chip's lane (≤ 0), end of the path row, end of everything. */
	readonly left: number;
	readonly right: number;
	readonly reach: { readonly above: number; readonly below: number };
	readonly top: number;
	readonly bottom: number;
	/** Middle of the gradient row, and of the lane in which gradients go up to parameters. */
	readonly row: number;
	readonly lane: number;
}

/** What all blocks of a model share. */
export interface Common {
	/** Half the height of the tallest value on the path, and the height of the tallest gradient. */
	readonly half: number;
	readonly gradient: number;
	/** Numbers are in the cells. */
	readonly readable: boolean;
	/** The leaves beside each member of the path, in order. */
	readonly leaves: ReadonlyMap<string, readonly Leaf[]>;
}

interface Leaf {
	readonly tile: Tile;
	readonly side: 'above' | 'below';
}

/** Measures what the blocks of `model` share. */
export function commonOf(model: SceneModel, d: Density): Common {
	const tiles = new Map(model.tiles.map((tile) => [tile.id, tile]));
	const readable = d.cell !== null && isReadable(model);
	const onPath = model.path.map((id) => tiles.get(id)).filter((tile) => tile !== undefined);
	const heights = onPath.map((tile) => tileSize(tile, readable, d).height);
	const slopes = onPath.flatMap((tile, i) => (tile.gradient ? [heights[i]] : []));
	const leaves = new Map<string, Leaf[]>();
	for (const { from, to, satellite: side } of model.links) {
		const tile = tiles.get(from);
		if (side && tile) leaves.set(to, [...(leaves.get(to) ?? []), { tile, side }]);
	}
	return { half: Math.max(0, ...heights) / 2, gradient: Math.max(0, ...slopes), readable, leaves };
}

/** Whether every matrix of the model is small enough to have its numbers in its cells. */
export function isReadable(model: SceneModel): boolean {
	return model.tiles.every((tile) => {
		const { rows, columns } = gridOf(tile.shape);
		return rows <= READABLE && columns <= READABLE;
	});
}

export function tileSize(
	tile: Tile,
	readable: boolean,
	d: Density
): { width: number; height: number } {
	if (tile.shape.length === 0)
		return { width: Math.round(d.small * 6.6), height: Math.round(d.small * 2.4) };
	const { rows, columns } = gridOf(tile.shape);
	if (readable && d.cell) return { width: columns * d.cell[0], height: rows * d.cell[1] };
	return { width: sideOf(columns, d.side), height: sideOf(rows, d.side) };
}

export function labelHeight(d: Density): number {
	return d.large + LABEL_GAP + (d.lines === 2 ? d.small * 1.25 : 0);
}

export function labelWidth(tile: Tile, d: Density): number {
	const name = textWidth(tile.label, d.large);
	const shape = textWidth(showShape(tile.shape), d.small);
	return d.lines === 2 ? Math.max(name, shape) : name + 10 + shape;
}

/** Dots of a gradient's steps are this far apart. */
export function dotPitch(d: Density): number {
	return Math.round(d.small * 0.62);
}

/** ∂ is rarely in the mono face: its place is a little wider than a letter's. */
export const PARTIAL = 0.74;

/** What stands on the chip of `tile`: its op, or the group that is folded into it. */
export function opText({ op, fold }: Tile): string {
	return fold?.name ?? op;
}

export function gradientNameWidth(label: string, d: Density): number {
	return textWidth(label.slice(1), d.large) + d.large * PARTIAL;
}

export function gradientLabelWidth(tile: Tile, d: Density): number {
	if (!tile.gradient) return 0;
	const { label, ops } = tile.gradient;
	const longest = d.recipe ? Math.max(0, ...ops.map((op) => textWidth(op, d.small))) : 0;
	return (
		gradientNameWidth(label, d) + 8 + ops.length * dotPitch(d) + (longest > 0 ? 6 + longest : 0)
	);
}

export function cardSize(card: Card, half: number, d: Density): { width: number; height: number } {
	const texts = [
		textWidth(card.label, d.large) + 34,
		textWidth(card.formula, d.small),
		...[88_888_888, 8.88888e-8].map((loss) => textWidth(formatLoss(loss), d.large * 1.25))
	];
	return {
		width: Math.min(300, Math.max(...texts)) + 28,
		height: Math.max(2 * half, d.large * 6.2)
	};
}

/** Measures a block. */
export function createBlock(thing: Tile | Card, common: Common, d: Density): Block {
	const { readable } = common;
	const isTile = !isCard(thing);
	const size = isTile ? tileSize(thing, readable, d) : cardSize(thing, common.half, d);
	const value = { x: 0, y: -size.height / 2, ...size };
	const half = Math.max(common.half, size.height / 2);
	const gradientTop = half + labelHeight(d) + 14;
	const centred = gradientTop + Math.max(0, common.gradient - size.height) / 2;
	const gradient = isTile && thing.gradient ? { x: 0, y: centred, ...size } : null;
	/* one row for all, even where a block is taller than the values on its line */
	const row = Math.max(
		common.half + labelHeight(d) + 14 + common.gradient / 2,
		size.height / 2 + 20
	);
	const labels = isTile ? [labelWidth(thing, d), gradientLabelWidth(thing, d)] : [];
	const chipWidth =
		isTile && thing.op !== 'input' ? Math.max(36, textWidth(opText(thing), d.small) + 18) : 0;
	const chipHeight = Math.round(d.small * 2);
	const chip =
		chipWidth > 0
			? { x: -d.arrow - chipWidth, y: -chipHeight / 2, width: chipWidth, height: chipHeight }
			: null;
	const left = chip ? chip.x - d.arrow : isTile ? 0 : -d.arrow * 1.8;
	const right = Math.max(size.width, ...labels);
	const placed = placeSatellites(thing, { half, gradientTop, common, d, size });
	const { satellites, above, below, top, bottom } = placed;
	return {
		...{
			id: thing.id,
			chip,
			main: { value, gradient, labelBelow: false },
			gated: isTile && thing.gradient?.gate != null,
			satellites,
			left,
			right
		},
		...{ reach: { above, below }, top, row, lane: -half - labelHeight(d) - d.lift + 15 },
		bottom: Math.max(bottom, gradient ? gradient.y + size.height : gradientTop)
	};
}

interface Frame {
	readonly half: number;
	readonly gradientTop: number;
	readonly common: Common;
	readonly d: Density;
	readonly size: { readonly width: number };
}

/** Between a leaf and the label of the one that it is stacked on. */
const STACK_GAP = 12;

/** Room at the right of stacked leaves for the ways to the gradients of the upper ones. */
export const SIDEWAY = 12;

function placeSatellites(thing: Tile | Card, f: Frame) {
	const { d, half } = f;
	const lift = -half - labelHeight(d) - d.lift;
	let top = -half - labelHeight(d);
	let bottom = half;
	const reach = { above: 0, below: 0 };
	const cursor = { above: 0, below: 0 };
	let floor = lift;
	const leaves = f.common.leaves.get(thing.id) ?? [];
	const satellites = leaves.map(({ tile, side }) => {
		const { width, height } = tileSize(tile, f.common.readable, d);
		if (side === 'below' && isCard(thing) && cursor.below === 0) {
			cursor.below = Math.max((f.size.width - width) / 2, 34);
		}
		const underRow = isCard(thing) ? f.gradientTop : f.gradientTop + f.common.gradient + 26;
		const y = side === 'above' ? floor - height : underRow;
		const value = { x: cursor[side], y, width, height };
		const beside = Math.max(width, labelWidth(tile, d)) + d.beside;
		const gradient = tile.gradient ? { ...value, x: value.x + beside } : null;
		const own = gradient
			? beside + Math.max(width, gradientLabelWidth(tile, d))
			: Math.max(width, labelWidth(tile, d));
		reach[side] = Math.max(reach[side], value.x + own);
		if (d.stacked && side === 'above') floor = y - labelHeight(d) - STACK_GAP;
		else cursor[side] = reach[side] + 28;
		top = Math.min(top, y - (side === 'above' ? labelHeight(d) : 0));
		bottom = Math.max(bottom, y + height + (side === 'below' ? labelHeight(d) : 0));
		return { id: tile.id, side, value, gradient, labelBelow: side === 'below' };
	});
	const higher = satellites.filter(({ side }) => side === 'above').length - 1;
	if (d.stacked && higher > 0) reach.above += SIDEWAY * (1 + higher * 0.5);
	return { satellites, ...reach, top, bottom };
}
