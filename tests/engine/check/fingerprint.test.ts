/** Every classic bug is found by its own fingerprint and by no other; right lessons match none. */
import { describe, expect, it } from 'vitest';
import { createReferenceBackend } from '../../../engine/backends/reference.ts';
import { claimsOf } from '../../../engine/check/claimed.ts';
import { diagnose } from '../../../engine/check/fingerprint.ts';
import { bugsOf, withBug, type Bug } from '../../../engine/lessons/bugs.ts';
import { lessonCalled } from '../../../engine/lessons/gallery.ts';
import { GALLERY, type BuiltInId } from '../../../engine/lessons/lesson.ts';
import { createSession, type LessonOptions } from '../../../engine/session.ts';
import type { Trace } from '../../../engine/trace.ts';
import { SMALL } from '../../support/lesson.ts';

const SEEDS = [0, 1, 2];
const IDS: readonly BuiltInId[] = ['manual', 'autograd', ...GALLERY];
const lists = await Promise.all(
	IDS.map(async (id) => ({ id, bugs: await bugsOf(id), lesson: await lessonCalled(id) }))
);
const cases = lists.flatMap(({ id, bugs, lesson: { source } }) =>
	bugs.map((bug) => ({ lesson: id, name: bug.id, bug, bugs, source }))
);

/** A lesson that seeds itself starts from the numbers of another seed too. */
function seeded(source: string, seed: number): string {
	return source.replace(/manual_seed\(\d+\)/, `manual_seed(${seed})`);
}

function optionsOf(id: BuiltInId, seed: number, { sizes = {} }: Partial<Bug> = {}): LessonOptions {
	const small = id === 'manual' || id === 'autograd' ? { ...SMALL, ...sizes } : undefined;
	return { seed, dtype: 'float32', overrides: small };
}

async function traceOf(source: string, options: LessonOptions, iteration: number): Promise<Trace> {
	const session = await createSession(source, options, createReferenceBackend());
	return (await session.trace(iteration))!;
}

describe.each(cases)('$name in $lesson', ({ lesson, bug, bugs, source }) => {
	it('is found in a learner’s program on three seeds, and no other bug is', async () => {
		for (const seed of SEEDS) {
			const options = optionsOf(lesson, seed, bug);
			const start = seeded(source, seed);
			const trace = await traceOf(withBug(start, bug)!, options, bug.accumulates ? 1 : 0);
			const own = claimsOf(trace);
			const wrong = own.list.filter((claim) => own.holds(claim) === 'different');
			expect([...new Set(wrong.map(({ target }) => target))].sort()).toEqual(
				[...bug.targets].sort()
			);
			const found = await diagnose(trace, { source: start, bugs, options });
			expect(found.map((each) => each.bug)).toEqual([bug.id]);
			expect(found[0].names.toSorted()).toEqual(wrong.map(({ name }) => name).toSorted());
		}
	});
});

describe.each(lists.filter(({ bugs }) => bugs.length > 0))('$id as it is', (each) => {
	it('matches no bug, in its first iterations', async () => {
		for (const seed of SEEDS) {
			const options = optionsOf(each.id, seed);
			const source = seeded(each.lesson.source, seed);
			const session = await createSession(source, options, createReferenceBackend());
			for (const iteration of [0, 1, 2]) {
				const trace = await session.trace(iteration);
				if (trace) expect(await diagnose(trace, { source, bugs: each.bugs, options })).toEqual([]);
			}
		}
	});
});

describe('diagnose(trace, lesson)', () => {
	const manual = lists[0];
	const options = optionsOf('manual', 0);
	const known = { source: manual.lesson.source, bugs: manual.bugs, options };

	/** A tampering that changes nothing would test nothing. */
	function rewrite(...edits: readonly (readonly [from: string, to: string])[]): string {
		return edits.reduce((source, [from, to]) => {
			const bugged = withBug(source, { edits: [{ from, to }] });
			if (bugged === null) throw new Error(`${from} does not stand once in the lesson`);
			return bugged;
		}, manual.lesson.source);
	}

	const SHORT = ['2.0 * (y_pred - y)', '-(y - y_pred)'] as const;
	const H = ['h_relu.t().mm(grad_y_pred)', '(grad_y_pred.t() @ h).t()'] as const;

	it('knows a bug by its numbers, however it is written', async () => {
		const trace = await traceOf(rewrite(SHORT), options, 0);
		expect(await diagnose(trace, known)).toEqual([
			{
				bug: 'factor_missing',
				names: ['grad_y_pred', 'grad_w2', 'grad_h_relu', 'grad_h', 'grad_w1']
			}
		]);
	});

	it('starts from the learner’s own weights, far from those of the lesson', async () => {
		const trace = await traceOf(rewrite(H), options, 20);
		expect(await diagnose(trace, known)).toEqual([{ bug: 'relu_forgotten', names: ['grad_w2'] }]);
	});

	it('tells two bugs in two places apart', async () => {
		const trace = await traceOf(rewrite(H, ['grad_h[h < 0] = 0', 'pass']), options, 0);
		expect(await diagnose(trace, known)).toEqual([
			{ bug: 'relu_forgotten', names: ['grad_w2'] },
			{ bug: 'mask_missing', names: ['grad_h', 'grad_w1'] }
		]);
	});

	it('names the first of two bugs as far as it alone explains what is wrong', async () => {
		const trace = await traceOf(rewrite(SHORT, ['grad_h[h < 0] = 0', 'pass']), options, 0);
		expect(await diagnose(trace, known)).toEqual([
			{ bug: 'factor_missing', names: ['grad_y_pred', 'grad_w2', 'grad_h_relu'] }
		]);
	});

	it('comes to the examples of the same iteration', async () => {
		const { lesson, bugs } = lists.find(({ id }) => id === 'mini-batch')!;
		const own = optionsOf('mini-batch', 0);
		const bug = bugs.find(({ id }) => id === 'bias_averaged')!;
		const trace = await traceOf(withBug(lesson.source, bug)!, own, 3);
		expect(await diagnose(trace, { source: lesson.source, bugs, options: own })).toEqual([
			{ bug: 'bias_averaged', names: ['grad_b'] }
		]);
	});

	it('names nothing where a gradient is wrong in a way that is not in the list', async () => {
		const trace = await traceOf(
			rewrite(['2.0 * (y_pred - y)', '1.9999 * (y_pred - y)']),
			options,
			0
		);
		expect(await diagnose(trace, known)).toEqual([]);
	});

	it('names nothing where another loss makes another gradient right', async () => {
		const mean = rewrite(
			['.pow(2).sum()', '.pow(2).mean()'],
			['2.0 * (y_pred - y)', '2.0 * (y_pred - y) / (N * D_out)']
		);
		expect(await diagnose(await traceOf(mean, options, 0), known)).toEqual([]);
	});

	it('names nothing where the learner’s tensors have other shapes', async () => {
		const trace = await traceOf(rewrite(SHORT), optionsOf('manual', 0, { sizes: { H: 4 } }), 0);
		expect(await diagnose(trace, known)).toEqual([]);
	});

	it('passes over a bug whose line the lesson does not have', async () => {
		const trace = await traceOf(rewrite(SHORT), options, 0);
		const bugs = [{ id: 'other', edits: [{ from: 'no such line', to: '' }], targets: [] }];
		expect(await diagnose(trace, { ...known, bugs })).toEqual([]);
	});
});

describe('withBug(source, bug)', () => {
	it('takes edits in turn, and refuses what stands there twice or not at all', () => {
		const edits = [
			{ from: 'a', to: 'bc' },
			{ from: 'c', to: 'd' }
		];
		expect(withBug('a x', { edits })).toBe('bd x');
		expect(withBug('aa', { edits })).toBeNull();
		expect(withBug('x', { edits })).toBeNull();
	});
});
