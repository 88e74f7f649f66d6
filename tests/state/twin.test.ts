import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lessons } from '../../engine/lessons/lessons.ts';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import { FakeClient } from '../support/fake-client.ts';

let clients: FakeClient[];
let explorer: Explorer;

async function settle(frames = 20) {
	for (let i = 0; i < frames; i++) await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
	vi.useFakeTimers();
	clients = [];
	explorer = new Explorer(() => {
		const client = new FakeClient();
		clients.push(client);
		return client;
	});
	explorer.choose({ size: 'tiny', seed: 2 });
});
afterEach(() => vi.useRealTimers());

describe('choose({ both })', () => {
	it('starts lesson 2 beside lesson 1, which runs on', async () => {
		await settle();
		const { run } = explorer;
		explorer.choose({ both: true });
		await settle();
		expect(explorer.run).toBe(run);
		expect(explorer.lessonId).toBe('manual');
		expect(clients).toHaveLength(2);
		expect(explorer.twin?.run?.request).toEqual({
			...run?.request,
			source: lessons.autograd.source
		});
		expect(explorer.twin?.run?.trace?.iteration).toBe(0);
	});

	it('brings lesson 1 to the stage where lesson 2 was there', () => {
		explorer.choose({ lessonId: 'autograd' });
		explorer.choose({ both: true });
		expect(explorer.run?.request.source).toBe(lessons.manual.source);
	});

	it('starts both anew with every other choice, and never keeps what was before', async () => {
		explorer.choose({ both: true });
		await settle();
		explorer.choose({ seed: 9 });
		expect(explorer.both).toBe(true);
		expect(explorer.twin?.run?.trace).toBeNull();
		expect(explorer.twin?.run?.request.seed).toBe(9);
		await settle();
		expect(explorer.twin?.run?.trace?.iteration).toBe(0);
	});

	it('ends lesson 2 with either lesson alone', async () => {
		for (const lessonId of ['manual', 'autograd'] as const) {
			explorer.choose({ both: true });
			await settle();
			explorer.choose({ lessonId });
			expect([explorer.both, explorer.twin]).toEqual([false, null]);
		}
	});
});

describe('twin.follow(k)', () => {
	it('goes on to the iteration and back', async () => {
		explorer.choose({ both: true });
		await settle();
		for (const k of [7, 3]) {
			explorer.twin?.follow(k);
			await settle(60);
			expect(explorer.twin?.run?.trace?.iteration).toBe(k);
		}
	});

	it('starts its engine anew when that is lost, and gives up in the end', async () => {
		explorer.choose({ both: true });
		await settle();
		for (const [k, lost] of [
			[5, false],
			[6, false],
			[7, true]
		] as const) {
			clients[1].fate = () => Promise.reject(new Error('gone'));
			explorer.twin?.follow(k);
			await settle(60);
			expect(explorer.twin?.lost).toBe(lost);
			expect(clients[1].restarts).toBe(k - 4);
		}
		expect(explorer.trouble).toBeNull();
		explorer.reset();
		await settle();
		expect(explorer.twin?.lost).toBe(false);
		expect(explorer.twin?.run?.trace?.iteration).toBe(0);
	});
});
