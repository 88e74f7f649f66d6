/**
 * A trace as things to draw: tiles (a value and its gradient), op chips, cards (folded ops),
 * and the links between them. No geometry, no time.
 */
import type { NodeKind } from '#engine/graph.ts';
import type { Shape } from '#engine/tensor.ts';
import { indexTrace, type TraceIndex } from '#engine/holder.ts';
import type { Trace } from '#engine/trace.ts';
import { findDims, type Dim, type Dims } from './dims.ts';
import { expressionOf } from './expression.ts';
import { foldingOf, unfold, type Folding } from './folding.ts';
import { gradientOf, type Gradient } from './gradients.ts';
import type { Group } from './group.ts';
import { findGroups } from './groups.ts';
import { callText, chipText, groupTitle, labelsOf } from './labels.ts';
import { connect, type Link } from './links.ts';
import { findStructure, type Role, type Structure } from './structure.ts';

/** A group of ops drawn as one, or the way back to that. */
export interface Fold {
	readonly id: string;
	/** `softmax`, `Linear`, `for ×3`. */
	readonly name: string;
	/** `Linear net.fc1`. */
	readonly title: string;
}

export interface Tile {
	/** `n4` for node 4. */
	readonly id: string;
	readonly node: number;
	/** The ops that it stands for: its own, or those of a folded group, of which it is the exit. */
	readonly nodes: readonly number[];
	readonly label: string;
	readonly op: NodeKind;
	/** The folded group in the op's place. */
	readonly fold: Fold | null;
	readonly shape: Shape;
	/** Per axis an index into `SceneModel.dims`, or −1. */
	readonly dims: readonly number[];
	readonly role: Role;
	readonly gradient: Gradient | null;
	/** Steps of the update, and the node of the value after it. */
	readonly update: { readonly steps: readonly number[]; readonly node: number } | null;
	/** The innermost unfolded group that it belongs to. */
	readonly group: string | null;
}

/** A folded group that ends in the loss. */
export interface Card {
	readonly id: string;
	readonly group: string;
	/** The node whose value the card shows, the group's last. */
	readonly node: number;
	readonly nodes: readonly number[];
	readonly label: string;
	/** Its last op, or the call that it stands for. */
	readonly op: string;
	readonly formula: string;
	readonly gradient: Gradient | null;
}

export interface SceneModel {
	readonly tiles: readonly Tile[];
	readonly cards: readonly Card[];
	readonly links: readonly Link[];
	/** Unfolded groups, the outer before the inner, and the tiles and cards inside. */
	readonly groups: readonly (Fold & {
		readonly things: readonly string[];
		/** Whether what feeds its ops belongs to it as well. */
		readonly holdsLeaves: boolean;
	})[];
	/** The group that ends in the loss: the folded one, else the innermost that is open. */
	readonly end: string | null;
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
	/** Groups that the reader folded or unfolded, against what they would be. */
	readonly toggled?: ReadonlySet<string>;
	/** Nothing is folded. */
	readonly whole?: boolean;
	/** The lesson's names for extents: `{ N: 64, D_in: 1000 }`. */
	readonly dims?: Readonly<Record<string, number>>;
}

function updateOf({ trace, stepsFor }: TraceIndex, node: number): Tile['update'] {
	const shape = trace.graph.nodes[node].shape.join();
	const steps = (stepsFor.get(node) ?? []).filter((i) => trace.steps[i].phase === 'update');
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
	for (const { id, nodes } of [...tiles, ...cards])
		for (const node of nodes) put(node, id, 'inside');
	for (const { node, owner } of trace.steps) {
		const home = places.get(owner);
		if (home) put(node, home.id, 'inside');
	}
	return places;
}

/** The group that a reader means who asks to fold or unfold: that of `selected`, else the end. */
export function groupAt(model: SceneModel, selected: number | null): string | null {
	const place = selected === null ? undefined : model.places.get(selected);
	const tile = model.tiles.find(({ id }) => id === place?.id);
	return tile?.fold?.id ?? tile?.group ?? model.end;
}

function foldOf(group: Group): Fold {
	return { id: group.id, name: chipText(group), title: groupTitle(group) };
}

/** What a model is made from. */
interface Draft {
	readonly index: TraceIndex;
	readonly structure: Structure;
	readonly folding: Folding;
	readonly labels: ReadonlyMap<number, string>;
	readonly dims: Dims;
	/** Nodes that have a place of their own. */
	readonly shown: ReadonlySet<number>;
}

function tileOf({ index, structure, folding, labels, dims, shown }: Draft, id: number): Tile {
	const { op, shape } = index.trace.graph.nodes[id];
	const label = labels.get(id)!;
	const group = folding.folded.get(id);
	return {
		...{ id: `n${id}`, node: id, nodes: group?.nodes ?? [id], label, op },
		...{ fold: group ? foldOf(group) : null, shape, dims: dims.of[id] },
		role: structure.roles.get(id)!,
		gradient: gradientOf(index, id, label, shown),
		update: updateOf(index, id),
		group: folding.around.get(id)?.id ?? null
	};
}

/** The card of a folded group that ends in the loss. */
function cardOf({ index, structure, labels, shown }: Draft, group: Group): Card {
	const { trace } = index;
	const { id, exit, nodes, kind } = group;
	const label = labels.get(exit)!;
	const isCall = kind !== 'tail';
	return {
		...{ id: `g-${id}`, group: id, node: exit, nodes, label },
		op: isCall ? chipText(group) : trace.graph.nodes[exit].op,
		formula: isCall
			? callText(trace, group, structure, labels)
			: expressionOf(trace.graph, exit, structure.names),
		gradient: gradientOf(index, exit, label, shown)
	};
}

/** Makes the model of one iteration. The result depends on the trace's structure, not its numbers. */
export function createModel(trace: Trace, options: ModelOptions = {}): SceneModel {
	const index = indexTrace(trace);
	const structure = findStructure(index);
	const { forward, leaves, loss } = structure;
	const groups = findGroups(index, structure);
	const { toggled = new Set() } = options;
	const byHand = trace.claims.filter((claim) => claim.by === 'hand').map((claim) => claim.of);
	const folding = options.whole
		? unfold(groups)
		: foldingOf(groups, forward.length, { toggled, shown: new Set(byHand) });
	const hidden = new Set([...new Set(folding.folded.values())].flatMap((group) => group.leaves));
	const isShown = (id: number) => (folding.folded.get(id)?.exit ?? id) === id;
	const draft: Draft = {
		...{ index, structure, folding, labels: labelsOf(trace, structure, folding.folded) },
		dims: findDims(
			trace.graph,
			forward.flatMap((id) => [...trace.graph.nodes[id].inputs, id]),
			options.dims
		),
		shown: new Set([...leaves.filter((id) => !hidden.has(id)), ...forward.filter(isShown)])
	};
	const end = loss === null ? undefined : folding.folded.get(loss);
	const tiles = [...draft.shown].filter((id) => !end || id !== loss).map((id) => tileOf(draft, id));
	const cards = end ? [cardOf(draft, end)] : [];
	const { links, path } = connect(index, tiles, cards);
	const things = [...tiles, ...cards];
	return {
		...{ tiles, cards, links },
		groups: folding.open.map((group) => {
			const inside = new Set(group.nodes);
			const members = things.filter(({ node }) => inside.has(node)).map(({ id }) => id);
			const fold = foldOf(group);
			const isTail = group.kind === 'tail';
			const label = isTail ? draft.labels.get(group.exit)! : fold.name;
			return { ...fold, name: label, things: members, holdsLeaves: !isTail };
		}),
		end: (end ?? folding.around.get(loss ?? -1))?.id ?? null,
		...{ dims: draft.dims.list, dimsOf: draft.dims.of, path, loss },
		places: placesOf(trace, tiles, cards)
	};
}
