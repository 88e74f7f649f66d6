/**
 * The geometry of a model, without time: boxes for tiles, chips and cards, routes for light,
 * and what they all fit into. Plain data; the same model gives the same layout.
 */
import { commonOf, createBlock, isReadable, type Block, type Box, type TileBox } from './blocks.ts';
import { placeBlocks, type PlaceBlocks, type Placed } from './columns.ts';
import { DENSITIES, enlarged, type Density } from './density.ts';
import type { Card, SceneModel, Tile } from './model.ts';
import { extentOf, outlinesOf, union, type Outline } from './outlines.ts';
import { type Route } from './paths.ts';
import * as route from './routes.ts';

export type { Box, TileBox } from './blocks.ts';
export { union } from './outlines.ts';
export type { Route } from './paths.ts';

export interface Layout {
	readonly density: Density;
	/** Cells are large enough for numbers. */
	readonly readable: boolean;
	readonly tiles: Readonly<Record<string, TileBox>>;
	/** By the id of the tile that the chip's op makes. */
	readonly chips: Readonly<Record<string, Box>>;
	readonly cards: Readonly<Record<string, Box>>;
	/** What unfolded groups stand on. */
	readonly groups: Readonly<Record<string, Outline>>;
	/** `n0>n4` a link, `n4=` from a chip to its tile, `n0<n4` a gradient, `n1-` an update. */
	readonly routes: Readonly<Record<string, Route>>;
	readonly bounds: Box;
	/** Equal iff the same things are laid out. */
	readonly members: string;
	/** Equal iff the layouts are. */
	readonly key: string;
}

function blocksOf(model: SceneModel, d: Density): Map<string, Block> {
	const things = new Map<string, Tile | Card>(
		[...model.tiles, ...model.cards].map((t) => [t.id, t])
	);
	const common = commonOf(model, d);
	return new Map(model.path.map((id) => [id, createBlock(things.get(id)!, common, d)]));
}

function tilesOf({ block, x, y }: Placed): [string, TileBox][] {
	const move = (tile: TileBox): TileBox => ({
		...tile,
		value: route.shift(tile.value, { x, y }),
		gradient: tile.gradient && route.shift(tile.gradient, { x, y })
	});
	return block.satellites
		.map(({ id, ...tile }): [string, TileBox] => [id, move(tile)])
		.concat([[block.id, move(block.main)]]);
}

/** Lays `model` out in one density; `layered` places what is no chain. */
export function createLayout(
	model: SceneModel,
	d: Density = DENSITIES[0],
	layered: PlaceBlocks | null = null
): Layout {
	const columns = placeBlocks(model, blocksOf(model, d), d, layered);
	const placed = [...columns.placed.values()];
	const tiles = Object.fromEntries(placed.flatMap(tilesOf).filter(([id]) => !id.startsWith('g-')));
	const cards = Object.fromEntries(
		placed
			.filter((p) => p.block.id.startsWith('g-'))
			.map((p) => [p.block.id, route.shift(p.block.main.value, p)])
	);
	const chips = Object.fromEntries(
		placed.flatMap((p) =>
			p.block.chip ? [[p.block.id, route.shift(p.block.chip, p)] as const] : []
		)
	);
	const routes: Record<string, Route> = {};
	for (const p of placed) if (p.block.chip) routes[`${p.block.id}=`] = route.outRoute(p);
	for (const link of model.links) {
		const to = columns.placed.get(link.to)!;
		const beside = to.block.satellites.filter((s) => s.side === link.satellite);
		const k = beside.findIndex((satellite) => satellite.id === link.from);
		routes[link.id] =
			k < 0 ? route.forwardRoute(columns, link) : route.satelliteRoute(to, beside[k], k, d);
		if (!link.back) continue;
		routes[`${link.from}<${link.to}`] =
			k < 0 ? route.backRoute(columns, link) : route.satelliteBackRoute(to, beside[k], k, d);
	}
	for (const { id, update, gradient } of model.tiles) {
		if (update && gradient) routes[`${id}-`] = route.updateRoute(tiles[id]);
	}
	const groups = outlinesOf(model, columns.placed, d);
	const ends = placed.map((each) => extentOf(each, d));
	const outlines = Object.values(groups).flatMap((group) => group.outlines);
	const lanes = [...columns.lanes.values()].map((y) => ({ x: 0, y, width: 0, height: 0 }));
	const body = {
		density: d,
		readable: d.cell !== null && isReadable(model),
		tiles,
		chips,
		cards,
		groups,
		routes,
		bounds: union([...ends, ...outlines, ...lanes])
	};
	const members = [tiles, cards, routes, groups].map((part) => Object.keys(part).join()).join('/');
	return { ...body, members, key: JSON.stringify(body) };
}

/** Larger than this the picture is not shown by itself. */
export const LARGEST_SCALE = 1.5;

/** How far to enlarge `bounds` so that it fills `width`×`height`. */
export function fitScale(bounds: Box, width: number, height: number): number {
	return Math.min(
		LARGEST_SCALE,
		width / Math.max(1, bounds.width),
		height / Math.max(1, bounds.height)
	);
}

/** On-screen size under which a label is hard to read. */
const LEGIBLE = 11;

/** Arrows grow up to this many times their length where the viewport is wider than the strip. */
const STRETCH = 2.4;

/** Lengthens the arrows of `layout` until it is as wide as the viewport, in which its height decides. */
function stretched(
	model: SceneModel,
	layout: Layout,
	[width, height]: readonly [number, number],
	layered: PlaceBlocks | null
): Layout {
	const { density, bounds } = layout;
	const slack = width / fitScale(bounds, width, height) - bounds.width;
	const longer = { ...density, arrow: density.arrow * 2 };
	const gain = (createLayout(model, longer, layered).bounds.width - bounds.width) / density.arrow;
	if (slack < gain || gain <= 0) return layout;
	const arrow = Math.min(density.arrow * STRETCH, density.arrow + Math.floor(slack / gain));
	return createLayout(model, { ...density, arrow }, layered);
}

/** More things than this fit no viewport in legible print; then there is nothing to choose. */
const MOST_LEGIBLE = 150;

/** Sides of matrices that are small, but have no numbers in their cells. */
const SIDE = [40, 124] as const;

export interface Viewport {
	readonly width: number;
	readonly height: number;
	/** How many times larger print must be for a reader who is farther away. */
	readonly print: number;
	/** The camera shows no more than a part: then nothing need give way for the whole to be legible. */
	readonly partial: boolean;
}

/** Ways to draw the same things, the fullest first: with numbers in cells or without, leaves side by side or stacked. */
function formsOf(model: SceneModel, { partial }: Viewport): readonly Partial<Density>[] {
	const owners = model.links.filter((link) => link.satellite === 'above').map((link) => link.to);
	const stacks = new Set(owners).size < owners.length ? [false, true] : [false];
	const numbers = isReadable(model) && !partial ? [{}, { cell: null, side: SIDE }] : [{}];
	return numbers.flatMap((cells) => stacks.map((stacked) => ({ ...cells, stacked })));
}

/**
 * The first form and density whose small print is legible when it all fits in the viewport, else
 * the most legible; stretched to the viewport's width. For a reader who is farther away the one
 * with the largest matrices is taken.
 */
export function chooseLayout(
	model: SceneModel,
	viewport: Viewport,
	layered: PlaceBlocks | null = null
): Layout {
	const { width, height, print } = viewport;
	if (model.path.length > MOST_LEGIBLE) return createLayout(model, DENSITIES.at(-1), layered);
	const factors = print === 1 ? [1] : [1, Math.sqrt(print), print];
	const scale = (layout: Layout) => fitScale(layout.bounds, width, height);
	const size = (layout: Layout) => layout.density.small * scale(layout);
	const side = (layout: Layout) => layout.density.side[1] * scale(layout);
	let best: Layout | null = null;
	for (const form of formsOf(model, viewport)) {
		const options = DENSITIES.flatMap((d) =>
			factors.map((factor) => createLayout(model, enlarged({ ...d, ...form }, factor), layered))
		);
		const preferred = print === 1 ? options : options.toSorted((a, b) => side(b) - side(a));
		const legible = preferred.find((layout) => size(layout) >= LEGIBLE * print);
		if (legible) return stretched(model, legible, [width, height], layered);
		best = [...(best ? [best] : []), ...options].reduce((a, b) => (size(b) > size(a) ? b : a));
	}
	return stretched(model, best!, [width, height], layered);
}
