/** Who feeds whom, forward, and along which links the gradients come back, step by step. */
import type { TraceIndex } from '#engine/holder.ts';
import { isCard } from './card.ts';
import type { Card, Tile } from './model.ts';

export interface Link {
	/** `n0>n4`. */
	readonly id: string;
	readonly from: string;
	readonly to: string;
	/** A leaf that stands beside the path, over (or, a target, under) its one consumer. */
	readonly satellite: 'above' | 'below' | null;
	/** Index of the step that first reads `from` on behalf of `to`. */
	readonly step: number;
	readonly back: BackLink | null;
}

/** The way of the gradient of `from`. */
export interface BackLink {
	/** Where the light starts: `to`, or what lies behind it if `to` has no gradient of its own. */
	readonly source: string;
	/** Path members that the light passes under on its way from `source`, excluding both ends. */
	readonly via: readonly string[];
	/** Indices of the steps during which it travels, ascending. */
	readonly steps: readonly number[];
}

type Thing = Tile | Card;

/** The ops of `thing` whose gradients the picture does not show. */
function hiddenOf(thing: Thing): readonly number[] {
	if (isCard(thing) || !thing.gradient) return thing.nodes;
	return thing.nodes.filter((node) => node !== thing.node);
}

/** Walks on from `to` until something has a gradient of its own or nothing follows. */
function sourceOf(
	to: Thing,
	next: (thing: Thing) => Thing | undefined
): { source: Thing; via: Thing[] } {
	const via: Thing[] = [];
	let source = to;
	while (!source.gradient) {
		const after = next(source);
		if (!after) break;
		via.push(source);
		source = after;
	}
	return { source, via };
}

function backSteps(
	{ trace, stepsFor }: TraceIndex,
	from: Tile,
	to: Thing,
	passed: readonly Thing[],
	only: boolean
): number[] {
	const nodes = new Set(to.nodes);
	const isOwn = (i: number) => {
		const { along } = trace.graph.nodes[trace.steps[i].node];
		return only || along === undefined || nodes.has(along);
	};
	const own = (stepsFor.get(from.node) ?? []).filter(isOwn);
	const helping = passed.flatMap(hiddenOf).flatMap((node) => stepsFor.get(node) ?? []);
	const steps = [...new Set([...own, ...helping])]
		.filter((i) => trace.steps[i].phase === 'backward')
		.sort((a, b) => a - b);
	const last = from.gradient!.arrives;
	const inTime = steps.filter((i) => i < last);
	return inTime.length > 0 ? inTime : [...from.gradient!.steps];
}

/** Chooses which leaves lie on the path: those that no other input of their consumer stands in for. */
function satellites(
	things: readonly Thing[],
	feeds: ReadonlyMap<string, readonly Thing[]>
): Set<string> {
	const users = new Map<string, Thing[]>();
	for (const thing of things) {
		for (const feed of feeds.get(thing.id)!)
			users.set(feed.id, [...(users.get(feed.id) ?? []), thing]);
	}
	const aside = new Set<string>();
	for (const thing of things) {
		const leaves = feeds
			.get(thing.id)!
			.filter((feed): feed is Tile => !isCard(feed) && feeds.get(feed.id)!.length === 0);
		const free = leaves.filter((leaf) => users.get(leaf.id)!.length === 1);
		const rank = (leaf: Tile) => (leaf.role === 'input' ? 0 : leaf.role === 'parameter' ? 1 : 2);
		const carried = feeds.get(thing.id)!.length > free.length;
		const main = carried ? undefined : [...free].sort((a, b) => rank(a) - rank(b))[0];
		for (const leaf of free) if (leaf !== main) aside.add(leaf.id);
	}
	return aside;
}

/** Links among tiles and cards, and the order of the path. */
export function connect(
	index: TraceIndex,
	tiles: readonly Tile[],
	cards: readonly Card[]
): { links: Link[]; path: string[] } {
	const things: Thing[] = [...tiles, ...cards];
	const home = new Map(
		things.flatMap((thing) => thing.nodes.map((node) => [node, thing] as const))
	);
	const { forward, stepOf } = index;
	const { nodes } = index.trace.graph;
	const inputsOf = (thing: Thing): Thing[] => {
		const found = thing.nodes.flatMap((id) => nodes[id].inputs.map((input) => home.get(input)));
		return [...new Set(found)].filter(
			(feed): feed is Thing => feed !== undefined && feed !== thing
		);
	};
	const feeds = new Map(things.map((thing) => [thing.id, inputsOf(thing)]));
	const aside = satellites(things, feeds);
	const users = new Map<Thing, Thing[]>();
	for (const to of things) {
		for (const from of feeds.get(to.id)!) users.set(from, [...(users.get(from) ?? []), to]);
	}
	const next = (thing: Thing) => users.get(thing)?.[0];
	const places = new Map(forward.map((id, i) => [id, i]));
	const rank = (thing: Thing) => places.get(thing.node) ?? -1;
	const links = things.flatMap((to) =>
		feeds.get(to.id)!.map((from): Link => {
			const reader = to.nodes.find((node) =>
				nodes[node].inputs.some((input) => home.get(input) === from)
			);
			const reads = reader === undefined ? -1 : (stepOf.get(reader) ?? -1);
			const back = (): BackLink => {
				const { source, via } = sourceOf(to, next);
				const steps = backSteps(
					index,
					from as Tile,
					to,
					[...via, source],
					users.get(from)!.length === 1
				);
				return { source: source.id, via: via.map((thing) => thing.id), steps };
			};
			const beside = 'role' in from && from.role === 'target' ? 'below' : 'above';
			return {
				...{ id: `${from.id}>${to.id}`, from: from.id, to: to.id, step: reads },
				satellite: aside.has(from.id) ? beside : null,
				back: from.gradient && 'role' in from ? back() : null
			};
		})
	);
	const onPath = things.filter((thing) => !aside.has(thing.id));
	const order = new Map(onPath.map((thing) => [thing.id, rank(thing)]));
	for (const { from, to } of links) {
		if (order.get(from) === -1) order.set(from, (order.get(to) ?? 0) - 0.5);
	}
	const path = onPath.map((thing) => thing.id).sort((a, b) => order.get(a)! - order.get(b)!);
	return { links, path };
}
