/**
 * A trace as things to draw: tiles (a value and its gradient), op chips, cards (folded ops),
 * and the links between them. No geometry, no time.
 */
import type { NodeKind } from '#engine/graph.ts';
import type { Shape } from '#engine/tensor.ts';
import type { Trace } from '#engine/trace.ts';
import { findDims, type Dim, type Dims } from './dims.ts';
import { expressionOf } from './expression.ts';
import { gradientOf, type Gradient } from './gradients.ts';
import { connect, type Link } from './links.ts';
import { findStructure, type Role, type Structure } from './structure.ts';

/** The one group there is so far: the ops that end in the loss. */
export const LOSS_GROUP = 'loss';

export interface Tile {
	/** `n4` for node 4. */
	readonly id: string;
	readonly node: number;
	readonly label: string;
	readonly op: NodeKind;
	readonly shape: Shape;
	/** Per axis an index into `SceneModel.dims`, or −1. */
	readonly dims: readonly number[];
	readonly role: Role;
	readonly gradient: Gradient | null;
	/** Steps of the update, and the node of the value after it. */
	readonly update: { readonly steps: readonly number[]; readonly node: number } | null;
	/** The unfolded group that it belongs to. */
	readonly group: string | null;
}

/** Several ops drawn as one: a folded group. */
export interface Card {
	readonly id: string;
	readonly group: string;
	/** The node whose value the card shows, the group's last. */
	readonly node: number;
	readonly nodes: readonly number[];
	readonly label: string;
	readonly formula: string;
	readonly gradient: Gradient | null;
}

export interface SceneModel {
	readonly tiles: readonly Tile[];
	readonly cards: readonly Card[];
	readonly links: readonly Link[];
	/** Unfolded groups: label and the tiles inside. */
	readonly groups: readonly {
		readonly id: string;
		readonly label: string;
		readonly tiles: readonly string[];
	}[];
	readonly dims: readonly Dim[];
	/** Per node of the graph, per axis an index into `dims`, or −1. */
	readonly dimsOf: Dims['of'];
	/** Ids of tiles and cards on the data path, in order; the other tiles are satellites. */
	readonly path: readonly string[];
	readonly loss: number | null;
	/** Where each node of the graph is shown: `part` of the tile or card `id`. */
	readonly places: ReadonlyMap<number, Place>;
}

export interface Place {
	readonly id: string;
	readonly part: 'value' | 'gradient' | 'inside';
}

export interface ModelOptions {
	/** Groups to show op by op. */
	readonly unfolded?: ReadonlySet<string>;
	/** The lesson's names for extents: `{ N: 64, D_in: 1000 }`. */
	readonly dims?: Readonly<Record<string, number>>;
}

const LONGEST_LABEL = 14;

/** Names for what the lesson left nameless: a short formula, else the op. */
function labelled(trace: Trace, { forward, leaves, names }: Structure): Map<number, string> {
	const labels = new Map<number, string>();
	for (const leaf of leaves) labels.set(leaf, names.get(leaf) ?? `input ${leaf}`);
	for (const id of forward) {
		const text = names.get(id) ?? expressionOf(trace.graph, id, names);
		labels.set(id, text.length <= LONGEST_LABEL || names.has(id) ? text : trace.graph.nodes[id].op);
	}
	return labels;
}

function updateOf(trace: Trace, node: number): Tile['update'] {
	const shape = trace.graph.nodes[node].shape.join();
	const steps = trace.steps.flatMap((step, i) =>
		step.phase === 'update' && step.owner === node ? [i] : []
	);
	const last = steps.findLast((i) => trace.graph.nodes[trace.steps[i].node].shape.join() === shape);
	return last === undefined ? null : { steps, node: trace.steps[last].node };
}

function placesOf(
	trace: Trace,
	tiles: readonly Tile[],
	cards: readonly Card[]
): Map<number, Place> {
	const places = new Map<number, Place>();
	const put = (node: number, id: string, part: Place['part']) => {
		if (!places.has(node)) places.set(node, { id, part });
	};
	for (const tile of tiles) {
		put(tile.node, tile.id, 'value');
		if (tile.update) put(tile.update.node, tile.id, 'value');
	}
	for (const card of cards) put(card.node, card.id, 'value');
	for (const { id, gradient } of [...tiles, ...cards]) {
		if (gradient) put(gradient.node, id, 'gradient');
		if (gradient?.zeros != null) put(gradient.zeros, id, 'gradient');
	}
	for (const card of cards) for (const node of card.nodes) put(node, card.id, 'inside');
	for (const { node, owner } of trace.steps) {
		const home = places.get(owner);
		if (home) put(node, home.id, 'inside');
	}
	return places;
}

/** Makes the model of one iteration. The result depends on the trace's structure, not its numbers. */
export function createModel(trace: Trace, options: ModelOptions = {}): SceneModel {
	const structure = findStructure(trace);
	const { forward, leaves, tail, loss, roles } = structure;
	const labels = labelled(trace, structure);
	const open = options.unfolded?.has(LOSS_GROUP) ?? false;
	const hidden = new Set(open ? [] : tail);
	const visit = forward.flatMap((id) => [...trace.graph.nodes[id].inputs, id]);
	const dims: Dims = findDims(trace.graph, visit, options.dims);
	const tiles = [...leaves, ...forward.filter((id) => !hidden.has(id))].map((id): Tile => {
		const { op, shape } = trace.graph.nodes[id];
		const label = labels.get(id)!;
		return {
			...{ id: `n${id}`, node: id, label, op, shape, dims: dims.of[id], role: roles.get(id)! },
			gradient: gradientOf(trace, forward, id, label),
			update: updateOf(trace, id),
			group: tail.includes(id) ? LOSS_GROUP : null
		};
	});
	const cards: Card[] = [];
	if (hidden.size > 0 && loss !== null) {
		cards.push({
			...{
				id: `g-${LOSS_GROUP}`,
				group: LOSS_GROUP,
				node: loss,
				nodes: tail,
				label: labels.get(loss)!
			},
			formula: expressionOf(trace.graph, loss, structure.names),
			gradient: gradientOf(trace, forward, loss, labels.get(loss)!)
		});
	}
	const { links, path } = connect(trace, forward, tiles, cards);
	const inside = tiles.filter((tile) => tile.group !== null).map((tile) => tile.id);
	const groups =
		inside.length > 0 ? [{ id: LOSS_GROUP, label: labels.get(loss!)!, tiles: inside }] : [];
	return {
		tiles,
		cards,
		links,
		groups,
		dims: dims.list,
		dimsOf: dims.of,
		path,
		loss,
		places: placesOf(trace, tiles, cards)
	};
}
