import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import { FakeClient } from '../support/fake-client.ts';
import { settle } from '../support/settle.ts';

let client: FakeClient;
let explorer: Explorer;

const iteration = () => explorer.trace?.iteration;

beforeEach(() => {
	vi.useFakeTimers();
	client = new FakeClient();
	explorer = new Explorer(() => client);
	explorer.size = 'tiny';
});
afterEach(() => vi.useRealTimers());

describe('write(source)', () => {
	it('runs what was written from the first iteration, and the lesson as it was again with null', async () => {
		explorer.choose({});
		await settle(explorer);
		const own = explorer.lesson.source;
		explorer.player.open(2, 0);
		await settle(explorer);
		const shown = explorer.trace;
		explorer.write(`${own}\n# mine`);
		// until it has run, what ran before is on show
		expect(explorer.trace).toBe(shown);
		await settle(explorer);
		expect(explorer.run?.request.source).toBe(`${own}\n# mine`);
		expect(iteration()).toBe(0);
		explorer.write(null);
		await settle(explorer);
		expect(explorer.run?.request.source).toBe(own);
	});

	it('leaves the clock within the ops that there are now', async () => {
		explorer.choose({});
		await settle(explorer);
		explorer.player.time = 1000;
		explorer.write('x = 1');
		await settle(explorer);
		expect(explorer.player.time).toBe(explorer.run?.shown?.steps);
	});

	it('belongs to its lesson alone', async () => {
		const own = explorer.lesson.source;
		explorer.write('x = 1');
		explorer.choose({ lessonId: 'autograd' });
		expect(explorer.lesson.source).not.toBe('x = 1');
		explorer.choose({ lessonId: 'manual' });
		expect(explorer.lesson.source).toBe('x = 1');
		expect(explorer.isFirstChoice).toBe(false);
		explorer.write(null);
		expect(explorer.lesson.source).toBe(own);
	});
});
