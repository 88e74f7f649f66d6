/**
 * Columns for a graph that is no chain, layered by d3-dag: its coordinates across the layers are
 * kept, its layers become columns. d3-dag is large, and the lessons are chains: whoever needs this
 * loads it then.
 */
import {
	coordGreedy,
	decrossDfs,
	decrossTwoLayer,
	graphStratify,
	layeringLongestPath,
	sugiyama,
	type GraphNode
} from 'd3-dag';
import type { Block } from './blocks.ts';
import type { Columns, Placed } from './columns.ts';
import type { Density } from './density.ts';
import type { SceneModel } from './model.ts';

/**
 * Above this many blocks, and bends of links that skip layers, crossings are only reduced
 * greedily: two-layer sweeps grow faster than quadratically (100 take 0.1 s, 700 half a minute).
 */
const SWEEP_LIMIT = 150;
const ROW_GAP = 46;
/** Above this many places, links over more layers than this leave them for a lane. */
const PLACES = 400;
const LONG = 4;
/** Room for a link and the gradient under it. */
const LANE_GAP = 26;

interface Datum {
	readonly id: string;
	readonly parentIds: readonly string[];
}

/** What d3-dag lays out, and what goes around it. */
interface Sorting {
	readonly data: readonly Datum[];
	/** Links in lanes over the picture, `[from, to]`. */
	readonly lanes: readonly (readonly [from: string, to: string])[];
	/** Blocks, and each layer that a link passes through. */
	readonly places: number;
}

/**
 * A weight that is used in every layer would have a place in all of them. Where that is more than
 * can be laid out, each block keeps its nearest link among the layers, and long ones take a lane.
 */
function sortingOf(model: SceneModel): Sorting {
	const parents = new Map<string, string[]>(model.path.map((id) => [id, []]));
	for (const { from, to, satellite } of model.links) if (!satellite) parents.get(to)?.push(from);
	/* layers from the end, where each thing stands right before what reads it */
	const layers = new Map<string, number>(model.path.map((id) => [id, 0]));
	const nearest = new Map<string, number>();
	const spanOf = (from: string, to: string) => layers.get(from)! - layers.get(to)!;
	// the path is in the order of running, so readers come later
	for (const [id, above] of [...parents].reverse()) {
		for (const parent of above) {
			layers.set(parent, Math.max(layers.get(parent)!, layers.get(id)! + 1));
		}
	}
	for (const [id, above] of parents) {
		for (const parent of above) {
			nearest.set(parent, Math.min(nearest.get(parent) ?? Infinity, spanOf(parent, id)));
		}
	}
	const placesOf = (data: readonly Datum[]) =>
		data.reduce(
			(sum, { id, parentIds }) =>
				parentIds.reduce((places, parent) => places + spanOf(parent, id) - 1, sum),
			data.length
		);
	const all = [...parents].map(([id, parentIds]): Datum => ({ id, parentIds }));
	if (placesOf(all) <= PLACES) return { data: all, lanes: [], places: placesOf(all) };
	const isNear = (from: string, to: string) =>
		spanOf(from, to) <= Math.max(LONG, nearest.get(from)!);
	const data = all.map(({ id, parentIds }): Datum => ({
		id,
		parentIds: parentIds.filter((from) => isNear(from, id))
	}));
	const lanes = all.flatMap(({ id, parentIds }) =>
		parentIds.filter((from) => !isNear(from, id)).map((from) => [from, id] as const)
	);
	return { data, lanes, places: placesOf(data) };
}

export function layered(
	model: SceneModel,
	blocks: ReadonlyMap<string, Block>,
	d: Density
): Columns {
	const { data, lanes, places } = sortingOf(model);
	const dag = graphStratify()([...data]);
	const reach = (id: string) => Math.max(-blocks.get(id)!.top, blocks.get(id)!.bottom);
	const sort = places > SWEEP_LIMIT ? decrossDfs() : decrossTwoLayer();
	sugiyama()
		.layering(layeringLongestPath().topDown(false))
		.decross(sort)
		.coord(coordGreedy())
		.nodeSize((node: GraphNode<Datum>) => [2 * reach(node.data.id), 1])
		.gap([ROW_GAP, 1])(dag);
	const layerOf = (along: number) => Math.round((along - 0.5) / 2);
	const at = [...dag.nodes()].map(({ data: { id }, x, y }) => ({ id, y: x, column: layerOf(y) }));
	const spans: [number, number][] = [];
	const lefts: number[] = [];
	let x = 0;
	for (let column = 0; column <= Math.max(...at.map((node) => node.column)); column++) {
		const members = at.filter((node) => node.column === column).map((node) => blocks.get(node.id)!);
		// the way into a chip bends in the gutter, and needs no length of its own
		const left = Math.max(0, Math.max(...members.map((block) => -block.left)) - d.arrow * 0.8);
		const right = Math.max(
			...members.map((b) => Math.max(b.right + 12, b.reach.above, b.reach.below))
		);
		spans.push([x, x + left + right]);
		lefts.push(left);
		x += left + right + 1.6 * d.arrow + 16;
	}
	const placed = new Map<string, Placed>();
	for (const { id, y, column } of at) {
		const block = blocks.get(id)!;
		placed.set(id, { block, x: spans[column][0] + lefts[column], y, column });
	}
	const bends = new Map<string, number[]>();
	for (const { source, target, points } of dag.links()) {
		const between = points.slice(1, -1).map(([across]) => across);
		bends.set(`${source.data.id}>${target.data.id}`, between);
	}
	return { placed, spans, bends, lanes: lanesOver(placed, lanes) };
}

/** One lane a source, over everything. */
function lanesOver(
	placed: ReadonlyMap<string, Placed>,
	links: Sorting['lanes']
): ReadonlyMap<string, number> {
	const roof = Math.min(...[...placed.values()].map(({ block, y }) => y + block.top));
	const ranks = new Map([...new Set(links.map(([from]) => from))].map((from, i) => [from, i]));
	return new Map(
		links.map(([from, to]) => [`${from}>${to}`, roof - ROW_GAP - LANE_GAP * ranks.get(from)!])
	);
}
