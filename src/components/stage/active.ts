/** What a step is about, as places on the stage. */
import type { Frame } from '#scene/frame.ts';
import type { Box, Layout } from '#scene/layout.ts';
import type { SceneModel } from '#scene/model.ts';

/** Boxes of the matrices that the step under way reads or writes, and of the card it works in. */
export function activeBoxes(model: SceneModel, layout: Layout, frame: Frame): Box[] {
	const matrices = model.tiles.flatMap(({ id }) => {
		const [state, box] = [frame.tiles[id], layout.tiles[id]];
		if (!state || !box) return [];
		const value = state.reads.value || state.writes.value ? [box.value] : [];
		const isActive = state.reads.gradient || state.writes.gradient;
		return isActive && box.gradient ? [...value, box.gradient] : value;
	});
	const cards = model.cards.flatMap(({ id }) =>
		frame.cards[id]?.active ? [layout.cards[id]] : []
	);
	return [...matrices, ...cards];
}
