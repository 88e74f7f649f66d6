/** The bug lab: what is predicted, what happens in real runs of the engine, and how the two are compared. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bugsOf, withBug } from '../../engine/lessons/bugs.ts';
import { lessonCalled } from '../../engine/lessons/gallery.ts';
import type { BuiltInId } from '../../engine/lessons/lesson.ts';
import { createSession } from '../../engine/session.ts';
import { createReferenceBackend } from '../../engine/backends/reference.ts';
import { BugLab } from '../../src/state/bug-lab.svelte.ts';
import { Explorer } from '../../src/state/explorer.svelte.ts';
import { compare } from '../../src/state/prediction.ts';
import { FakeClient, never } from '../support/fake-client.ts';
import { localClient } from '../support/local-client.ts';

afterEach(() => vi.useRealTimers());

async function labOf(id: BuiltInId, start = localClient): Promise<BugLab> {
	const explorer = new Explorer(localClient);
	const lesson = await lessonCalled(id);
	explorer.library.add(lesson);
	explorer.choose({ lessonId: id, size: lesson.tiny ? 'tiny' : 'own', backend: 'reference' });
	return new BugLab(explorer, lesson, start);
}

async function choose(lab: BugLab, name: string) {
	const bug = (await bugsOf(lab.lesson.id as BuiltInId)).find(({ id }) => id === name)!;
	lab.choose(bug);
	const experiment = lab.experiment!;
	await vi.waitFor(() => expect(experiment.stage).toBe('ready'), 5000);
	return experiment;
}

async function finished(lab: BugLab) {
	const experiment = lab.experiment!;
	await vi.waitFor(
		() => expect([experiment.stage, experiment.checked]).toEqual(['over', true]),
		20_000
	);
	return experiment;
}

const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);

/* lessons run to their end here, twice each */
describe('an experiment', { timeout: 30_000 }, () => {
	it('has the losses of both programs from the same numbers, and the check of both', async () => {
		const lab = await labOf('manual');
		await choose(lab, 'mask_missing');
		lab.run();
		const { right, bugged, wrong, outcome, total, reached, ...rest } = await finished(lab);
		const { source, tiny } = lab.lesson;
		const options = { seed: 0, dtype: 'float32', overrides: tiny! } as const;
		const sources = [source, withBug(source, rest.bug)!];
		for (const [i, trial] of [right, bugged].entries()) {
			const session = await createSession(sources[i], options, createReferenceBackend());
			const { losses } = await session.advance(Infinity);
			expect(trial.losses.values).toEqual(losses);
		}
		expect([total, reached]).toEqual([500, 500]);
		expect(right.report!.rows.every(({ formula }) => formula.verdict === 'pass')).toBe(true);
		expect(names(wrong)).toEqual(['grad_h', 'grad_w1']);
		expect(outcome?.training).toBe('as-well');
	});

	it('says how far off a gradient is: half of it is gone where its factor is missing', async () => {
		const lab = await labOf('manual');
		const experiment = await choose(lab, 'factor_missing');
		expect(experiment.offBy('grad_w1')).toBeCloseTo(0.5, 6);
		expect(experiment.offBy('grad_q')).toBeNull();
	});

	it('ends where a loss is no finite number any more', async () => {
		const lab = await labOf('manual');
		await choose(lab, 'difference_swapped');
		lab.run();
		const { bugged, right, reached, outcome } = await finished(lab);
		expect(bugged.overflow).toBe(6);
		expect(bugged.losses).toHaveLength(7);
		expect([right.losses.length, reached]).toEqual([500, 500]);
		expect(outcome?.training).toBe('worse');
	});

	it('is checked in the second iteration where the bug accumulates', async () => {
		const lab = await labOf('autograd');
		const { iteration } = await choose(lab, 'zero_forgotten');
		lab.run();
		const { wrong, bugged } = await finished(lab);
		expect([iteration, bugged.report?.iteration]).toEqual([1, 1]);
		expect(names(wrong).sort()).toEqual(['w1.grad', 'w2.grad']);
	});

	it('is checked in the first where the loop has no second', async () => {
		const { explorer, lesson } = await labOf('autograd');
		const source = lesson.source.replace('range(500)', 'range(1)');
		const lab = new BugLab(explorer, { ...lesson, source }, localClient);
		const { iteration } = await choose(lab, 'zero_forgotten');
		lab.run();
		const { bugged } = await finished(lab);
		expect([iteration, bugged.report?.iteration]).toEqual([0, 0]);
	});

	it('runs at the sizes of the bug, and trains nothing in a lesson without a loop', async () => {
		const lab = await labOf('manual');
		const { right } = await choose(lab, 'weight_not_transposed');
		expect(right.request.overrides).toMatchObject({ N: 3, H: 4, D_out: 4 });
		const other = await labOf('layer-norm');
		const experiment = await choose(other, 'mean_path_missing');
		expect(experiment.trains).toBe(false);
		other.toggle('grad_x');
		expect(other.predicted).toBe(true);
		other.run();
		expect(names((await finished(other)).wrong)).toEqual(['grad_x']);
		expect(experiment.outcome).toBeNull();
	});

	it('tells a program that stops with an error of its own', async () => {
		const lab = await labOf('manual');
		const edits = [{ from: 'x.t().mm(grad_h)', to: 'x.mm(grad_h)' }];
		lab.choose({ id: 'own: x', words: { name: 'x', hint: 'x' }, edits, targets: ['w1'] });
		lab.run();
		const { bugged, right, outcome } = await finished(lab);
		expect(bugged.problem).toMatchObject({ type: 'RuntimeError', line: 50 });
		expect([right.problem, outcome]).toEqual([null, null]);
	});
});

describe('a prediction', () => {
	it('has to be said in full before it counts', async () => {
		const lab = await labOf('manual');
		await choose(lab, 'mask_missing');
		expect(lab.names).toEqual(['grad_y_pred', 'grad_w2', 'grad_h_relu', 'grad_h', 'grad_w1']);
		expect([lab.predicted, lab.sheet]).toEqual([false, 'predict']);
		lab.toggle('grad_h');
		lab.toggle('grad_w2');
		lab.toggle('grad_w2');
		expect([...lab.prediction.wrong!]).toEqual(['grad_h']);
		lab.forecast('less');
		expect(lab.predicted).toBe(true);
		lab.toggle('grad_h');
		expect(lab.predicted).toBe(false);
		lab.toggle(null);
		expect([lab.prediction.wrong?.size, lab.predicted]).toEqual([0, true]);
		lab.skip();
		expect([lab.predicted, lab.sheet]).toEqual([false, 'run']);
	});

	it('is held against what happened', () => {
		const happened = {
			wrong: [{ name: 'a' }, { name: 'b' }],
			bugged: { report: {} },
			outcome: { training: 'same', share: 1 }
		} as const;
		expect(compare({ wrong: new Set(['a', 'c']), training: 'as-well' }, happened)).toEqual({
			gradients: { right: false, missed: ['b'], mistaken: ['c'] },
			training: { right: true, was: 'as-well' }
		});
		expect(compare({ wrong: new Set(['b', 'a']), training: 'worse' }, happened)).toEqual({
			gradients: { right: true, missed: [], mistaken: [] },
			training: { right: false, was: 'as-well' }
		});
		const undecided = { ...happened, outcome: null };
		expect(compare({ wrong: null, training: 'less' }, undecided)).toEqual({
			gradients: null,
			training: null
		});
		const unchecked = { wrong: [], bugged: { report: null }, outcome: null };
		expect(compare({ wrong: new Set(['b']), training: null }, unchecked).gradients).toEqual({
			right: null,
			missed: [],
			mistaken: []
		});
	});
});

describe('the code', () => {
	it('gets the bug, with what else the reader has written, at sizes at which it runs', async () => {
		const lab = await labOf('manual');
		const { explorer, lesson } = lab;
		const own = lesson.source.replace('range(500)', 'range(50)');
		explorer.write(own);
		const { bug } = await choose(lab, 'weight_not_transposed');
		lab.put();
		expect(explorer.lesson.source).toBe(withBug(own, bug));
		expect(explorer.run?.request).toMatchObject({
			source: withBug(own, bug),
			overrides: { H: 4, D_out: 4, N: 3 }
		});
		explorer.write(null);
		expect(explorer.lesson.source).toBe(lesson.source);
	});

	it('is left alone where the reader’s version has no place for the bug', async () => {
		const lab = await labOf('manual');
		lab.explorer.write(lab.lesson.source.replace('grad_h[h < 0] = 0', 'pass'));
		await choose(lab, 'mask_missing');
		expect([lab.draft, lab.hasDraft]).toEqual([null, true]);
		lab.put();
		expect(lab.explorer.lesson.source).toContain('    pass');
	});
});

describe('stop()', () => {
	it('keeps what has run, and takes no more answers', async () => {
		vi.useFakeTimers();
		const clients: FakeClient[] = [];
		const lab = await labOf('manual', () => {
			const client = new FakeClient();
			clients.push(client);
			return client;
		});
		lab.choose((await bugsOf('manual'))[0]);
		await vi.advanceTimersByTimeAsync(0);
		const experiment = lab.experiment!;
		for (const client of clients)
			client.fate = (answer, call) => (call === 'advance' ? never() : answer);
		lab.run();
		await vi.advanceTimersByTimeAsync(0);
		expect(experiment.stage).toBe('running');
		experiment.stop();
		expect([experiment.stage, experiment.reached]).toEqual(['stopped', 1]);
		// engines that do not answer start anew, and the experiment can be run again
		await vi.advanceTimersByTimeAsync(1000);
		expect(clients.map(({ restarts }) => restarts)).toEqual([1, 1]);
		lab.again();
		await vi.advanceTimersByTimeAsync(0);
		await vi.waitFor(() => expect(lab.experiment?.stage).toBe('over'));
		expect(experiment.stage).toBe('stopped');
	});

	it('gives up the check under way, and begins no other', async () => {
		const client = new FakeClient();
		client.isCheckSlow = true;
		const lab = await labOf('manual', () => client);
		const check = vi.spyOn(client, 'check');
		const stopCheck = vi.spyOn(client, 'stopCheck');
		const experiment = await choose(lab, 'mask_missing');
		await vi.waitFor(() => expect(check).toHaveBeenCalledOnce());
		experiment.stop();
		expect(stopCheck).toHaveBeenCalledOnce();
		// both would have been checked by now
		await new Promise(setImmediate);
		expect(check).toHaveBeenCalledOnce();
		expect([experiment.right.lost, experiment.bugged.lost]).toEqual([false, false]);
	});

	it('lets an experiment go whose engine is lost', async () => {
		const lab = await labOf('manual', () => {
			const client = new FakeClient();
			client.fate = (answer, call) =>
				call === 'advance' ? Promise.reject(new Error('gone')) : answer;
			return client;
		});
		lab.choose((await bugsOf('manual'))[0]);
		lab.run();
		const { right, bugged, outcome } = await finished(lab);
		expect([right.lost, bugged.lost, outcome]).toEqual([true, true, null]);
	});

	it('is had again on fresh engines, where the old ones are lost or still at work', async () => {
		vi.useFakeTimers();
		const clients: FakeClient[] = [];
		const lab = await labOf('manual', () => {
			const client = new FakeClient();
			clients.push(client);
			return client;
		});
		lab.choose((await bugsOf('manual'))[0]);
		const fates = [Promise.reject(new Error('gone')), never()];
		for (const [i, client] of clients.entries())
			client.fate = (answer, call) => (call === 'advance' ? fates[i] : answer);
		lab.run();
		await vi.waitFor(() => expect(lab.experiment?.right.lost).toBe(true));
		lab.again();
		expect(clients.map(({ restarts }) => restarts)).toEqual([1, 1]);
		await vi.advanceTimersByTimeAsync(5000);
		expect([lab.experiment?.stage, lab.experiment?.right.lost]).toEqual(['over', false]);
		// those that have answered run on
		lab.again();
		await vi.advanceTimersByTimeAsync(5000);
		expect(clients.map(({ restarts }) => restarts)).toEqual([1, 1]);
	});
});
