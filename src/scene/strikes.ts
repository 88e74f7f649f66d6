/** Under which chips a dimension is struck: products at work, or pointed at, and what they sum over. */
import type { Trace } from '#engine/trace.ts';
import type { Echo } from './echo.ts';
import type { Frame } from './frame.ts';
import type { SceneModel, Tile } from './model.ts';
import { cancelledBy, type Axis } from './shapes.ts';

export interface Strike {
	/** The tile whose op the chip shows. */
	readonly chip: string;
	readonly axis: Axis;
}

/** The product that the chip of `tile` stands for at this moment: the op itself, or one on the way back. */
function productAt(trace: Trace, model: SceneModel, frame: Frame, echo: Echo, tile: Tile) {
	const active = frame.chips[tile.id]?.active ?? null;
	if (active) return trace.steps[frame.step].node;
	if (echo.subjects.has(`${tile.id} value`)) return tile.node;
	const back = model.links.find(
		(link) => link.to === tile.id && link.back && echo.subjects.has(`${link.from} gradient`)
	);
	return model.tiles.find((each) => each.id === back?.from)?.gradient?.node ?? null;
}

export function strikesOf(trace: Trace, model: SceneModel, frame: Frame, echo: Echo): Strike[] {
	return model.tiles.flatMap((tile): Strike[] => {
		if (tile.op !== 'mm') return [];
		const node = productAt(trace, model, frame, echo, tile);
		const axis = node === null ? null : cancelledBy(trace, model, node);
		return axis ? [{ chip: tile.id, axis }] : [];
	});
}
