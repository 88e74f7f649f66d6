/** What is behind a wrong gradient: asked for with the check, by the lesson that the source began from. */
import { beforeEach, describe, expect, it } from 'vitest';
import { checkTrace, type Session, type Trace } from '#engine';
import { causesOf } from '#engine/check/causes.ts';
import { withBug } from '#engine/lessons/bugs.ts';
import { manualBugs } from '#engine/lessons/bugs/manual.ts';
import { lessons } from '#engine/lessons/lessons.ts';
import { Inspection, type Inspected } from '#state/inspection.svelte.ts';
import { Library } from '#state/library.svelte.ts';
import { ownLists } from '#state/known-bugs.svelte.ts';
import type { Reasons } from '#state/reasons.ts';
import { open, SMALL } from '../support/lesson.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

const lesson = lessons.manual;
const origin = { library: new Library(), id: 'manual' } as const;
const bugged = (id: string) =>
	withBug(
		lesson.source,
		manualBugs.find((bug) => bug.id === id)!
	)!;
const odd = lesson.source.replace('x.t().mm(grad_h)', 'x.t().mm(grad_h) * 1.0009');

/** Checks as the worker does, at once; `late` holds back what is said of causes. */
class Checker implements Pick<Inspected, 'engine'> {
	session!: Session;
	late: (() => void)[] | null = null;
	explained = 0;
	readonly engine: Inspected['engine'] = {
		api: {
			...createFakeEngine(),
			trace: async (k) => ({ ok: true, value: await this.session.trace(k) })
		},
		check: (trace, again) => Promise.resolve(checkTrace(trace, again)),
		explain: async (trace, known) => {
			this.explained++;
			const causes = await causesOf(trace, known);
			return new Promise((resolve) => {
				if (this.late) this.late.push(() => resolve(causes));
				else resolve(causes);
			});
		},
		stopCheck: () => undefined
	};
}

let checker: Checker;
let inspection: Inspection;

async function inspect(source: string, of: Inspected['origin'] = origin): Promise<Trace> {
	checker.session = await open(source);
	const trace = (await checker.session.trace(0))!;
	const request = { source, seed: 0, overrides: SMALL, backend: 'reference' } as const;
	inspection = new Inspection({ engine: checker.engine, request, origin: of });
	await inspection.inspect(trace);
	return trace;
}

const found = () => expect.poll(() => inspection.reasons);
const known = () => inspection.reasons as Reasons;

beforeEach(() => (checker = new Checker()));

describe('inspect(trace)', () => {
	it('looks for nothing where nothing is wrong, and asks whether the same comes out again', async () => {
		await inspect(lesson.source);
		expect([inspection.reasons, checker.explained]).toEqual([null, 0]);
		const { rows } = inspection.report!;
		expect(rows.map(({ stability }) => stability.repeated)).toEqual(rows.map(() => true));
	});

	it('names the bug that the reader has made, for each gradient that it makes wrong', async () => {
		await inspect(bugged('mask_inverted'));
		expect(inspection.reasons).toBe('sought');
		await found().not.toBe('sought');
		const [{ bug, names }] = known().known;
		expect([known().known.length, bug.id, names]).toEqual([
			...[1, 'mask_inverted'],
			['grad_h', 'grad_w1']
		]);
	});

	it('gives the pattern of what no list knows, and of a file that comes from no lesson', async () => {
		await inspect(odd);
		await found().toMatchObject({ known: [] });
		expect(known().patterns.get('grad_w1')).toMatchObject({ id: 'ratio', kind: 'some' });
		const library = new Library();
		library.add({ ...lesson, id: 'opened' });
		await inspect(bugged('factor_missing'), { library, id: 'opened' });
		await found().toMatchObject({ known: [] });
		expect(known().patterns.get('grad_w2')).toMatchObject({ id: 'ratio', kind: 'half' });
	});

	it('names it in the words of the reader’s own list, which come first', async () => {
		const library = new Library();
		const words = { name: 'The gate looks the wrong way', hint: 'Which sign passes?' };
		const [edit] = manualBugs.find(({ id }) => id === 'mask_inverted')!.edits;
		const bugs = [{ ...words, edits: [edit], targets: ['h', 'w1'] }];
		const text = JSON.stringify({ version: 1, bugs });
		ownLists(library).write('manual', { file: 'bugs.json', text });
		await inspect(bugged('mask_inverted'), { library, id: 'manual' });
		await found().not.toBe('sought');
		expect(known().known[0].bug.words).toEqual(words);
	});

	it('drops causes with the report that they are of, however late they come', async () => {
		checker.late = [];
		await inspect(bugged('factor_missing'));
		await expect.poll(() => checker.late?.length).toBe(1);
		checker.session = await open(lesson.source);
		await inspection.inspect((await checker.session.trace(1))!);
		expect(inspection.report?.first).toBeNull();
		checker.late[0]();
		await checker.engine.api.trace(0);
		expect(inspection.reasons).toBeNull();
	});

	it('says that nobody could look where the checker is lost', async () => {
		checker.engine.explain = () => Promise.reject(new Error('lost'));
		await inspect(bugged('factor_missing'));
		await found().toBe('failed');
		expect(inspection.report?.first).toBe('grad_y_pred');
	});

	it('is given up while the engine runs once more, before anything is checked', async () => {
		const trace = await inspect(lesson.source);
		const { iteration } = inspection.report!;
		let answer: () => void = () => undefined;
		const wait = new Promise<void>((resolve) => (answer = resolve));
		const again = checker.engine.api.trace;
		checker.engine.api.trace = async (k) => (await wait, again(k));
		const other = inspection.inspect({ ...trace, iteration: 1 });
		inspection.stop();
		answer();
		await other;
		expect(inspection.report?.iteration).toBe(iteration);
	});
});
