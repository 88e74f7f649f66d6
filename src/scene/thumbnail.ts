/**
 * A lesson's own graph, small: the panes of its first iteration with their numbers as shades, and the
 * ways between them, as plain data that a page can fetch and draw without the engine.
 */
import type { Tensor } from '#engine/tensor.ts';
import type { Trace } from '#engine/trace.ts';
import { isChain } from './columns.ts';
import { DENSITIES } from './density.ts';
import { layered } from './layering.ts';
import { createLayout, union, type Box } from './layout.ts';
import { createModel, type Tile } from './model.ts';
import { position, scaleOf } from './scale.ts';
import { sample } from './sketch.ts';

/** Most cells of a pane across and down. */
const SIDE = 10;

export interface ThumbnailPane extends Box {
	readonly columns: number;
	/** Row by row, none for a single number: where on the ramp each cell is, −1 … 1; null where it has no place there. */
	readonly cells: readonly (number | null)[];
}

export interface Thumbnail {
	/** What it all fits into. */
	readonly bounds: Box;
	readonly panes: readonly ThumbnailPane[];
	/** SVG paths of values going forward, and of gradients coming back. */
	readonly forward: readonly string[];
	readonly back: readonly string[];
	/** Ops of the forward pass, in the order in which they first run; those that only arrange are left out. */
	readonly ops: readonly string[];
}

const ARRANGING: ReadonlySet<string> = new Set([
	...['expand', 'reshape', 'permute', 't', 'clone', 'detach', 'cast', 'constant']
]);

const rounded = (value: number) => Math.round(value * 100) / 100;

/** A number alone would have the strongest shade whatever it is, so it has none. */
function paneOf(box: Box, tensor: Tensor): ThumbnailPane {
	if (tensor.data.length === 1) return { ...box, columns: 1, cells: [] };
	const scale = scaleOf(tensor, 'linear');
	const { shape, data } = sample(tensor, SIDE);
	const cells = Array.from(data, (value) =>
		Number.isFinite(value) ? rounded(position(scale, value)) : null
	);
	return { ...box, columns: shape[1], cells };
}

/** Where each piece of a path ends; its curves stay between these. */
function pointsOf(path: string): Box[] {
	return [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)(?=[A-Z]|$)/g)].map(([, x, y]) => {
		return { x: Number(x), y: Number(y), width: 0, height: 0 };
	});
}

/** The thumbnail of one iteration, as it is when its gradients have arrived. */
export function createThumbnail(trace: Trace): Thumbnail {
	const model = createModel(trace);
	const layout = createLayout(model, DENSITIES.at(-1), isChain(model) ? null : layered);
	const panesOf = ({ id, node, gradient }: Pick<Tile, 'id' | 'node' | 'gradient'>) => {
		const tile = layout.tiles[id];
		const value = tile?.value ?? layout.cards[id];
		const panes = [paneOf(value, trace.values[node])];
		if (gradient && tile?.gradient) {
			panes.push(paneOf(tile.gradient, trace.values[gradient.node]));
		}
		return panes;
	};
	const paths = (sign: RegExp) =>
		Object.entries(layout.routes).flatMap(([id, { path }]) => (sign.test(id) ? [path] : []));
	const panes = [...model.tiles, ...model.cards].flatMap(panesOf);
	const [forward, back] = [paths(/[>=]/), paths(/</)];
	const ran = trace.steps.filter(({ phase }) => phase === 'forward' || phase === 'loss');
	return {
		bounds: union([...panes, ...[...forward, ...back].flatMap(pointsOf)]),
		panes,
		forward,
		back,
		ops: [...new Set(ran.map(({ node }) => trace.graph.nodes[node].op))].filter(
			(op) => !ARRANGING.has(op)
		)
	};
}
