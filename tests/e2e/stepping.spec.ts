/** One op at a time: graph, code, narration and numbers tell the same story, there and back. */
import type { Page } from '@playwright/test';
import type { Trace } from '../../engine/index.ts';
import type { LessonId } from '../../engine/lessons/lesson.ts';
import {
	expectedCard,
	expectedChips,
	expectedNarration,
	expectedPanes,
	traceOf,
	valueOf
} from './support/expectation.ts';
import { expect, test } from './support/page.ts';
import { isRounded, readPicture, type Picture } from './support/picture.ts';
import { Workbench } from './support/workbench.ts';

const LESSONS = [
	{
		lesson: 'manual',
		button: 'by hand',
		made: 'h h_relu y_pred grad_y_pred grad_w2 grad_h_relu grad_h grad_w1 w1 w2'
	},
	{
		lesson: 'autograd',
		button: 'autograd',
		made: 'x·w1 clamp(x·w1) y_pred ∂clamp(x·w1) w2.grad ∂x·w1 w1.grad w1 w2'
	}
] as const satisfies { lesson: LessonId; button: string; made: string }[];

/** Waits until `time` steps are done and the formulas are set, then reads everything. */
async function pictureAt(page: Page, time: number): Promise<Picture> {
	let picture = await readPicture(page);
	const settled = () => picture.time === time && !picture.why.tex.includes(null);
	await expect
		.poll(async () => settled() || ((picture = await readPicture(page)), settled()), {
			message: `${time} steps done`,
			intervals: [20, 50]
		})
		.toBe(true);
	return picture;
}

function expectRounded(shown: string, value: number): void {
	expect(isRounded(shown, value), `${shown} is ${value} to its digits`).toBe(true);
}

function expectStep(trace: Trace, time: number, shown: Picture): void {
	const step = trace.steps[time - 1];
	const isReadable = shown.panes.some(({ numbers }) => numbers.length > 0);
	const { at } = trace.graph.nodes[step.node];
	expect(shown.narration).toMatch(expectedNarration(trace, time));
	expect(shown.why.words).toBe(shown.narration);
	expect(shown.why.phase).toBe(step.phase);
	expect(shown.why.tex.length).toBeGreaterThan(0);
	expect(shown.why.ran).toMatch(/^computed by reference in .* ms$/);
	expect(shown.lines).toEqual([at?.line]);
	expect(shown.panes).toEqual(expectedPanes(trace, time, shown, isReadable));
	if (shown.card) expect(shown.card).toEqual(expectedCard(trace, time, shown));
	expect(shown.chips).toEqual(expectedChips(trace, time));
}

test.describe.configure({ timeout: 120_000 });
// a recording of hundreds of moments takes longer than the moments do
test.use({ trace: 'off' });

for (const { lesson, button, made } of LESSONS) {
	test(`${lesson}, tiny twin: every step forward and back shows what the engine computed`, async ({
		page
	}) => {
		const trace = await traceOf(lesson, 'tiny');
		const bench = new Workbench(page);
		await bench.open('?backend=reference');
		await bench.choose(button);
		await bench.choose('tiny twin');
		await bench.setSpeed('quick');
		const forward = [await pictureAt(page, 0)];
		expect(forward[0].lines).toEqual([]);
		expect(forward[0].panes).toEqual(expectedPanes(trace, 0, forward[0]));
		for (let time = 1; time <= trace.steps.length; time++) {
			await bench.press('Step forward');
			forward.push(await pictureAt(page, time));
			expectStep(trace, time, forward[time]);
		}
		await bench.press('Step forward');
		await bench.begun(1);
		await bench.press('Step back');
		for (let time = trace.steps.length; time >= 0; time--) {
			expect(await pictureAt(page, time)).toEqual(forward[time]);
			if (time > 0) await bench.press('Step back');
		}
	});

	test(`${lesson}, its own size: every step says where it is, and the cell under the mouse reads true`, async ({
		page
	}) => {
		const trace = await traceOf(lesson, 'own');
		const bench = new Workbench(page);
		await bench.open('?backend=reference');
		await bench.choose(button);
		await bench.setSpeed('quick');
		const read = new Set<string>();
		for (let time = 1; time <= trace.steps.length; time++) {
			await bench.press('Step forward');
			const shown = await pictureAt(page, time);
			expectStep(trace, time, shown);
			const pane = shown.panes.find((each) => each.writes);
			if (!pane) continue;
			await bench.node(pane.name).hover();
			const reading = await bench.readCell();
			const value = valueOf(trace, time, pane, reading?.index);
			if (value === undefined) expect(reading).toBeNull();
			else expectRounded(reading?.text ?? '', value);
			if (reading) read.add(pane.name);
		}
		expect([...read].map((name) => name.split(',')[0])).toEqual(made.split(' '));
	});
}
