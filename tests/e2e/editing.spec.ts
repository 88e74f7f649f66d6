/** One number changed in its cell: everything downstream follows, and is what the engine says. */
import type { Trace } from '../../engine/index.ts';
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { expectedPanes, traceOf, withCell } from './support/expectation.ts';
import { expect, test } from './support/page.ts';
import { readPicture } from './support/picture.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

const field = (page: Page) => page.getByRole('textbox', { name: /^Number for / });

/** The tiny twin, `steps` steps on. */
async function openTwin(page: Page, steps: number): Promise<Workbench> {
	const bench = new Workbench(page);
	await bench.open();
	await bench.choose('tiny twin');
	await bench.setSpeed('quick');
	for (let step = 1; step <= steps; step++) {
		await bench.press('Step forward');
		await expect(bench.narration).toHaveText(new RegExp(`^Step ${step} of `));
	}
	return bench;
}

/** Every number on the stage is that of `trace`. */
async function expectTrace(page: Page, trace: Trace, time: number) {
	await expect(async () => {
		const shown = await readPicture(page);
		expect(shown.time).toBe(time);
		expect(shown.panes).toEqual(expectedPanes(trace, time, shown));
	}).toPass({ timeout: 30_000 });
}

const changed = (page: Page) => page.getByText(/numbers? changed/);

test('by mouse: two numbers, in the midst of the way back; undone one by one', async ({ page }) => {
	const bench = await openTwin(page, 9);
	const own = await traceOf('manual', 'tiny');
	await page.mouse.dblclick(...(await bench.cellCentre(/^x, input/, [0, 2])));
	await field(page).fill('5');
	await field(page).press('Enter');
	const x = withCell(own, 'x', [0, 2], 5);
	await expectTrace(page, await traceOf('manual', 'tiny', { x }), 9);
	await expect(bench.node('x, input, 3×4, 1 changed')).toBeFocused();

	await page.mouse.dblclick(...(await bench.cellCentre(/^w2, input/, [1, 1])));
	await field(page).fill('−0.1');
	await page.mouse.click(...(await bench.cellCentre(/^h_relu, clamp/, [0, 0])));
	const w2 = withCell(own, 'w2', [1, 1], -0.1);
	await expectTrace(page, await traceOf('manual', 'tiny', { x, w2 }), 9);
	await expect(changed(page)).toHaveText(/2 numbers changed/);

	await page.getByRole('button', { name: 'undo', exact: true }).click();
	await expectTrace(page, await traceOf('manual', 'tiny', { x }), 9);
	await page.getByRole('button', { name: 'undo', exact: true }).click();
	await expectTrace(page, own, 9);
	await expect(changed(page)).toHaveCount(0);
});

test('by keyboard: a digit or F2 begins, Escape keeps, what is no number is refused', async ({
	page
}) => {
	const bench = await openTwin(page, 3);
	const own = await traceOf('manual', 'tiny');
	const pane = bench.stage.getByRole('button', { name: /^w1, input/ });
	await pane.press('Enter');
	for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
	await page.keyboard.press('F2');
	await expect(field(page)).toHaveAccessibleName('Number for w1[1, 1]');
	await field(page).fill('1.5 metres');
	await field(page).press('Enter');
	await expect(bench.stage.getByRole('alert')).toContainText('This is not a number.');
	await field(page).fill('1e39');
	await field(page).press('Enter');
	await expect(bench.stage.getByRole('alert')).toContainText('more than a float32 can hold');
	await field(page).press('Escape');
	await expect(pane).toBeFocused();
	await expectTrace(page, own, 3);

	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('-');
	await page.keyboard.type('2.25');
	await page.keyboard.press('Enter');
	const w1 = withCell(own, 'w1', [0, 0], -2.25);
	await expectTrace(page, await traceOf('manual', 'tiny', { w1 }), 3);
	await expect(pane).toBeFocused();
});

test('autograd still trains a changed weight; the change outlives the lesson, not the seed', async ({
	page
}) => {
	const bench = await openTwin(page, 0);
	await page.mouse.dblclick(...(await bench.cellCentre(/^w1, input/, [0, 0])));
	await field(page).fill('0.5');
	await field(page).press('Enter');
	await expect(changed(page)).toBeVisible();
	await bench.choose('autograd');
	const w1 = withCell(await traceOf('autograd', 'tiny'), 'w1', [0, 0], 0.5);
	const trace = await traceOf('autograd', 'tiny', { w1 });
	await bench.setSpeed('quick');
	await bench.timeline.press('End');
	await expectTrace(page, trace, trace.steps.length);
	expect((await bench.verdicts()).map(({ name }) => name)).toEqual(['w2.grad', 'w1.grad']);
	const seed = page.getByRole('spinbutton', { name: 'seed' });
	await seed.fill('4');
	await seed.press('Enter');
	await expect(changed(page)).toHaveCount(0);
});

test('what is computed, or updated since, says where to change instead', async ({ page }) => {
	const bench = await openTwin(page, 1);
	await page.mouse.dblclick(...(await bench.cellCentre(/^h, mm/, [0, 0])));
	await expect(bench.stage.getByRole('alert')).toContainText('h is computed.');
	await expect(field(page)).toHaveCount(0);
	await bench.turnTo(1);
	await expect(bench.narration).toHaveText(/^Step 1 of/);
	await expect(bench.curve).toHaveAttribute('aria-valuenow', '1');
	await page.mouse.dblclick(...(await bench.cellCentre(/^x, input/, [0, 0])));
	await expect(bench.stage.getByRole('alert')).toContainText('x can be changed where the lesson');
	await page.getByRole('button', { name: 'go to the start' }).click();
	await bench.begun(0);
	await page.mouse.dblclick(...(await bench.cellCentre(/^x, input/, [0, 0])));
	await expect(field(page)).toBeFocused();
});

test.describe('by touch', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('a tap offers, a second one opens the field', async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open();
		await page.getByRole('button', { name: 'Settings' }).tap();
		await bench.choose('tiny twin');
		await page.getByRole('button', { name: 'Settings' }).tap();
		await page.touchscreen.tap(...(await bench.cellCentre(/^x, input/, [1, 1])));
		await page.getByRole('button', { name: 'change x[1, 1]' }).tap();
		await field(page).fill('3');
		await field(page).press('Enter');
		await expect(changed(page)).toBeVisible();
		const x = withCell(await traceOf('manual', 'tiny'), 'x', [1, 1], 3);
		await expectTrace(page, await traceOf('manual', 'tiny', { x }), 0);
	});
});

test('axe finds nothing with the field open', async ({ page }) => {
	const bench = await openTwin(page, 0);
	const cell = await bench.cellCentre(/^x, input/, [0, 0]);
	await page.mouse.dblclick(...cell);
	await field(page).fill('2');
	await field(page).press('Enter');
	await expect(changed(page)).toBeVisible();
	await page.mouse.dblclick(...cell);
	await field(page).fill('two');
	await field(page).press('Enter');
	await expect(bench.stage.getByRole('alert')).toBeVisible();
	await expectNoViolations(page);
});
