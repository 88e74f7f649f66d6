/** Graphs far larger than a lesson's: everything has its place, and nothing crosses a tile. */
import { describe, expect, it } from 'vitest';
import { createReferenceBackend, createSession, type Trace } from '#engine';
import { layered } from '#scene/layering.ts';
import { createLayout, type Box } from '#scene/layout.ts';
import { createModel } from '#scene/model.ts';

/** `count` ops in a row, two of three of which read the same weight, every third an earlier value too. */
async function sharedWeight(count: number): Promise<Trace> {
	const ops = Array.from({ length: count }, (_, i) =>
		i % 3 === 2 ? `n${i + 1} = n${i} + n${i - 2}` : `n${i + 1} = n${i}.mm(w)`
	);
	const leaves = ['import torch', 'w = torch.randn(3, 3)', 'n0 = torch.randn(3, 3)'];
	const source = [...leaves, 'for t in range(1):', ...ops.map((op) => `    ${op}`)].join('\n');
	const options = { seed: 0, dtype: 'float32' } as const;
	const session = await createSession(source, options, createReferenceBackend());
	return (await session.trace(0))!;
}

function overlap(a: Box, b: Box): boolean {
	return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The y of every point of a path, control points included. */
function heights(path: string): number[] {
	const numbers = path.match(/-?\d+(\.\d+)?(e-?\d+)?/g)!.map(Number);
	return numbers.filter((_, i) => i % 2 === 1);
}

describe('createLayout(model) of 300 ops on one weight', async () => {
	const model = createModel(await sharedWeight(300));
	const layout = createLayout(model, undefined, layered);
	const tiles = Object.values(layout.tiles).map((tile) => tile.value);

	it('gives every tile a place of its own', () => {
		expect(tiles).toHaveLength(302);
		for (const [i, tile] of tiles.entries()) {
			expect(tiles.slice(i + 1).filter((other) => overlap(tile, other))).toEqual([]);
		}
	});

	it('leads the weight to the far ops over all of them, inside the bounds', () => {
		const weight = model.tiles.find((tile) => tile.label === 'w')!;
		const ways = model.links.filter((link) => link.from === weight.id).slice(10);
		const roof = Math.min(...tiles.map((tile) => tile.y));
		for (const { id } of ways) {
			const highest = Math.min(...heights(layout.routes[id].path));
			expect(highest).toBeLessThan(roof);
			expect(highest).toBeGreaterThanOrEqual(layout.bounds.y);
		}
	});
});
