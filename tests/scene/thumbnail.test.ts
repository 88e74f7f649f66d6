/** Thumbnails: every lesson's own graph, small enough to travel, with nothing outside its frame. */
import { describe, expect, it } from 'vitest';
import { createReferenceBackend, createSession } from '#engine';
import { lessonCalled } from '#engine/lessons/gallery.ts';
import { GALLERY, type BuiltInId } from '#engine/lessons/lesson.ts';
import { createThumbnail } from '#scene/thumbnail.ts';

async function traceOf(id: BuiltInId) {
	const { source } = await lessonCalled(id);
	const options = { seed: 0, dtype: 'float32' } as const;
	const session = await createSession(source, options, createReferenceBackend());
	const trace = await session.trace(0);
	if (!trace) throw new Error(`${id} has no iteration`);
	return trace;
}

const ids: readonly BuiltInId[] = ['manual', ...GALLERY];

describe.each(ids)('createThumbnail(trace of %s)', { timeout: 30_000 }, (id) => {
	it('has panes with cells, ways both ways, and all of it inside its bounds', async () => {
		const { bounds, panes, forward, back } = createThumbnail(await traceOf(id));
		expect(panes.length).toBeGreaterThan(2);
		expect(forward.length).toBeGreaterThan(0);
		expect(back.length).toBeGreaterThan(0);
		for (const { x, y, width, height, columns, cells } of panes) {
			expect(x).toBeGreaterThanOrEqual(bounds.x);
			expect(y).toBeGreaterThanOrEqual(bounds.y);
			expect(x + width).toBeLessThanOrEqual(bounds.x + bounds.width);
			expect(y + height).toBeLessThanOrEqual(bounds.y + bounds.height);
			expect(cells.length % columns).toBe(0);
			expect(cells.every((at) => at === null || (at >= -1 && at <= 1))).toBe(true);
		}
	});
});

describe('createThumbnail(trace)', () => {
	it('shades the numbers of the lesson: orange below zero, blue above, nothing for −∞', async () => {
		const { panes } = createThumbnail(await traceOf('attention'));
		const masked = panes.filter(({ cells }) => cells.includes(null));
		expect(masked.length).toBeGreaterThan(0);
		// of five places each sees itself and those before it
		for (const { cells } of masked) expect(cells.filter((at) => at === null)).toHaveLength(10);
	});
});
