/** A trace that travels light draws the same picture, and hides what it does not have. */
import { describe, expect, it } from 'vitest';
import { createCoats } from '#scene/coats.ts';
import { frame } from '#scene/frame.ts';
import { createModel } from '#scene/model.ts';
import { createPreview, isAbsent, isPreview, outlineOf } from '#scene/preview.ts';
import { scaleOf } from '#scene/scale.ts';
import { wayBack } from '#state/landmarks.ts';
import { manualTrace } from './fixture.ts';

const trace = manualTrace('full');
const pictured = new Set(trace.graph.nodes.slice(0, 7).map((node) => node.id));
const preview = createPreview(trace, pictured, 500);
const isScalar = (node: number) => trace.values[node].data.length === 1;

describe('createPreview(trace, pictured, total)', () => {
	it('keeps scalars and leaves larger values behind, with their type', () => {
		preview.values.forEach(({ data, shape, dtype }, node) => {
			expect([shape, dtype]).toEqual([trace.values[node].shape, trace.values[node].dtype]);
			expect(data.length).toBe(isScalar(node) ? 1 : 0);
			expect(isAbsent(preview.values[node])).toBe(!isScalar(node));
		});
		expect(preview.values[trace.loss!].data).toEqual(trace.values[trace.loss!].data);
	});

	it('takes scale and size along, and a picture for those that will be seen', () => {
		for (const { id } of trace.graph.nodes) {
			const outline = outlineOf(preview, id);
			expect(outline === undefined).toBe(isScalar(id));
			if (!outline) continue;
			const { data } = trace.values[id];
			expect(outline.scale).toEqual(scaleOf(trace.values[id], 'linear'));
			expect(outline.largest).toBe(Math.max(...Array.from(data, Math.abs)));
			expect(outline.image).toBe(pictured.has(id) ? `n${id}` : null);
		}
	});

	it('is told from a whole trace, which has no outlines', () => {
		expect([isPreview(preview), isPreview(trace), isPreview(null)]).toEqual([true, false, false]);
		expect(outlineOf(trace, 0)).toBeUndefined();
	});

	it('is a fiftieth of the trace at most, as text', () => {
		const size = (of: object) => JSON.stringify(of).length;
		expect(50 * size(preview)).toBeLessThan(size(trace));
	});
});

describe('the picture of a preview', () => {
	it('has the same model and, at every moment, the same frame', () => {
		const model = createModel(trace);
		expect(createModel(preview)).toEqual(model);
		for (let time = 0; time <= trace.steps.length; time += 0.5) {
			expect(frame(preview, model, time)).toEqual(frame(trace, model, time));
		}
	});

	it('is coated with pictures where the numbers are absent, and counts no gates', () => {
		const coats = createCoats(preview, 'linear');
		const model = createModel(preview);
		for (const tile of model.tiles) {
			expect(coats.value(tile, tile.node).image).toBe(
				outlineOf(preview, tile.node)?.image ?? undefined
			);
			expect(coats.gates(tile)).toBeNull();
		}
		expect(createCoats(trace, 'linear').value(model.tiles[0], 0).image).toBeUndefined();
	});
});

describe('wayBack(trace)', () => {
	it('is where the loss is known and the next step goes back', () => {
		const time = wayBack(trace);
		expect(trace.steps[time - 1].node).toBe(trace.loss);
		expect(trace.steps[time].phase).toBe('backward');
	});

	it('is 0 where nothing goes back', () => {
		expect(wayBack({ ...trace, steps: trace.steps.slice(0, 3) })).toBe(0);
	});
});
