/** The camera of a small stage: what a step is about is in view, and print is large enough to read. */
import { describe, expect, it } from 'vitest';
import { fitCamera, followCamera, type Camera } from '#scene/camera.ts';
import type { Box } from '#scene/layout.ts';

const bounds: Box = { x: -40, y: -200, width: 900, height: 420 };
const margins = { top: 42, right: 10, bottom: 52, left: 10 };
const [width, height, print] = [390, 320, 15];
const follow = (active: readonly Box[]) =>
	followCamera(bounds, active, width, height, margins, print);

function onScreen(box: Box, { x, y, k }: Camera) {
	return {
		left: box.x * k + x,
		right: (box.x + box.width) * k + x,
		top: box.y * k + y,
		bottom: (box.y + box.height) * k + y
	};
}

describe('followCamera(bounds, active, width, height, margins, print)', () => {
	it('shows the whole before there is a step', () => {
		expect(follow([])).toEqual(fitCamera(bounds, width, height, margins));
	});

	it('brings print to twelve pixels where the step is small', () => {
		expect(follow([{ x: 300, y: 0, width: 60, height: 60 }]).k * print).toBeCloseTo(12);
	});

	it.each([
		[[{ x: -40, y: -200, width: 80, height: 80 }]],
		[[{ x: 780, y: 140, width: 80, height: 80 }]],
		[
			[
				{ x: 0, y: 0, width: 90, height: 60 },
				{ x: 500, y: -190, width: 60, height: 60 }
			]
		]
	])('has everything that the step is about within its margins: %j', (active) => {
		const camera = follow(active);
		for (const box of active) {
			const seen = onScreen(box, camera);
			expect(seen.left).toBeGreaterThanOrEqual(margins.left - 1e-9);
			expect(seen.right).toBeLessThanOrEqual(width - margins.right + 1e-9);
			expect(seen.top).toBeGreaterThanOrEqual(margins.top - 1e-9);
			expect(seen.bottom).toBeLessThanOrEqual(height - margins.bottom + 1e-9);
		}
	});

	it('keeps to the first where all of it would be too small to read', () => {
		const first = { x: 780, y: 140, width: 80, height: 80 };
		const camera = follow([first, { x: -40, y: -200, width: 80, height: 80 }]);
		expect(camera).toEqual(follow([first]));
		expect(camera.k * print).toBeCloseTo(12);
	});

	it('stands still through neighbouring steps where it is to be calm, and has them in view', () => {
		const calm = (x: number) =>
			followCamera(bounds, [{ x, y: 0, width: 60, height: 60 }], 600, 320, margins, print, true);
		const places = [0, 100, 200, 300, 400, 500, 600, 700].map((x) => [x, calm(x)] as const);
		expect(new Set(places.map(([, camera]) => camera.x)).size).toBeLessThanOrEqual(3);
		for (const [x, camera] of places) {
			const seen = onScreen({ x, y: 0, width: 60, height: 60 }, camera);
			expect(seen.left).toBeGreaterThanOrEqual(margins.left - 1e-9);
			expect(seen.right).toBeLessThanOrEqual(600 - margins.right + 1e-9);
		}
	});

	it('shows nothing beyond the picture while there is more of the picture to show', () => {
		const seen = onScreen(bounds, follow([{ x: -40, y: 0, width: 60, height: 60 }]));
		expect(seen.left).toBeCloseTo(margins.left);
		expect(seen.right).toBeGreaterThan(width);
	});
});
