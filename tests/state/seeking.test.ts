import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FULL_SPEED } from '../../src/state/clock.ts';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import type { EngineApi } from '../../src/worker/api.ts';
import { checkOf, createFakeEngine } from '../support/fake-engine.ts';

/** An engine whose answers may be kept waiting, and which knows what it was asked. */
class PatientClient {
	readonly #engine = createFakeEngine(30);
	asked: (keyof EngineApi)[] = [];
	fate: <T>(answer: Promise<T>) => Promise<T> = (answer) => answer;
	readonly api: EngineApi = {
		load: (request) => this.#call('load', this.#engine.load(request)),
		upgrade: (onDownload) => this.#call('upgrade', this.#engine.upgrade(onDownload)),
		advance: (count) => this.#call('advance', this.#engine.advance(count)),
		trace: (k) => this.#call('trace', this.#engine.trace(k)),
		assist: (kind, question) => this.#engine.assist(kind, question)
	};
	check = (trace: Parameters<typeof checkOf>[0]) => Promise.resolve(checkOf(trace));
	explain = () => Promise.reject(new Error('nothing is wrong'));
	measure = () => Promise.resolve(null);
	stopCheck(): void {}
	restart(): void {}
	dispose(): void {}

	#call<T>(name: keyof EngineApi, answer: Promise<T>): Promise<T> {
		this.asked.push(name);
		return this.fate(answer);
	}
}

let client: PatientClient;
let explorer: Explorer;
const iteration = () => explorer.trace?.iteration;

/** Lets every answer that can arrive arrive, with frames in between. */
async function settle(frames = 20) {
	for (let i = 0; i < frames; i++) {
		await vi.advanceTimersByTimeAsync(0);
		explorer.player.advance(0.05);
	}
}

beforeEach(async () => {
	vi.useFakeTimers();
	client = new PatientClient();
	explorer = new Explorer(() => client);
	explorer.size = 'tiny';
	explorer.choose({});
	await settle();
});
afterEach(() => vi.useRealTimers());

describe('seeking', () => {
	it('shows what a finger passes, never asks for what it has left, and ends where it ends', async () => {
		explorer.player.open(25);
		await settle();
		const late: (() => void)[] = [];
		client.fate = (answer) => new Promise((resolve) => late.push(() => resolve(answer)));
		const before = client.asked.length;
		for (const k of [3, 4, 5, 6, 7]) explorer.player.open(k);
		await settle();
		expect(client.asked.slice(before)).toEqual(['trace']);
		late.shift()?.();
		await settle();
		expect([iteration(), explorer.player.awaited]).toEqual([3, 7]);
		late.shift()?.();
		await settle();
		expect([iteration(), explorer.player.awaited]).toEqual([7, null]);
		expect(client.asked.slice(before)).toEqual(['trace', 'trace']);
	});
});

describe('stopping', () => {
	it.each([4, 17])('at full speed stops at iteration %i and nowhere else', async (k) => {
		explorer.player.stops.iteration = k;
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		const seen = new Set<number | undefined>();
		for (let i = 0; i < 60; i++) {
			await settle(1);
			seen.add(iteration());
		}
		expect([iteration(), explorer.player.playing]).toEqual([k, false]);
		expect(explorer.player.stopped).toEqual({ iteration: k, reason: 'iteration' });
		expect(Math.max(...[...seen].map(Number))).toBe(k);
		explorer.player.play();
		await settle(60);
		expect(iteration()).toBe(29);
	});

	it('at full speed stops at the first loss below a value', async () => {
		explorer.player.open(29);
		await settle();
		const losses = explorer.run!.losses.values;
		const below = (losses[11] + losses[12]) / 2;
		explorer.reset();
		await settle();
		explorer.player.stops.below = below;
		explorer.player.speed = FULL_SPEED;
		explorer.player.play();
		await settle(60);
		expect(iteration()).toBe(losses.findIndex((loss) => loss < below));
		expect(explorer.player.stopped?.reason).toBe('below');
	});
});
