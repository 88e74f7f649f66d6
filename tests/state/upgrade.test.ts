/** The reference serves first, and another backend takes its place while the lesson goes on. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Trace } from '../../engine/index.ts';
import { FULL_SPEED } from '../../src/state/clock.ts';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import type { Upgrade } from '../../src/worker/api.ts';
import { FakeClient, never, TOTAL } from '../support/fake-client.ts';

const JUST_BEGUN: Upgrade['ran'] = {
	...{ reached: 1, total: TOTAL, done: false, from: 1 },
	...{ losses: [], printed: [], ms: 0 }
};

let client: FakeClient;
let explorer: Explorer;

async function settle(frames = 20) {
	for (let i = 0; i < frames; i++) {
		await vi.advanceTimersByTimeAsync(0);
		explorer.player.advance(0.05);
	}
}

/** What the backend that was asked for has to say: the first iteration of its own, and more. */
function upgradeOf(first: Trace, ran: Upgrade['ran'] = JUST_BEGUN): Upgrade {
	const info = { ...explorer.run!.info!, description: 'WASM, at last' };
	return { info, notes: [{ kind: 'no-webgpu', detail: '' }], first: { ...first }, ran };
}

beforeEach(async () => {
	vi.useFakeTimers();
	client = new FakeClient();
	client.isProvisional = true;
	explorer = new Explorer(() => client);
	explorer.size = 'tiny';
	void explorer.open();
	await settle();
});
afterEach(() => vi.useRealTimers());

describe('while the backend is on its way', () => {
	it('the reference’s iteration is on show and can be stepped through', async () => {
		expect([explorer.run?.status, explorer.trace?.iteration]).toEqual(['ready', 0]);
		const { time } = explorer.player;
		explorer.player.forward();
		await settle(40);
		expect(explorer.player.time).toBe(time + 1);
	});

	it('the run says how far the download is, and nothing is checked twice', async () => {
		expect(explorer.run?.download).toEqual({ received: 0, total: null });
		client.tell({ received: 7, total: 14 });
		expect(explorer.run?.download).toEqual({ received: 7, total: 14 });
		await explorer.run?.check();
		expect(explorer.run?.report).toBeNull();
	});

	it('a stop is not taken for unanswered because of it', async () => {
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		await settle(3);
		explorer.player.pause();
		await vi.advanceTimersByTimeAsync(3000);
		expect(client.restarts).toBe(0);
	});
});

describe('when it is there', () => {
	it('badge, notes and the iteration on show change, and the clock stays', async () => {
		const { trace, player } = explorer;
		const { time } = player;
		client.arrive(upgradeOf(trace!));
		await settle();
		expect(explorer.run?.info?.description).toBe('WASM, at last');
		expect(explorer.run?.notes).toHaveLength(1);
		expect(explorer.run?.download).toBeNull();
		expect(explorer.trace).not.toBe(trace);
		expect([explorer.trace?.iteration, player.time]).toEqual([0, time]);
		await explorer.run?.check();
		expect(explorer.run?.report?.iteration).toBe(0);
	});

	it('losses are its own, and an iteration on show is asked for again', async () => {
		const first = explorer.trace!;
		explorer.player.open(3);
		await settle();
		const shown = explorer.trace;
		const losses = [7, 6, 5];
		const ran = { reached: 4, total: TOTAL, done: false, from: 1, losses, printed: [], ms: 1 };
		client.arrive(upgradeOf(first, ran));
		await settle();
		expect(explorer.trace?.iteration).toBe(3);
		expect(client.asked.filter((call) => call === 'trace')).toHaveLength(2);
		expect(explorer.run?.losses.values.slice(1, 3)).toEqual([7, 6]);
		expect(shown).not.toBeNull();
	});

	it('where the reference has to stay, everything else does', async () => {
		const { trace } = explorer;
		client.arrive({ ...upgradeOf(trace!), first: null });
		await settle();
		expect(explorer.trace).toBe(trace);
		expect([explorer.run?.download, explorer.run?.notes.length]).toEqual([null, 1]);
	});

	it('a run that was closed meanwhile hears nothing of it', async () => {
		const older = explorer.run!;
		const arrive = client.arrive;
		client.isProvisional = false;
		explorer.choose({ seed: 3 });
		await settle();
		const newer = explorer.trace;
		arrive(upgradeOf(newer!));
		await settle();
		expect(explorer.trace).toBe(newer);
		expect(older.info?.description).toBe('WASM, 1 thread');
	});

	it('an engine that dies instead is replaced', async () => {
		client.fate = (answer, call) =>
			call === 'upgrade' ? Promise.reject(new Error('gone')) : answer;
		explorer.reset();
		await settle(3);
		client.isProvisional = false;
		await settle();
		expect([explorer.trouble, explorer.run?.status]).toEqual(['restarted', 'ready']);
	});

	it('full speed goes on through the change', async () => {
		const first = explorer.trace!;
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		await settle(2);
		client.arrive(upgradeOf(first));
		await settle(60);
		expect(explorer.trace?.iteration).toBe(TOTAL - 1);
		client.fate = never;
	});
});
