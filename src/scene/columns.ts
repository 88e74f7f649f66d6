/**
 * Where the blocks go. A chain is a strip: one column a block, one line. Anything else is
 * layered (see layering.ts).
 */
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
	/** For a link that runs over everything: its y there. */
	readonly lanes: ReadonlyMap<string, number>;
}

/** Whether every member of the data path feeds the next one and nothing else. */
export function isChain(model: SceneModel): boolean {
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

/** Which outlines around leaves each thing is inside of. */
function homesOf({ groups }: SceneModel): ReadonlyMap<string, string> {
	const homes = new Map<string, string>();
	for (const { id, things, holdsLeaves } of groups) {
		if (holdsLeaves) for (const each of things) homes.set(each, `${homes.get(each) ?? ''} ${id}`);
	}
	return homes;
}

function strip(model: SceneModel, blocks: ReadonlyMap<string, Block>): Columns {
	const placed = new Map<string, Placed>();
	const spans: [number, number][] = [];
	let line = 0;
	let above = -Infinity;
	let below = -Infinity;
	const homes = homesOf(model);
	model.path.forEach((id, column) => {
		const block = blocks.get(id)!;
		const sides = new Set(block.satellites.map((satellite) => satellite.side));
		/* an outline around leaves has nothing of others inside */
		const isApart = column > 0 && homes.get(id) !== homes.get(model.path[column - 1]);
		const clear = Math.max(
			isApart || sides.has('above') ? above : -Infinity,
			isApart || sides.has('below') ? below : -Infinity
		);
		const start = Math.max(column === 0 ? 0 : line, clear + 14);
		const x = start - block.left;
		placed.set(id, { block, x, y: 0, column });
		spans.push([start, x + block.right]);
		line = x + block.right;
		if (sides.has('above')) above = x + block.reach.above;
		if (sides.has('below')) below = x + block.reach.below;
	});
	return { placed, spans, bends: new Map(), lanes: new Map() };
}

/** Places the blocks of a graph that is no chain. */
export type PlaceBlocks = (
	model: SceneModel,
	blocks: ReadonlyMap<string, Block>,
	d: Density
) => Columns;

/** Without `layered`, or for a chain, one column a block on one line. */
export function placeBlocks(
	model: SceneModel,
	blocks: ReadonlyMap<string, Block>,
	d: Density,
	layered: PlaceBlocks | null
): Columns {
	return layered && !isChain(model) ? layered(model, blocks, d) : strip(model, blocks);
}
