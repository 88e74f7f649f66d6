/** The ways on the stage as things to point at: what each carries, from where to where. */
import type { Trace } from '#engine/trace.ts';
import { opText } from './blocks.ts';
import { isCard } from './card.ts';
import type { Card, SceneModel, Tile } from './model.ts';
import { axesOf, type Axis } from './shapes.ts';

export interface Way {
	/** As in `Layout.routes`. */
	readonly id: string;
	readonly kind: 'feed' | 'result' | 'gradient' | 'update';
	/** The node that it carries. */
	readonly node: number;
	/** Names: what it carries, and where that comes from or goes to. */
	readonly name: string;
	readonly other: string;
	/** The op at the chip that it enters or leaves. */
	readonly op: string;
	readonly axes: readonly Axis[];
}

function opOf(thing: Tile | Card): string {
	return isCard(thing) ? thing.label : opText(thing);
}

/** Every way of the model, by its route's id. */
export function waysOf(trace: Trace, model: SceneModel): ReadonlyMap<string, Way> {
	const things = new Map<string, Tile | Card>(
		[...model.tiles, ...model.cards].map((thing) => [thing.id, thing])
	);
	const ways: Way[] = [];
	for (const { id, from, to, back } of model.links) {
		const [source, target] = [things.get(from)!, things.get(to)!];
		const shared = { axes: axesOf(trace, model, source.node), op: opOf(target) };
		ways.push({
			...{ id, kind: 'feed', node: source.node, name: source.label, other: target.label },
			...shared
		});
		if (!back || !source.gradient) continue;
		const origin = things.get(back.source)!;
		ways.push({
			...{ id: `${from}<${to}`, kind: 'gradient', node: source.gradient.node, name: source.label },
			...{ other: origin.gradient?.label ?? origin.label, ...shared }
		});
	}
	for (const tile of model.tiles) {
		const { id, node, label, update, gradient } = tile;
		const op = opText(tile);
		const shared = { name: label, op, axes: axesOf(trace, model, node) };
		if (op !== 'input') ways.push({ id: `${id}=`, kind: 'result', node, other: label, ...shared });
		if (update && gradient) {
			ways.push({
				...{ id: `${id}-`, kind: 'update', node: update.node, other: gradient.label },
				...shared
			});
		}
	}
	return new Map(ways.map((way) => [way.id, way]));
}

/** The ways of a value: into it, through its chip, and out of it. */
export function valueWays({ links, tiles }: SceneModel, id: string): string[] {
	const into = links.filter((link) => link.to === id).map((link) => link.id);
	const out = links.filter((link) => link.from === id).map((link) => link.id);
	const isMade = tiles.some((tile) => tile.id === id && tile.op !== 'input');
	return [...into, ...(isMade ? [`${id}=`] : []), ...out];
}

/** The ways of a gradient: in from where it is known, on to what it is used for, and into the update. */
export function gradientWays({ links, tiles }: SceneModel, id: string): string[] {
	const backs = links
		.filter((link) => link.back && (link.from === id || link.back.source === id))
		.map(({ from, to }) => `${from}<${to}`);
	const isUsed = tiles.some((tile) => tile.id === id && tile.update && tile.gradient);
	return [...backs, ...(isUsed ? [`${id}-`] : [])];
}
