/** How the page begins: where the clock stands, and what is on show before an engine answers. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPreview, type Preview } from '../../src/scene/preview.ts';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import { FakeClient, never, TOTAL } from '../support/fake-client.ts';
import { settle } from '../support/settle.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

let client: FakeClient;
let explorer: Explorer;

beforeEach(() => {
	vi.useFakeTimers();
	client = new FakeClient();
	explorer = new Explorer(() => client);
	explorer.size = 'tiny';
});
afterEach(() => vi.useRealTimers());

describe('open(choice)', () => {
	const steps = 21;
	const loss = 6;

	it('stands where the loss is known, and one step forward is the first step back', async () => {
		void explorer.open({ backend: 'wasm' });
		await settle(explorer);
		expect(explorer.player.time).toBe(loss);
		expect(explorer.trace?.steps[loss].phase).toBe('backward');
		expect(explorer.run?.request.backend).toBe('wasm');
		explorer.player.forward();
		await settle(explorer, 40);
		expect(explorer.player.time).toBe(loss + 1);
	});

	it('leaves the clock where somebody has put it meanwhile; reset() and choose() go to the start', async () => {
		void explorer.open();
		explorer.playPause();
		await settle(explorer, 2);
		const { time } = explorer.player;
		expect([time > 0, time < loss]).toEqual([true, true]);
		for (const act of [() => explorer.reset(), () => explorer.choose({ seed: 4 })]) {
			act();
			await settle(explorer);
			expect(explorer.player.time).toBe(0);
		}
		expect(explorer.trace?.steps).toHaveLength(steps);
	});
});

describe('with a preview', () => {
	let preview: Preview;
	beforeEach(async () => {
		const request = { source: explorer.lesson.source, seed: 0, overrides: {} } as const;
		const loaded = await createFakeEngine().load({ ...request, backend: 'reference' });
		if (!loaded.ok || !loaded.value.first) throw new Error('the lesson has no iteration');
		preview = createPreview(loaded.value.first, new Set(), 500);
		explorer = new Explorer(() => client, preview);
	});

	it('shows it, its loss and its place in time until the engine answers', async () => {
		expect([explorer.trace, explorer.isPreview, explorer.total]).toEqual([preview, true, 500]);
		expect(explorer.player.time).toBe(6);
		expect(explorer.losses.values).toEqual([preview.values[preview.loss!].data[0]]);
		void explorer.open();
		expect(explorer.trace).toBe(preview);
		await settle(explorer);
		expect([explorer.isPreview, explorer.player.time, explorer.total]).toEqual([false, 6, TOTAL]);
		expect(explorer.trace).toBe(explorer.run?.trace);
	});

	it('is no picture of another choice', () => {
		client.fate = never;
		void explorer.open({ seed: 1 });
		expect([explorer.trace, explorer.losses.length, explorer.player.time]).toEqual([null, 0, 0]);
		explorer.choose({ seed: 0 });
		expect(explorer.trace).toBe(preview);
		for (const choice of [{ size: 'tiny' }, { lessonId: 'autograd' }] as const) {
			explorer.choose(choice);
			expect(explorer.trace).toBeNull();
		}
	});

	it('cannot be stepped through, but Play is remembered until the engine is there', async () => {
		void explorer.open();
		explorer.player.forward();
		explorer.player.advance(1);
		expect(explorer.player.time).toBe(6);
		explorer.playPause();
		explorer.player.advance(1);
		expect([explorer.player.playing, explorer.player.time]).toEqual([true, 6]);
		await settle(explorer);
		expect(explorer.player.time).toBeGreaterThan(6);
		explorer.playPause();
		expect(explorer.player.playing).toBe(false);
	});
});
