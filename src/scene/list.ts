/**
 * The picture as a list: the same things in reading order, values forward, then gradients back,
 * each with what it holds and what is happening to it. For screen readers, phones and tables.
 */
import type { Shape } from '#engine/tensor.ts';
import type { Trace } from '#engine/trace.ts';
import type { Frame, Sheet } from './frame.ts';
import type { Gradient } from './gradients.ts';
import type { Card, SceneModel, Tile } from './model.ts';
import type { Role } from './structure.ts';

/**
 * waiting: nothing there. making: the step on show works for it, or has, and it is not finished.
 * new: the step on show finished it. read: the step on show reads it. here: none of these.
 */
export type ItemState = 'waiting' | 'making' | 'new' | 'read' | 'here';

export interface ListItem {
	readonly key: string;
	readonly part: 'value' | 'gradient';
	/** What a selection of it means. */
	readonly node: number;
	readonly name: string;
	/** Of a gradient: what it is the gradient of. */
	readonly of: string;
	/** The op, or what stands for a folded group. */
	readonly op: string;
	readonly shape: Shape;
	/** Per axis an index into `SceneModel.dims`, or −1. */
	readonly dims: readonly number[];
	readonly role: Role | 'gradient';
	readonly state: ItemState;
	/** Steps of its making that are done, and all of them. */
	readonly made: { readonly done: number; readonly total: number };
	/** Node whose numbers it holds; null while it waits. */
	readonly holds: number | null;
	/** Index of the step that makes what it holds, or will; null for what is given. */
	readonly step: number | null;
	/** The step on show works for it. */
	readonly active: boolean;
	/** The group that it stands for folded, or ends unfolded. */
	readonly group: string | null;
	readonly folded: boolean;
}

export interface List {
	readonly forward: readonly ListItem[];
	readonly backward: readonly ListItem[];
}

/** What is the same for all items. */
interface Moment {
	readonly trace: Trace;
	readonly now: Frame;
	/** Index of the step that computes a node. */
	readonly at: ReadonlyMap<number, number>;
}

interface Subject {
	/** The node that it should hold in the end of its making. */
	readonly aim: number;
	readonly sheet: Sheet;
	readonly steps: readonly number[];
	readonly reads: boolean;
	readonly writes: boolean;
}

/** What is there at a whole number of steps, and how it stands to the step on show. */
function standing({ now, at }: Moment, { aim, sheet, steps, reads, writes }: Subject) {
	const holds = sheet.base;
	const done = steps.filter((step) => step <= now.step).length;
	const made = { done, total: steps.length };
	const isNew = holds !== null && now.step >= 0 && at.get(holds) === now.step;
	const isMaking = writes || (holds === null && done > 0);
	const present: ItemState = reads ? 'read' : 'here';
	const state: ItemState = isNew
		? 'new'
		: isMaking
			? 'making'
			: holds === null
				? 'waiting'
				: present;
	return { state, made, holds, step: at.get(holds ?? aim) ?? null, active: writes };
}

function valueItem(moment: Moment, model: SceneModel, tile: Tile): ListItem {
	const { now, at } = moment;
	const { value, reads, writes } = now.tiles[tile.id];
	const { node, label, op, fold, shape, dims, role, update } = tile;
	const isUpdating = update !== null && update.steps[0] <= now.step;
	const steps = isUpdating ? update.steps : tile.nodes.flatMap((each) => at.get(each) ?? []);
	const end = model.groups.findLast(({ things }) => things.at(-1) === tile.id);
	return {
		...{ key: `${tile.id} value`, part: 'value', node, name: label, of: label },
		...{ op: fold?.title ?? op, shape, dims, role },
		...{ group: fold?.id ?? end?.id ?? null, folded: fold !== null },
		...standing(moment, {
			...{ aim: node, sheet: value, steps },
			...{ reads: reads.value, writes: writes.value }
		})
	};
}

function cardItem(moment: Moment, card: Card): ListItem {
	const { trace, now, at } = moment;
	const { value, op: working } = now.cards[card.id];
	const { node, label, op } = card;
	const { shape } = trace.graph.nodes[node];
	const steps = card.nodes.flatMap((each) => at.get(each) ?? []);
	return {
		...{ key: `${card.id} value`, part: 'value', node, name: label, of: label },
		...{ op, shape, dims: shape.map(() => -1), role: 'loss' },
		...{ group: card.group, folded: true },
		...standing(moment, {
			...{ aim: node, sheet: value, steps },
			...{ reads: false, writes: steps.includes(now.step) }
		}),
		// also on the way back, through what is folded into it
		active: working !== null
	};
}

interface Owner {
	readonly id: string;
	readonly label: string;
	readonly dims: readonly number[];
	readonly gradient: Gradient;
}

function gradientItem(moment: Moment, { id, label, dims, gradient }: Owner): ListItem {
	const { trace, now } = moment;
	const tile = now.tiles[id];
	const sheet = tile ? tile.gradient : now.cards[id].gradient;
	const { op, shape } = trace.graph.nodes[gradient.node];
	const writes = gradient.steps.includes(now.step) || gradient.zeroed === now.step;
	return {
		...{ key: `${id} gradient`, part: 'gradient', node: gradient.node, name: gradient.name },
		...{ of: label, op, shape, dims, role: 'gradient' },
		...{ group: null, folded: false },
		...standing(moment, {
			...{ aim: gradient.node, sheet: sheet!, steps: gradient.steps },
			...{ reads: tile?.reads.gradient ?? false, writes }
		})
	};
}

/** The list after a whole number of steps; `now` is the frame of that time. */
export function listOf(trace: Trace, model: SceneModel, now: Frame): List {
	const at = new Map(trace.steps.map(({ node }, i) => [node, i]));
	const moment: Moment = { trace, now, at };
	const forward = [
		...model.tiles.map((tile) => valueItem(moment, model, tile)),
		...model.cards.map((card) => cardItem(moment, card))
	];
	const owners = [
		...model.tiles,
		...model.cards.map((card) => ({ ...card, dims: [] as readonly number[] }))
	].flatMap(({ id, label, dims, gradient }): Owner[] =>
		gradient ? [{ id, label, dims, gradient }] : []
	);
	return { forward, backward: owners.map((owner) => gradientItem(moment, owner)).reverse() };
}
