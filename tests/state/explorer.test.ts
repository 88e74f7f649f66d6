import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FULL_SPEED } from '../../src/state/clock.ts';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import { createPreview, type Preview } from '../../src/scene/preview.ts';
import { backendFrom } from '../../src/state/address.ts';
import type { EngineApi } from '../../src/worker/api.ts';
import type { EngineClient } from '../../src/worker/client.ts';
import { checkOf, createFakeEngine } from '../support/fake-engine.ts';

const TOTAL = 30;

/** A client whose engine can be made to hang, to fail, or to answer late. */
class FakeClient implements EngineClient {
	#engine = createFakeEngine(TOTAL);
	restarts = 0;
	/** What becomes of an answer on its way; the default lets it through. */
	fate: <T>(answer: Promise<T>, call: keyof EngineApi) => Promise<T> = (answer) => answer;
	asked: (keyof EngineApi)[] = [];

	readonly api: EngineApi = {
		load: (request) => this.#call('load', this.#engine.load(request)),
		advance: (count) => this.#call('advance', this.#engine.advance(count)),
		trace: (k) => this.#call('trace', this.#engine.trace(k))
	};
	/** Set: checks take for ever, until they are given up. */
	isCheckSlow = false;
	#giveUp: (reason: Error) => void = () => undefined;
	check = (trace: Parameters<EngineClient['check']>[0]) =>
		this.isCheckSlow
			? new Promise<ReturnType<typeof checkOf>>((_, no) => (this.#giveUp = no))
			: Promise.resolve(checkOf(trace));
	stopCheck(): void {
		this.#giveUp(new Error('given up'));
	}
	restart(): void {
		this.restarts++;
		this.fate = (answer) => answer;
		this.#engine = createFakeEngine(TOTAL);
	}
	dispose(): void {}

	#call<T>(name: keyof EngineApi, answer: Promise<T>): Promise<T> {
		this.asked.push(name);
		return this.fate(answer, name);
	}
}

const never = () => new Promise<never>(() => undefined);

let client: FakeClient;
let explorer: Explorer;

/** Lets every answer that can arrive arrive, with frames in between. */
async function settle(frames = 20) {
	for (let i = 0; i < frames; i++) {
		await vi.advanceTimersByTimeAsync(0);
		explorer.player.advance(0.05);
	}
}
const iteration = () => explorer.trace?.iteration;

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
		await settle();
		expect(explorer.player.time).toBe(loss);
		expect(explorer.trace?.steps[loss].phase).toBe('backward');
		expect(explorer.run?.request.backend).toBe('wasm');
		explorer.player.forward();
		await settle(40);
		expect(explorer.player.time).toBe(loss + 1);
	});

	it('leaves the clock where somebody has put it meanwhile; reset() and choose() go to the start', async () => {
		void explorer.open();
		explorer.playPause();
		await settle(2);
		const { time } = explorer.player;
		expect([time > 0, time < loss]).toEqual([true, true]);
		for (const act of [() => explorer.reset(), () => explorer.choose({ seed: 4 })]) {
			act();
			await settle();
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
		await settle();
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
		await settle();
		expect(explorer.player.time).toBeGreaterThan(6);
		explorer.playPause();
		expect(explorer.player.playing).toBe(false);
	});
});

describe('choose(…)', () => {
	it('loads the lesson with its overrides and shows iteration 0', async () => {
		explorer.choose({ seed: 3 });
		await settle();
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
		await settle();
		const shown = explorer.trace;
		expect(shown?.iteration).toBe(0);
		answers[0]();
		await settle();
		expect(explorer.run?.request.seed).toBe(2);
		expect(explorer.trace).toBe(shown);
		expect(older?.trace).toBeNull();
	});

	it('shows a lesson’s problem and keeps running', async () => {
		const problem = { type: 'NameError', message: "name 'w3' is not defined", line: 4, column: 2 };
		client.fate = () => Promise.resolve({ ok: false, problem } as never);
		explorer.choose({});
		await settle();
		expect(explorer.run?.problem).toEqual(problem);
		expect(explorer.run?.status).toBe('failed');
		client.fate = (answer) => answer;
		explorer.choose({ lessonId: 'manual' });
		await settle();
		expect(iteration()).toBe(0);
	});
});

describe('playing', () => {
	beforeEach(async () => {
		explorer.choose({});
		await settle();
	});

	it('at full speed reaches the end with every loss known', async () => {
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		await settle(60);
		expect(iteration()).toBe(29);
		expect(explorer.player.playing).toBe(false);
		expect(explorer.run?.losses.values).toHaveLength(30);
		expect(explorer.run?.losses.values.every((loss) => loss > 0)).toBe(true);
	});

	it('at a moderate speed goes from iteration to iteration', async () => {
		explorer.player.speed = 100;
		explorer.player.play();
		await settle(12);
		expect(iteration()).toBeGreaterThan(0);
		expect(client.asked).not.toContain('advance');
	});

	it('open(k) runs on to an iteration that has not run, and back to one that has', async () => {
		explorer.player.open(25, 3);
		await settle();
		expect([iteration(), explorer.player.time]).toEqual([25, 3]);
		explorer.player.open(2);
		await settle();
		expect(iteration()).toBe(2);
	});

	it('reset() starts over', async () => {
		explorer.player.open(9);
		await settle();
		explorer.reset();
		await settle();
		expect([iteration(), explorer.player.time]).toEqual([0, 0]);
		expect(explorer.run?.losses.values).toHaveLength(1);
	});

	it('playPause() at the very end plays again from the start', async () => {
		explorer.player.open(29, 'end');
		await settle();
		explorer.playPause();
		expect([iteration(), explorer.player.playing]).toEqual([0, true]);
		await settle();
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
		await settle();
		await first;
		expect(explorer.run?.report).toBeNull();
		client.isCheckSlow = false;
		explorer.player.pause();
		await settle();
		await explorer.run?.check();
		expect(explorer.run?.report?.iteration).toBe(iteration());
	});
});

describe('when the engine is lost', () => {
	beforeEach(async () => {
		explorer.choose({});
		await settle();
		explorer.player.open(5, 2);
		await settle();
	});

	it('an unanswered Pause ends the worker after a second and comes back to the iteration', async () => {
		client.fate = (answer, call) => (call === 'advance' ? never() : answer);
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		await settle();
		explorer.player.pause();
		const onShow = iteration();
		await vi.advanceTimersByTimeAsync(900);
		expect(client.restarts).toBe(0);
		await vi.advanceTimersByTimeAsync(200);
		expect(client.restarts).toBe(1);
		expect(iteration()).toBe(onShow);
		await settle();
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
		await settle();
		client.fate = never;
		explorer.reset();
		await vi.advanceTimersByTimeAsync(900);
		expect(client.restarts).toBe(0);
		await vi.advanceTimersByTimeAsync(200);
		await settle();
		expect([client.restarts, iteration(), explorer.run?.status]).toEqual([1, 0, 'ready']);
	});

	it('an answered Pause leaves the worker alone', async () => {
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		await settle(2);
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
			await settle(1);
			expect(explorer.trace).not.toBeNull();
			await settle();
			expect(explorer.trouble).toBe(trouble);
			expect(explorer.run?.status).toBe('ready');
		}
		expect(explorer.backend).toBe('reference');
	});

	it('an engine that cannot start is given up after a few attempts', async () => {
		client.restart = () => undefined;
		client.fate = () => Promise.reject(new Error('gone'));
		explorer.reset();
		await settle();
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
