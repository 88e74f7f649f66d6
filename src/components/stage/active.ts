/** What a step is about, as places on the stage. */
import type { Frame } from '#scene/frame.ts';
import type { Box, Layout } from '#scene/layout.ts';
import type { SceneModel } from '#scene/model.ts';

/** Boxes of the matrices that the step under way writes, of the card or the folded op it works in, and of what it reads. */
export function activeBoxes(model: SceneModel, layout: Layout, frame: Frame): Box[] {
	const matrices = (kind: 'reads' | 'writes') =>
		model.tiles.flatMap(({ id }) => {
			const [state, box] = [frame.tiles[id]?.[kind], layout.tiles[id]];
			if (!state || !box) return [];
			const value = state.value ? [box.value] : [];
			return state.gradient && box.gradient ? [...value, box.gradient] : value;
		});
	const folded = model.tiles.flatMap(({ id, fold }) =>
		fold && frame.chips[id]?.active && layout.chips[id] ? [layout.chips[id]] : []
	);
	const cards = model.cards.flatMap(({ id }) =>
		frame.cards[id]?.active ? [layout.cards[id]] : []
	);
	return [...matrices('writes'), ...cards, ...folded, ...matrices('reads')];
}
