/**
 * Where the blocks go. A chain is a strip: one column a block, one line. Anything else is
 * layered by d3-dag, whose coordinates across the layers are kept and whose layers become columns.
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
import type { Density } from './density.ts';
import type { SceneModel } from './model.ts';

export interface Placed {
	readonly block: Block;
	/** Left edge of the tile, and the data line. */
	readonly x: number;
	readonly y: number;
	readonly column: number;
}

export interface Columns {
	readonly placed: ReadonlyMap<string, Placed>;
	/** Left and right end of each column. */
	readonly spans: readonly (readonly [number, number])[];
	/** For a link that skips columns: its y in each column between. */
	readonly bends: ReadonlyMap<string, readonly number[]>;
}

/** Above this many blocks crossings are only reduced greedily (two-layer sweeps grow quadratically). */
const SWEEP_LIMIT = 150;
const ROW_GAP = 46;

function isChain(model: SceneModel): boolean {
	const count = (end: 'from' | 'to') => {
		const ids = model.links.filter((link) => !link.satellite).map((link) => link[end]);
		return ids.length === new Set(ids).size;
	};
	return (
		count('from') &&
		count('to') &&
		model.links.filter((l) => !l.satellite).length === model.path.length - 1
	);
}

function strip(model: SceneModel, blocks: ReadonlyMap<string, Block>): Columns {
	const placed = new Map<string, Placed>();
	const spans: [number, number][] = [];
	let line = 0;
	let above = -Infinity;
	let below = -Infinity;
	model.path.forEach((id, column) => {
		const block = blocks.get(id)!;
		const sides = new Set(block.satellites.map((satellite) => satellite.side));
		const clear = Math.max(
			sides.has('above') ? above : -Infinity,
			sides.has('below') ? below : -Infinity
		);
		const start = Math.max(column === 0 ? 0 : line, clear + 14);
		const x = start - block.left;
		placed.set(id, { block, x, y: 0, column });
		spans.push([start, x + block.right]);
		line = x + block.right;
		if (sides.has('above')) above = x + block.reach.above;
		if (sides.has('below')) below = x + block.reach.below;
	});
	return { placed, spans, bends: new Map() };
}

interface Datum {
	readonly id: string;
	readonly parentIds: readonly string[];
}

function layered(model: SceneModel, blocks: ReadonlyMap<string, Block>, d: Density): Columns {
	const parents = (id: string) =>
		model.links.filter((link) => link.to === id && !link.satellite).map((link) => link.from);
	const data = model.path.map((id): Datum => ({ id, parentIds: parents(id) }));
	const dag = graphStratify()([...data]);
	const reach = (id: string) => Math.max(-blocks.get(id)!.top, blocks.get(id)!.bottom);
	const sort = data.length > SWEEP_LIMIT ? decrossDfs() : decrossTwoLayer();
	sugiyama()
		.layering(layeringLongestPath())
		.decross(sort)
		.coord(coordGreedy())
		.nodeSize((node: GraphNode<Datum>) => [2 * reach(node.data.id), 1])
		.gap([ROW_GAP, 1])(dag);
	const layerOf = (along: number) => Math.round((along - 0.5) / 2);
	const at = [...dag.nodes()].map(({ data: { id }, x, y }) => ({ id, y: x, column: layerOf(y) }));
	const spans: [number, number][] = [];
	let x = 0;
	for (let column = 0; column <= Math.max(...at.map((node) => node.column)); column++) {
		const members = at.filter((node) => node.column === column).map((node) => blocks.get(node.id)!);
		const left = Math.max(...members.map((block) => -block.left));
		const right = Math.max(
			...members.map((b) => Math.max(b.right + 12, b.reach.above, b.reach.below))
		);
		spans.push([x, x + left + right]);
		x += left + right + 2.4 * d.arrow + 20;
	}
	const placed = new Map<string, Placed>();
	for (const { id, y, column } of at) {
		const block = blocks.get(id)!;
		const left = Math.max(
			...at.filter((node) => node.column === column).map((node) => -blocks.get(node.id)!.left)
		);
		placed.set(id, { block, x: spans[column][0] + left, y, column });
	}
	const bends = new Map<string, number[]>();
	for (const { source, target, points } of dag.links()) {
		const between = points.slice(1, -1).map(([across]) => across);
		bends.set(`${source.data.id}>${target.data.id}`, between);
	}
	return { placed, spans, bends };
}

export function placeBlocks(
	model: SceneModel,
	blocks: ReadonlyMap<string, Block>,
	d: Density
): Columns {
	return isChain(model) ? strip(model, blocks) : layered(model, blocks, d);
}
