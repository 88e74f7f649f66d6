/** What an unfolded group stands on: one outline around all of it, or one a block where others stand between. */
import { labelHeight, type Block, type Box } from './blocks.ts';
import type { Placed } from './columns.ts';
import { textWidth, type Density } from './density.ts';
import type { SceneModel } from './model.ts';
import { shift } from './routes.ts';

export interface Outline {
	readonly outlines: readonly Box[];
	/** The button that folds it, on the first outline's upper edge. */
	readonly button: Box;
}

type Group = SceneModel['groups'][number];

/** The smallest box around all of them; without any, the point of origin. */
export function union(boxes: readonly Box[]): Box {
	if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
	const x = Math.min(...boxes.map((box) => box.x));
	const y = Math.min(...boxes.map((box) => box.y));
	const width = Math.max(...boxes.map((box) => box.x + box.width)) - x;
	return { x, y, width, height: Math.max(...boxes.map((box) => box.y + box.height)) - y };
}

function meets(a: Box, b: Box): boolean {
	return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Everything that moves with a block. */
export function extentOf({ block, x, y }: Placed, d: Density): Box {
	const width = Math.max(block.right + d.arrow * 0.35, block.reach.above, block.reach.below);
	return {
		x: x + block.left,
		y: y + block.top,
		width: width - block.left,
		height: block.bottom - block.top
	};
}

/** Room for the count of shut gates under a gradient. */
const GATES = 1.9;

/** A block without the leaves beside it and the arrow that leads to it. */
function coreOf(block: Block, d: Density): Box {
	const { value } = block.main;
	const under = block.main.gradient;
	const gradient = under && {
		...under,
		height: under.height + (block.gated ? GATES * d.small : 0)
	};
	const width = Math.max(block.right, value.width);
	const above = labelHeight(d);
	const named = { ...value, width, y: value.y - above, height: value.height + above };
	return union([named, block.chip, gradient].filter((box): box is Box => box !== null));
}

/** With the leaves beside it. */
function wholeOf({ block, x, y }: Placed, d: Density): Box {
	const core = shift(coreOf(block, d), { x, y });
	if (block.satellites.length === 0) return core;
	const { top, bottom, reach } = block;
	const right = x + Math.max(reach.above, reach.below);
	return union([core, { x: core.x, y: y + top, width: right - core.x, height: bottom - top }]);
}

/** `around` with room on every side and a line for the title on top. */
function framed(around: Box, pad: number, title: number): Box {
	return {
		x: around.x - pad,
		y: around.y - title - 1,
		width: around.width + 2 * pad,
		height: around.height + title + 1 + pad
	};
}

export function outlinesOf(
	model: SceneModel,
	placed: ReadonlyMap<string, Placed>,
	d: Density
): Readonly<Record<string, Outline>> {
	const pad = Math.min(10, d.arrow * 0.3);
	const title = Math.round(d.small * 1.75);
	const made = new Map<Group, Outline>();
	const boxOf = (id: string, holdsLeaves: boolean) => {
		const at = placed.get(id)!;
		return holdsLeaves ? wholeOf(at, d) : shift(coreOf(at.block, d), at);
	};
	/* the inner ones first: an outline goes around those inside it */
	for (const group of model.groups.toReversed()) {
		const members = group.things.filter((id) => placed.has(id));
		const boxes = members.map((id) => boxOf(id, group.holdsLeaves));
		const inner = [...made]
			.filter(([{ things }]) => group.things.includes(things[0]))
			.flatMap(([, { outlines }]) => outlines);
		const inside = new Set(members);
		const others = [...placed].filter(([id]) => !inside.has(id));
		const single = framed(union([...boxes, ...inner]), pad, title);
		const isApart = others.some(([, at]) => meets(wholeOf(at, d), single));
		const outlines = isApart ? boxes.map((box) => framed(box, pad, title)) : [single];
		const [{ x, y }] = outlines;
		const width = textWidth(group.name, d.small) + 50;
		made.set(group, { outlines, button: { x, y, width, height: title } });
	}
	return Object.fromEntries(model.groups.map((group) => [group.id, made.get(group)!]));
}
