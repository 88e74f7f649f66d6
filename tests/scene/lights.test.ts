/** What lights up for a chosen cell. */
import { describe, expect, test } from 'vitest';
import { explainCell, shownParts } from '#engine/explain.ts';
import { findLights, type LitPane } from '#scene/lights.ts';
import { createModel } from '#scene/model.ts';
import { manualTrace, SIZES } from './fixture.ts';

const trace = manualTrace('tiny');
const model = createModel(trace, { dims: SIZES.tiny });
const box = { x: 0, y: 0, width: 60, height: 60 };
/** Every value and gradient, all of them at the same place. */
const panes = model.tiles.flatMap((tile): LitPane[] => [
	{ key: tile.label, shows: tile.node, node: tile.node, box, tile },
	...(tile.gradient
		? [{ key: tile.gradient.label, shows: tile.gradient.node, node: tile.gradient.node, box, tile }]
		: [])
]);

function lightsOf(label: string, flat: number, term: number | null = null, from = panes) {
	const node = panes.find(({ key }) => key === label)!.shows!;
	const parts = explainCell(trace, node, flat)?.parts ?? [];
	const partsOn = (isShown: (node: number) => boolean) => shownParts(trace, parts, isShown);
	return findLights(trace, from, { node, flat, partsOn, term }, 1);
}

describe('findLights(trace, panes, cell, k)', () => {
	test('a product lights a row and a column in the hue of what cancels', () => {
		const lights = lightsOf('h', 4)!;
		const hue = model.dims.findIndex(({ name }) => name === 'D_in');
		expect(lights.bands.map(({ key, footprint, dim }) => [key, footprint.kind, dim])).toEqual([
			['x', 'row', hue],
			['w1', 'column', hue]
		]);
		expect([...lights.keys]).toEqual(['h', 'x', 'w1']);
		expect(lights.chosen).toHaveLength(1);
		expect(lights.term).toEqual([]);
	});

	test('the gradient of a weight lights two columns over the samples', () => {
		const lights = lightsOf('∂w2', 0)!;
		const hue = model.dims.findIndex(({ name }) => name === 'N');
		expect(lights.bands.map(({ key, footprint, dim }) => [key, footprint.kind, dim])).toEqual([
			['h_relu', 'column', hue],
			['∂y_pred', 'column', hue]
		]);
	});

	test('a term lights the one entry of each operand that it is made of', () => {
		const { term } = lightsOf('∂w2', 0, 2)!;
		expect(term.map(({ key, footprint }) => [key, footprint.kind])).toEqual([
			['h_relu', 'cell'],
			['∂y_pred', 'cell']
		]);
	});

	test('a weight that has been updated since lights where it was read', () => {
		const updated = panes.map((pane) => (pane.key === 'w1' ? { ...pane, shows: 9999 } : pane));
		expect(lightsOf('h', 4, null, updated)!.bands.map(({ key }) => key)).toEqual(['x', 'w1']);
	});

	test('what is not on the stage is looked through, down to what is', () => {
		const lights = lightsOf('∂y_pred', 0)!;
		expect(lights.bands.map(({ key, dim }) => [key, dim])).toEqual([
			['y_pred', -1],
			['y', -1]
		]);
	});

	test('there is none without a cell, nor for a cell that is not on the stage', () => {
		expect(findLights(trace, panes, null, 1)).toBeNull();
		expect(lightsOf('h', 0, null, [])).toBeNull();
	});
});
