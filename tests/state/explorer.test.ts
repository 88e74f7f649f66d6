import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FULL_SPEED } from '../../src/state/clock.ts';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import { backendFrom } from '../../src/state/address.ts';
import { FakeClient, never } from '../support/fake-client.ts';
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

describe('choose(…)', () => {
	it('loads the lesson with its overrides and shows iteration 0', async () => {
		explorer.choose({ seed: 3 });
		await settle(explorer);
		expect(iteration()).toBe(0);
		expect(explorer.run?.request).toMatchObject({ seed: 3, overrides: { N: 3, D_in: 4 } });
		expect(explorer.sizes).toEqual({ N: 3, D_in: 4, H: 3, D_out: 2 });
	});

	it('takes the size’s own numbers where it is the lesson’s', () => {
		explorer.choose({ size: 'own' });
		expect(explorer.run?.request.overrides).toEqual({});
		expect(explorer.sizes).toEqual({ N: 64, D_in: 1000, H: 100, D_out: 10 });
	});

	it('is not overwritten by the late answer to an older choice', async () => {
		const answers: (() => void)[] = [];
		client.fate = (answer) => new Promise((resolve) => answers.push(() => resolve(answer)));
		explorer.choose({ seed: 1 });
		const older = explorer.run;
		explorer.choose({ seed: 2 });
		answers[1]();
		await settle(explorer);
		const shown = explorer.trace;
		expect(shown?.iteration).toBe(0);
		answers[0]();
		await settle(explorer);
		expect(explorer.run?.request.seed).toBe(2);
		expect(explorer.trace).toBe(shown);
		expect(older?.trace).toBeNull();
	});

	it('shows a lesson’s problem and keeps running', async () => {
		const problem = { type: 'NameError', message: "name 'w3' is not defined", line: 4, column: 2 };
		client.fate = () => Promise.resolve({ ok: false, problem } as never);
		explorer.choose({});
		await settle(explorer);
		expect(explorer.run?.problem).toEqual(problem);
		expect(explorer.run?.status).toBe('failed');
		client.fate = (answer) => answer;
		explorer.choose({ lessonId: 'manual' });
		await settle(explorer);
		expect(iteration()).toBe(0);
	});
});

describe('numbers of the reader’s own', () => {
	it('stay from lesson to lesson, and end with a size that has a name', async () => {
		explorer.choose({ size: 'custom', custom: { N: 5, D_in: 2 } });
		expect(explorer.sizes).toEqual({ N: 5, D_in: 2, H: 100, D_out: 10 });
		explorer.choose({ lessonId: 'autograd' });
		await settle(explorer);
		expect(explorer.run?.request.overrides).toEqual({ N: 5, D_in: 2 });
		explorer.choose({ size: 'own' });
		expect(explorer.run?.request.overrides).toEqual({});
	});

	it('the picture is named by the sizes it ran with until the next one is there', async () => {
		explorer.choose({});
		await settle(explorer);
		explorer.choose({ size: 'custom', custom: { N: 5, D_in: 2, H: 2, D_out: 2 } });
		expect([explorer.trace?.values[0].shape, explorer.dims.N]).toEqual([[3, 4], 3]);
		await settle(explorer);
		expect([explorer.trace?.values[0].shape, explorer.dims.N]).toEqual([[5, 2], 5]);
	});

	const ask = () => explorer.run?.request.inputs?.x?.data[2];

	it('edits add up, keep the moment, and go with the seed or the size', async () => {
		explorer.choose({});
		await settle(explorer);
		explorer.player.seek(4);
		explorer.edit('x', 2, 9);
		await settle(explorer);
		expect([ask(), explorer.player.time, explorer.edits.size]).toEqual([9, 4, 1]);
		explorer.edit('w1', 0, 1);
		expect(Object.keys(explorer.run?.request.inputs ?? {})).toEqual(['x', 'w1']);
		explorer.choose({ lessonId: 'autograd' });
		expect(explorer.edits.size).toBe(2);
		explorer.choose({ size: 'custom', custom: { ...explorer.lesson.tiny, learning_rate: 0.1 } });
		expect(explorer.edits.size).toBe(2);
		explorer.choose({ seed: 1 });
		expect([explorer.edits.size, ask()]).toEqual([0, undefined]);
	});

	it('only what the lesson starts with can be edited', async () => {
		explorer.choose({});
		await settle(explorer);
		const { run } = explorer;
		explorer.edit('h', 0, 1);
		explorer.edit('nothing', 0, 1);
		explorer.player.open(3);
		await settle(explorer);
		explorer.edit('x', 0, 1);
		expect([explorer.run, explorer.edits.size]).toEqual([run, 0]);
	});

	it('undoing comes back to the iteration on show', async () => {
		explorer.choose({});
		await settle(explorer);
		explorer.edit('x', 2, 9);
		await settle(explorer);
		explorer.player.open(6, 2);
		await settle(explorer);
		explorer.restate(explorer.edits.undo());
		await settle(explorer);
		expect([ask(), iteration(), explorer.player.time]).toEqual([undefined, 6, 2]);
	});
});

describe('playing', () => {
	beforeEach(async () => {
		explorer.choose({});
		await settle(explorer);
	});

	it('at full speed reaches the end with every loss known', async () => {
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		await settle(explorer, 60);
		expect(iteration()).toBe(29);
		expect(explorer.player.playing).toBe(false);
		expect(explorer.run?.losses.values).toHaveLength(30);
		expect(explorer.run?.losses.values.every((loss) => loss > 0)).toBe(true);
	});

	it('at a moderate speed goes from iteration to iteration', async () => {
		explorer.player.speed = 100;
		explorer.player.play();
		await settle(explorer, 12);
		expect(iteration()).toBeGreaterThan(0);
		expect(client.asked).not.toContain('advance');
	});

	it('open(k) runs on to an iteration that has not run, and back to one that has', async () => {
		explorer.player.open(25, 3);
		await settle(explorer);
		expect([iteration(), explorer.player.time]).toEqual([25, 3]);
		explorer.player.open(2);
		await settle(explorer);
		expect(iteration()).toBe(2);
	});

	it('reset() starts over', async () => {
		explorer.player.open(9);
		await settle(explorer);
		explorer.reset();
		await settle(explorer);
		expect([iteration(), explorer.player.time]).toEqual([0, 0]);
		expect(explorer.run?.losses.values).toHaveLength(1);
	});

	it('playPause() at the very end plays again from the start', async () => {
		explorer.player.open(29, 'end');
		await settle(explorer);
		explorer.playPause();
		expect([iteration(), explorer.player.playing]).toEqual([0, true]);
		await settle(explorer);
		expect(explorer.player.time).toBeGreaterThan(0);
	});

	it('check() reports on the iteration on show, once', async () => {
		const check = vi.spyOn(client, 'check');
		await explorer.run?.check();
		await explorer.run?.check();
		expect(explorer.run?.report?.iteration).toBe(0);
		expect(check).toHaveBeenCalledTimes(1);
	});

	it('a race gives up the check under way; it can be asked for again', async () => {
		client.isCheckSlow = true;
		const first = explorer.run!.check();
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		await settle(explorer);
		await first;
		expect(explorer.run?.report).toBeNull();
		client.isCheckSlow = false;
		explorer.player.pause();
		await settle(explorer);
		await explorer.run?.check();
		expect(explorer.run?.report?.iteration).toBe(iteration());
	});
});

describe('when the engine is lost', () => {
	beforeEach(async () => {
		explorer.choose({});
		await settle(explorer);
		explorer.player.open(5, 2);
		await settle(explorer);
	});

	it('an unanswered Pause ends the worker after a second and comes back to the iteration', async () => {
		client.fate = (answer, call) => (call === 'advance' ? never() : answer);
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		await settle(explorer);
		explorer.player.pause();
		const onShow = iteration();
		await vi.advanceTimersByTimeAsync(900);
		expect(client.restarts).toBe(0);
		await vi.advanceTimersByTimeAsync(200);
		expect(client.restarts).toBe(1);
		expect(iteration()).toBe(onShow);
		await settle(explorer);
		expect([iteration(), explorer.run?.status, explorer.trouble]).toEqual([
			onShow,
			'ready',
			'restarted'
		]);
	});

	it('a Reset that waits behind an unanswered question ends the worker after a second', async () => {
		client.fate = (answer, call) => (call === 'advance' ? never() : answer);
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		await settle(explorer);
		client.fate = never;
		explorer.reset();
		await vi.advanceTimersByTimeAsync(900);
		expect(client.restarts).toBe(0);
		await vi.advanceTimersByTimeAsync(200);
		await settle(explorer);
		expect([client.restarts, iteration(), explorer.run?.status]).toEqual([1, 0, 'ready']);
	});

	it('an answered Pause leaves the worker alone', async () => {
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		await settle(explorer, 2);
		explorer.player.pause();
		await vi.advanceTimersByTimeAsync(3000);
		expect(client.restarts).toBe(0);
	});

	it('a dead worker is replaced, the second time by the reference, and the picture stays', async () => {
		for (const [k, trouble] of [
			[20, 'restarted'],
			[21, 'fallen-back']
		] as const) {
			client.fate = () => Promise.reject(new Error('gone'));
			explorer.player.open(k);
			await settle(explorer, 1);
			expect(explorer.trace).not.toBeNull();
			await settle(explorer);
			expect(explorer.trouble).toBe(trouble);
			expect(explorer.run?.status).toBe('ready');
		}
		expect(explorer.backend).toBe('reference');
	});

	it('an engine that cannot start is given up after a few attempts', async () => {
		client.restart = () => undefined;
		client.fate = () => Promise.reject(new Error('gone'));
		explorer.reset();
		await settle(explorer);
		expect([explorer.trouble, explorer.run?.status]).toEqual(['lost', 'failed']);
		expect(client.asked.filter((call) => call === 'load').length).toBeLessThan(6);
	});
});

describe('backendFrom', () => {
	it('reads ?backend= and takes nothing it does not know', () => {
		expect(backendFrom('?backend=wasm')).toBe('wasm');
		expect(backendFrom('?backend=cuda')).toBe('auto');
		expect(backendFrom('')).toBe('auto');
	});
});
