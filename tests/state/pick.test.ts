/** Choosing a cell: it is explained until it is picked again or something else is on show. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import { checkOf, createFakeEngine } from '../support/fake-engine.ts';

let explorer: Explorer;

/** Lets every answer that can arrive arrive, with frames in between. */
async function settle(frames = 20) {
	for (let i = 0; i < frames; i++) {
		await vi.advanceTimersByTimeAsync(0);
		explorer.player.advance(0.05);
	}
}

beforeEach(() => {
	vi.useFakeTimers();
	explorer = new Explorer(() => ({
		api: createFakeEngine(30),
		check: (trace) => Promise.resolve(checkOf(trace)),
		explain: () => Promise.reject(new Error('nothing is wrong')),
		measure: () => Promise.resolve(null),
		stopCheck: () => undefined,
		restart: () => undefined,
		dispose: () => undefined
	}));
	explorer.size = 'tiny';
});
afterEach(() => vi.useRealTimers());

describe('pick(cell)', () => {
	const cell = { node: 0, flat: 0 };

	it('chooses a cell, and lets it go when it is picked again or with null', async () => {
		explorer.choose({});
		await settle();
		explorer.pick(cell);
		expect(explorer.cell).toMatchObject(cell);
		explorer.pick({ node: 0, flat: 1 });
		expect(explorer.cell).toMatchObject({ node: 0, flat: 1 });
		explorer.pick({ node: 0, flat: 1 });
		expect(explorer.cell).toBeNull();
		explorer.pick(cell);
		explorer.pick(null);
		expect(explorer.cell).toBeNull();
	});

	it('holds the clock, and is over with the next step', async () => {
		explorer.choose({});
		await settle();
		explorer.player.play();
		explorer.player.advance(0.1);
		explorer.pick(cell);
		expect(explorer.player.playing).toBe(false);
		explorer.player.forward();
		await settle();
		// the step under way is whole now, and still the one on show
		expect(explorer.cell).toMatchObject(cell);
		explorer.player.forward();
		await settle();
		expect(explorer.cell).toBeNull();
	});

	it('is over with another iteration, and with another size', async () => {
		explorer.choose({});
		await settle();
		explorer.pick(cell);
		explorer.player.skip(1);
		await settle();
		expect(explorer.cell).toBeNull();
		explorer.pick(cell);
		explorer.choose({ size: 'own' });
		expect(explorer.cell).toBeNull();
	});
});
