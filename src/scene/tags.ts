/**
 * Where an edge at work may say what it carries: beside its path, clear of every matrix, chip,
 * card and label, and of what other edges say. What finds no room stays unsaid.
 */
import { spotsAlong, type Spot } from './along.ts';
import { gradientLabelWidth, labelHeight, labelWidth } from './blocks.ts';
import { LABEL_GAP, textWidth, type Density } from './density.ts';
import { union, type Box, type Layout } from './layout.ts';
import type { SceneModel } from './model.ts';
import { axesText, axisName, type Axis } from './shapes.ts';
import type { Way } from './ways.ts';

export interface Tag {
	readonly way: Way;
	readonly box: Box;
	readonly turned: boolean;
}

/** Between a tag and its path, and between a tag and anything else. */
const GAP = 5;
const CLEAR = 2;
const PITCH = 6;

export function tagHeight(d: Density): number {
	return d.small * 1.25;
}

function meets(a: Box, b: Box): boolean {
	return (
		a.x < b.x + b.width + CLEAR &&
		b.x < a.x + a.width + CLEAR &&
		a.y < b.y + b.height + CLEAR &&
		b.y < a.y + a.height + CLEAR
	);
}

/** The texts at values and gradients. */
export function labelBoxes(model: SceneModel, layout: Layout): Box[] {
	const d = layout.density;
	return model.tiles.flatMap((tile): Box[] => {
		const { value, gradient, labelBelow } = layout.tiles[tile.id];
		const height = labelHeight(d);
		const name = {
			...{ x: value.x, width: labelWidth(tile, d), height },
			y: labelBelow ? value.y + value.height : value.y - height
		};
		if (!gradient) return [name];
		const over = d.large + LABEL_GAP;
		const width = gradientLabelWidth(tile, d);
		const gates = { ...gradient, y: gradient.y + gradient.height, height: d.small * 1.9 };
		const above = { x: gradient.x, y: gradient.y - over, width, height: over };
		return tile.gradient?.gate == null ? [name, above] : [name, above, gates];
	});
}

/** Matrices with their rails and rings, chips, cards, buttons. */
function solids({ tiles, chips, cards, groups }: Layout): Box[] {
	const matrices = Object.values(tiles).flatMap(({ value, gradient }) =>
		gradient ? [value, gradient] : [value]
	);
	const rimmed = matrices.map(({ x, y, width, height }) => {
		return { x: x - 5, y: y - 5, width: width + 6, height: height + 6 };
	});
	const buttons = Object.values(groups).map((group) => group.button);
	return [...rimmed, ...Object.values(chips), ...Object.values(cards), ...buttons];
}

/** Under a product's chip, where the cancelled dimension is struck. */
export function cancelBox(model: SceneModel, chip: Box, axis: Axis, d: Density): Box {
	const width = textWidth(axisName(model, axis), d.small) + 4;
	const x = chip.x + (chip.width - width) / 2;
	return { x, y: chip.y + chip.height + 4, width, height: tagHeight(d) };
}

/** Room under every product's chip for the longest name that may be struck there. */
function reserved(model: SceneModel, layout: Layout): Box[] {
	const longest = model.dims.reduce((a, dim, i) => {
		return dim.name.length > (model.dims[a]?.name.length ?? 0) ? i : a;
	}, 0);
	const axis = { dim: longest, extent: 1, cancels: true };
	return model.tiles
		.filter((tile) => tile.op === 'mm' && !tile.fold && tile.id in layout.chips)
		.map((tile) => cancelBox(model, layout.chips[tile.id], axis, layout.density));
}

/** A place for a text; turned, it reads upwards. */
type Place = Omit<Tag, 'way'>;

/**
 * Places beside `path` for a text of this size, the best first: next to the middle, then shifted,
 * then further off, where it clears the chip that the path runs to, and last turned by a quarter.
 */
function candidates(path: string, width: number, d: Density): (Place & { cost: number })[] {
	const height = tagHeight(d);
	const far = d.small + CLEAR + GAP + 1;
	return spotsAlong(path, PITCH).flatMap(({ x, y, level, t }) => {
		const place = (dx: number, dy: number, cost: number, turned = false) => {
			const [w, h] = turned ? [height, width] : [width, height];
			const box = { x: x + dx - w / 2, y: y + dy - h / 2, width: w, height: h };
			return { box, turned, cost: cost + Math.abs(t - 0.5) };
		};
		const beside = (side: -1 | 1) =>
			level
				? [-0.5, 0, 0.5].flatMap((part) =>
						[0, far, far + height + CLEAR].map((off, i) => {
							const away = side * (off === 0 ? height / 2 + GAP : off + height / 2);
							return place(part * width, away, i + (part === 0 ? 0 : 0.3) + (side < 0 ? 0 : 0.1));
						})
					)
				: [place(side * (width / 2 + GAP), 0, side < 0 ? 0.1 : 0)];
		const turned = level ? [place(0, -width / 2 - GAP, 4, true)] : [];
		return [...beside(-1), ...beside(1), ...turned];
	});
}

/** Asks whether a box lies on any way but `own`; the ways are sampled at the first question. */
function createCrossing({ routes }: Layout): (box: Box, own: string) => boolean {
	let known: { id: string; box: Box; spots: readonly Spot[] }[] | null = null;
	const sampled = () =>
		Object.entries(routes).map(([id, { path }]) => {
			const spots = spotsAlong(path, PITCH);
			return { id, spots, box: union(spots.map(({ x, y }) => ({ x, y, width: 0, height: 0 }))) };
		});
	return (box, own) => {
		known ??= sampled();
		return known.some(
			(way) =>
				way.id !== own &&
				meets(way.box, box) &&
				way.spots.some(({ x, y }) => meets({ x, y, width: 0, height: 0 }, box))
		);
	};
}

/** For one layout: `(ways) => tags`, the places that each way may take worked out when first asked for. */
export function createTagger(
	model: SceneModel,
	layout: Layout
): (ways: readonly Way[]) => readonly Tag[] {
	const taken = [...solids(layout), ...labelBoxes(model, layout), ...reserved(model, layout)];
	const known = new Map<string, readonly Place[]>();
	const isCrossed = createCrossing(layout);
	const freeOf = (way: Way): readonly Place[] => {
		const route = layout.routes[way.id];
		if (!route || way.axes.length === 0) return [];
		const width = textWidth(axesText(model, way.axes), layout.density.small);
		return candidates(route.path, width, layout.density)
			.filter(({ box }) => !taken.some((other) => meets(box, other)))
			.map((place) => ({ ...place, cost: place.cost + (isCrossed(place.box, way.id) ? 2 : 0) }))
			.sort((a, b) => a.cost - b.cost);
	};
	return (ways) => {
		const tags: Tag[] = [];
		for (const way of ways) {
			const free = known.get(way.id) ?? freeOf(way);
			known.set(way.id, free);
			const place = free.find(({ box }) => !tags.some((tag) => meets(box, tag.box)));
			if (place) tags.push({ way, box: place.box, turned: place.turned });
		}
		return tags;
	};
}
