/**
 * One instant: `frame(trace, model, time)` says of everything on the stage what is there, what
 * is arriving and how far along it is. It remembers nothing, so time may run either way.
 */
import type { Span } from '#engine/graph.ts';
import type { Phase, Trace } from '#engine/trace.ts';
import { findAlarm, type Alarm } from './alarm.ts';
import { largest, type Gradient } from './gradients.ts';
import type { Link } from './links.ts';
import type { Place, SceneModel, Tile } from './model.ts';
import { outlineOf } from './preview.ts';

/** What one matrix shows: `next` is revealed over `base` by the fraction `reveal`. */
export interface Sheet {
	/** Node whose value fills the matrix; null while it is empty. */
	readonly base: number | null;
	readonly next: number | null;
	readonly reveal: number;
}

export interface TileState {
	readonly value: Sheet;
	/** Null where there is no gradient to show, ever. */
	readonly gradient: Sheet | null;
	/** Steps of the gradient's making that are done. */
	readonly made: number;
	/** 0 … 1: how much of the shut ReLU gates is shown over the gradient. */
	readonly gate: number;
	/** The active step reads this value, this gradient. */
	readonly reads: { readonly value: boolean; readonly gradient: boolean };
	/** The active step works for this value, this gradient. */
	readonly writes: { readonly value: boolean; readonly gradient: boolean };
}

export interface RouteState {
	/** 0 not yet, 1 travelled. */
	readonly progress: number;
	/** The active step is using it. */
	readonly active: boolean;
	/** For a gradient: logarithm of its size, 0 … 1; 0 until it is there. */
	readonly weight: number;
}

export interface ChipState {
	readonly active: 'forward' | 'backward' | null;
	readonly done: boolean;
}

export interface CardState extends ChipState {
	readonly value: Sheet;
	readonly gradient: Sheet | null;
	/** Op of the group at work, if one is. */
	readonly op: string | null;
}

export interface Frame {
	readonly time: number;
	/** Index of the step at work, or of the last one done while time rests; −1 before the first. */
	readonly step: number;
	readonly phase: Phase | null;
	/** Source of the active step. */
	readonly span: Span | null;
	readonly tiles: Readonly<Record<string, TileState>>;
	/** Keyed like `Layout.routes`. */
	readonly routes: Readonly<Record<string, RouteState>>;
	readonly chips: Readonly<Record<string, ChipState>>;
	readonly cards: Readonly<Record<string, CardState>>;
	/** The first value that is not finite, once it is there. */
	readonly alarm: Alarm | null;
}

/** Light arrives at this fraction of the last step; then the matrix fills. */
const ARRIVAL = 0.55;
/** Forward: operands reach the chip, and the chip its result, at these fractions of a step. */
const AT_CHIP = 0.3;

function unit(x: number): number {
	return Math.min(1, Math.max(0, x));
}

/** Fraction of the filling in step `i` at `time`. */
function filled(i: number, time: number): number {
	return unit((time - i - ARRIVAL) / (1 - ARRIVAL));
}

/** How far light is that travels during `steps`, the last of which also fills. */
function travelled(steps: readonly number[], time: number): number {
	if (steps.length === 0) return 0;
	const done = steps.reduce((sum, i) => sum + unit(time - i), 0);
	return unit(done / (steps.length - 1 + ARRIVAL));
}

function sheet(base: number | null, next: number | null, reveal: number): Sheet {
	if (next === null || reveal <= 0) return { base, next: null, reveal: 0 };
	return reveal >= 1 ? { base: next, next: null, reveal: 0 } : { base, next, reveal };
}

/** Weight of a gradient whose largest magnitude is `most`: 0 at 1e-6 and below, 1 at 1e7. */
export function gradientWeight(most: number): number {
	if (!(most < Infinity)) return 1;
	return most > 0 ? unit((Math.log10(most) + 6) / 13) : 0;
}

function gradientSheet(gradient: Gradient, time: number): Sheet {
	const { node, arrives, zeroed, zeros } = gradient;
	if (zeroed !== null && time > zeroed) return sheet(node, zeros, filled(zeroed, time));
	if (gradient.steps.length === 0) return sheet(null, node, time >= arrives && time > 0 ? 1 : 0);
	return sheet(null, node, filled(arrives - 1, time));
}

function valueSheet(tile: Tile, at: ReadonlyMap<number, number>, time: number): Sheet {
	const { node, update } = tile;
	const step = at.get(node);
	if (update && time > update.steps[0])
		return sheet(node, update.node, filled(at.get(update.node)!, time));
	return step === undefined ? sheet(node, null, 0) : sheet(null, node, filled(step, time));
}

/** What the active step reads: the places behind its inputs, seen through its own helper nodes. */
function readsOf(score: Score, node: number): Place[] {
	const { trace, model, at } = score;
	const ownerOf = (id: number) => trace.steps[at.get(id) ?? -1]?.owner;
	return trace.graph.nodes[node].inputs.flatMap((input) => {
		const place = model.places.get(input);
		const isHelper = place?.part === 'inside' && ownerOf(input) === ownerOf(node);
		if (isHelper) return readsOf(score, input);
		return place ? [place] : [];
	});
}

/** What does not change with time. */
interface Score {
	readonly trace: Trace;
	readonly model: SceneModel;
	/** Index of the step that computes a node. */
	readonly at: ReadonlyMap<number, number>;
	/** By tile or card: the steps in which light comes back through it. */
	readonly backs: ReadonlyMap<string, ReadonlySet<number>>;
	/** By tile: the weight of its gradient. */
	readonly weights: ReadonlyMap<string, number>;
	readonly alarm: Alarm | null;
}

interface Instant extends Score {
	readonly time: number;
	readonly step: number;
	readonly reads: readonly Place[];
}

function tileState(tile: Tile, { trace, time, step, at, reads }: Instant): TileState {
	const active = step < 0 ? null : trace.steps[step];
	const { gradient } = tile;
	const reading = (part: Place['part']) =>
		reads.some((place) => place.id === tile.id && place.part === part);
	const forward = active?.node === tile.node;
	const updating = active?.phase === 'update' && active.owner === tile.node;
	const gate =
		gradient?.gate == null || gradient.steps.length === 0
			? 0
			: unit((time - gradient.steps[0]) / 0.6);
	return {
		value: valueSheet(tile, at, time),
		gradient: gradient && gradientSheet(gradient, time),
		made: gradient?.steps.filter((i) => i < time).length ?? 0,
		gate,
		reads: { value: reading('value'), gradient: reading('gradient') },
		writes: {
			value: forward || updating,
			gradient: active !== null && !forward && !updating && active.owner === tile.node
		}
	};
}

function forwardProgress(link: Link, { time }: Instant): number {
	return link.step < 0 ? 0 : unit((time - link.step) / AT_CHIP);
}

function routeStates(now: Instant): Record<string, RouteState> {
	const { model, weights, time, step, at } = now;
	const routes: Record<string, RouteState> = {};
	for (const link of model.links) {
		const active = step >= 0 && step === link.step;
		routes[link.id] = { progress: forwardProgress(link, now), active, weight: 0 };
		if (!link.back) continue;
		const progress = travelled(link.back.steps, time);
		const weight = progress > 0 ? weights.get(link.from)! : 0;
		routes[`${link.from}<${link.to}`] = {
			progress,
			active: link.back.steps.includes(step),
			weight
		};
	}
	for (const { id, node, update } of model.tiles) {
		const made = at.get(node);
		if (made !== undefined) {
			const progress = unit((time - made - AT_CHIP) / (ARRIVAL - AT_CHIP));
			routes[`${id}=`] = { progress, active: made === step, weight: 0 };
		}
		if (update) {
			routes[`${id}-`] = {
				progress: travelled(update.steps, time),
				active: update.steps.includes(step),
				weight: 0
			};
		}
	}
	return routes;
}

function chipState(nodes: readonly number[], id: string, now: Instant): ChipState {
	const { trace, backs, step, at, time } = now;
	const last = Math.max(...nodes.map((node) => at.get(node) ?? Infinity));
	const forward = step >= 0 && nodes.includes(trace.steps[step].node);
	const backward = backs.get(id)?.has(step) ?? false;
	return { active: forward ? 'forward' : backward ? 'backward' : null, done: time > last };
}

function frameAt(score: Score, time: number): Frame {
	const { trace, model, at } = score;
	const t = Math.min(trace.steps.length, Math.max(0, time));
	const step = Math.ceil(t) - 1;
	const active = step < 0 ? null : trace.steps[step];
	const reads = active ? readsOf(score, active.node) : [];
	const now: Instant = { ...score, time: t, step, reads };
	const cards = model.cards.map((card) => {
		const { gradient, node, nodes, id } = card;
		const inside = active && (nodes.includes(active.node) || nodes.includes(active.owner));
		const state: CardState = {
			...chipState(nodes, id, now),
			value: sheet(null, node, filled(at.get(node)!, t)),
			gradient: gradient && gradientSheet(gradient, t),
			op: inside ? trace.graph.nodes[active.node].op : null
		};
		return [id, state] as const;
	});
	const made = model.tiles.filter((tile) => at.has(tile.node));
	return {
		time: t,
		step,
		phase: active?.phase ?? null,
		span: active ? (trace.graph.nodes[active.node].at ?? null) : null,
		tiles: Object.fromEntries(model.tiles.map((tile) => [tile.id, tileState(tile, now)])),
		routes: routeStates(now),
		chips: Object.fromEntries(made.map((tile) => [tile.id, chipState(tile.nodes, tile.id, now)])),
		cards: Object.fromEntries(cards),
		alarm: score.alarm && filled(score.alarm.step, t) > 0 ? score.alarm : null
	};
}

/** `frame` with what does not change with time worked out once; for a clock that ticks. */
export function createFramer(trace: Trace, model: SceneModel): (time: number) => Frame {
	const at = new Map(trace.steps.map(({ node }, i) => [node, i]));
	const weigh = (node: number) =>
		gradientWeight(outlineOf(trace, node)?.largest ?? largest(trace.values[node].data));
	const weights = new Map(
		model.tiles.flatMap(({ id, gradient }) =>
			gradient ? [[id, weigh(gradient.node)] as const] : []
		)
	);
	const alarm = findAlarm(trace);
	const backs = new Map<string, Set<number>>();
	for (const { to, back } of model.links) {
		for (const step of back?.steps ?? []) backs.set(to, (backs.get(to) ?? new Set()).add(step));
	}
	return (time) => frameAt({ trace, model, at, backs, weights, alarm }, time);
}

/** The picture's state after `time` steps, with a fraction inside one. Pure. */
export function frame(trace: Trace, model: SceneModel, time: number): Frame {
	return createFramer(trace, model)(time);
}
