/** The check on the page: when it is spoken of, and what becomes of it when it is stopped. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import { Inspection } from '../../src/state/inspection.svelte.ts';
import type { Run } from '../../src/state/run.svelte.ts';
import { FakeClient, never } from '../support/fake-client.ts';
import { checkOf } from '../support/fake-engine.ts';

const HALF = { share: 0.5, name: 'grad_w2', question: 'slope' } as const;

let client: FakeClient;
let explorer: Explorer;
let run: Run;
let inspection: Inspection;

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(async () => {
	vi.useFakeTimers();
	client = new FakeClient();
	client.isCheckSlow = true;
	explorer = new Explorer(() => client);
	explorer.size = 'tiny';
	await explorer.open();
	run = explorer.run!;
	inspection = run.inspection = new Inspection(run);
});
afterEach(() => vi.useRealTimers());

describe('a check under way', () => {
	it('is not spoken of until it has taken a second', async () => {
		void run.check();
		await vi.advanceTimersByTimeAsync(999);
		client.progress(HALF);
		expect(inspection.progress).toBeNull();
		await vi.advanceTimersByTimeAsync(1);
		client.progress(HALF);
		expect(inspection.progress).toEqual(HALF);
	});

	it('is over when its answer is there, whatever it still says of itself', async () => {
		client.isCheckSlow = false;
		await run.check();
		const late = client.progress;
		await vi.advanceTimersByTimeAsync(2000);
		late(HALF);
		const { progress, report } = inspection;
		expect([progress, report?.iteration]).toEqual([null, 0]);
	});
});

describe('decline(trace)', () => {
	beforeEach(async () => {
		void run.check();
		await vi.advanceTimersByTimeAsync(1000);
		client.progress(HALF);
		inspection.decline(run.trace!);
		await settle();
	});

	it('ends it, and it is not taken up again by itself', async () => {
		const { progress, stopped, report } = inspection;
		expect([progress, stopped, report]).toEqual([null, run.trace, null]);
		client.isCheckSlow = false;
		await run.check();
		expect(inspection.report).toBeNull();
	});

	it('ask(trace) has it all the same, and speaks of it at once', async () => {
		void inspection.ask(run.trace!);
		await settle();
		client.progress(HALF);
		expect(inspection.progress).toEqual(HALF);
		expect(inspection.stopped).toBeNull();
		client.stopCheck();
		client.isCheckSlow = false;
		await settle();
		await inspection.ask(run.trace!);
		expect(inspection.report?.iteration).toBe(0);
	});

	it('another iteration is checked as ever', async () => {
		client.isCheckSlow = false;
		run.show(1);
		await settle();
		await run.check();
		expect(inspection.report?.iteration).toBe(1);
		expect(inspection.stopped).not.toBe(run.trace);
	});
});

it('a check whose worker is lost counts as stopped; one that a race leaves behind does not', async () => {
	void run.check();
	await settle();
	client.stopCheck();
	await settle();
	expect(inspection.stopped).toBe(run.trace);
	void inspection.ask(run.trace!);
	await settle();
	inspection.stop();
	await settle();
	expect(inspection.stopped).toBeNull();
});

describe('close() of its run', () => {
	it('ends a check under way: the next run’s would wait behind it', async () => {
		const stopped = vi.spyOn(client, 'stopCheck');
		const check = run.check();
		await settle();
		explorer.reset();
		await check;
		expect([stopped.mock.calls.length, inspection.report]).toEqual([1, null]);
	});

	it('ends the search for reasons as well', async () => {
		client.check = (trace) => Promise.resolve({ ...checkOf(trace), first: 'grad_w2' });
		client.explain = never;
		const stopped = vi.spyOn(client, 'stopCheck');
		await run.check();
		expect([inspection.reasons, stopped.mock.calls.length]).toEqual(['sought', 0]);
		explorer.reset();
		expect(stopped).toHaveBeenCalledOnce();
	});

	it('stops nothing where nothing is under way', async () => {
		client.isCheckSlow = false;
		await run.check();
		const stopped = vi.spyOn(client, 'stopCheck');
		explorer.reset();
		expect(stopped).not.toHaveBeenCalled();
	});

	it('leaves unchecked what was to be checked first', async () => {
		run.inspection = null;
		const check = run.check();
		run.close();
		await check;
		expect(run.inspection).toBeNull();
	});
});
