/**
 * The ways that light takes. Along the path: level through the columns, bent only in the gutters
 * between them, so no route crosses a tile. To and from leaves beside the path: right angles in
 * the lanes that blocks keep free.
 */
import { SIDEWAY, type Block, type Box, type TileBox } from './blocks.ts';
import type { Columns, Placed } from './columns.ts';
import type { Density } from './density.ts';
import type { Link } from './links.ts';
import { elbow, runs, type Point, type Route, type Run } from './paths.ts';

const RADIUS = 10;
/** Backward tracks of links that skip columns run this far under the forward ones. */
const UNDER = 12;
/** The coloured rails along a tile's left and top edge are this wide, gap included. */
const RAIL = 5;
/** Distance of a card's outgoing light from its left edge. */
const INSET = 18;

export function shift(box: Box, { x, y }: { x: number; y: number }): Box {
	return { ...box, x: box.x + x, y: box.y + y };
}

function middle(box: Box): number {
	return box.y + box.height / 2;
}

function right(box: Box): number {
	return box.x + box.width;
}

/** Level runs through the columns that a link from `from` to `to` skips. */
function between(columns: Columns, link: Link, back: boolean): Run[] {
	const first = columns.placed.get(link.from)!.column + 1;
	const lane = columns.lanes.get(link.id);
	const run = (y: number, from: number, to: number): Run => {
		const [[start], [, end]] = [columns.spans[from], columns.spans[to]];
		return back ? { y: y + UNDER, from: end, to: start } : { y, from: start, to: end };
	};
	if (lane !== undefined) return [run(lane, first, columns.placed.get(link.to)!.column - 1)];
	const list = (columns.bends.get(link.id) ?? []).map((y, i) => run(y, first + i, first + i));
	return back ? list.reverse() : list;
}

/** From the right of `from` to the chip of `to`, or to the card itself. */
export function forwardRoute(columns: Columns, link: Link): Route {
	const from = columns.placed.get(link.from)!;
	const to = columns.placed.get(link.to)!;
	const start = right(shift(from.block.main.value, from));
	const target = to.block.chip ? to.x + to.block.chip.x : to.x;
	const list: Run[] = [
		{ y: from.y, from: start, to: columns.spans[from.column][1] },
		...between(columns, link, false),
		{ y: to.y, from: columns.spans[to.column][0], to: target }
	];
	return runs(list, to.block.chip === null);
}

/** From the chip to its tile. */
export function outRoute({ block, x, y }: Placed): Route {
	const chip = block.chip!;
	return elbow(
		[
			[x + right(chip), y],
			[x - RAIL, y]
		],
		RADIUS,
		true
	);
}

/** From a leaf beside the path to the chip (or card) that reads it. `k` counts leaves on its side. */
export function satelliteRoute(
	{ block, x, y }: Placed,
	satellite: Block['satellites'][number],
	k: number,
	{ stacked }: Density
): Route {
	const box = shift(satellite.value, { x, y });
	const above = satellite.side === 'above';
	const goal = block.chip;
	if (!goal) {
		const card = shift(block.main.value, { x, y });
		const at = Math.min(box.x + box.width / 2, right(card) - 12);
		const [start, end] = above ? [box.y + box.height, card.y] : [box.y, card.y + card.height];
		return elbow(
			[
				[at, start],
				[at, end]
			],
			RADIUS,
			true
		);
	}
	const chip = shift(goal, { x, y });
	const at = chip.x + chip.width / 2 - 6 * k;
	const end = above ? chip.y : chip.y + chip.height;
	if (k === 0 || (stacked && above)) {
		const level = above ? box.y + box.height - 16 : box.y + 16;
		return elbow(
			[
				[box.x, level],
				[at, level],
				[at, end]
			],
			RADIUS,
			false
		);
	}
	const out = box.x + 14;
	const [start, level] = above
		? [box.y + box.height, box.y + box.height + 6 + 5 * k]
		: [box.y, box.y - 6 - 5 * k];
	return elbow(
		[
			[out, start],
			[out, level],
			[at, level],
			[at, end]
		],
		RADIUS,
		false
	);
}

/** Points by which light leaves a source on the path for the row of gradients, and its row's y. */
function leave(
	columns: Columns,
	{ block, x, y, column }: Placed
): { points: Point[]; row: number } {
	const [start] = columns.spans[column];
	const { gradient, value } = block.main;
	if (gradient) {
		const box = shift(gradient, { x, y });
		return { points: [[box.x, middle(box)]], row: middle(box) };
	}
	const box = shift(value, { x, y });
	const row = y + block.row;
	const out = block.chip ? box.x + Math.min(INSET, box.width / 2) : box.x + INSET;
	return {
		points: [
			[out, box.y + box.height],
			[out, row],
			[Math.min(start, out), row]
		],
		row
	};
}

/** The way of a gradient from where it is known to the gradient of `link.from`, on the path. */
export function backRoute(columns: Columns, link: Link): Route {
	const from = columns.placed.get(link.from)!;
	const source = columns.placed.get(link.back!.source)!;
	const goal = shift(from.block.main.gradient!, from);
	const { points, row } = leave(columns, source);
	const via = [...link.back!.via].reverse().map((id) => columns.placed.get(id)!);
	const list: Run[] = [
		{ y: row, from: points.at(-1)![0], to: columns.spans[source.column][0] },
		...via.map((p): Run => {
			const [start, end] = columns.spans[p.column];
			return { y: p.y + p.block.row, from: end, to: start };
		}),
		...between(columns, link, true),
		{ y: middle(goal), from: columns.spans[from.column][1], to: right(goal) }
	];
	const level = runs(list, true);
	if (points.length === 1) return level;
	const drop = elbow(points, RADIUS, false).path;
	return { path: drop + level.path.replace(/^M[^CL]*/, ''), head: level.head };
}

/** From a block's gradient up (or from its card) to the gradient of a leaf beside it. */
export function satelliteBackRoute(
	placed: Placed,
	satellite: Block['satellites'][number],
	k: number,
	d: Density
): Route {
	const { block, x, y } = placed;
	const from = shift(block.main.gradient ?? block.main.value, placed);
	const goal = shift(satellite.gradient!, { x, y });
	const level = from.y + from.height * 0.28;
	const up = x + block.right + d.arrow * 0.35;
	const lane = y + block.lane + 6 * k;
	const start: Point[] = [
		[right(from), level],
		[up, level],
		[up, lane]
	];
	if (d.stacked && k > 0 && satellite.side === 'above') {
		/* past the lower ones, and in from the side */
		const side = x + block.reach.above - SIDEWAY * 0.5 * k;
		return elbow(
			[...start, [side, lane], [side, middle(goal)], [right(goal), middle(goal)]],
			RADIUS,
			true
		);
	}
	const at = goal.x + goal.width / 2;
	return elbow([...start, [at, lane], [at, goal.y + goal.height]], RADIUS, true);
}

/** From the gradient of a parameter into the parameter. */
export function updateRoute({ value, gradient }: TileBox): Route {
	const y = middle(value);
	const reversed = gradient!.x >= right(value);
	const points: Point[] = reversed
		? [
				[gradient!.x, y],
				[right(value), y]
			]
		: [
				[value.x + value.width / 2, gradient!.y],
				[value.x + value.width / 2, value.y + value.height]
			];
	return elbow(points, RADIUS, true);
}
