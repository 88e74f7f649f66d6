/** The gallery: chosen by key, mouse and finger, each lesson with its own address, prose and numbers. */
import type { Page } from '@playwright/test';
import { GALLERY, type GalleryId } from '../../engine/lessons/lesson.ts';
import { expectNoViolations } from './support/axe.ts';
import { traceOf } from './support/expectation.ts';
import { expect, test } from './support/page.ts';
import { isRounded } from './support/picture.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Lessons' });
const card = (page: Page, title: string) => dialog(page).getByRole('link', { name: title });

/** The lesson is there: its code, and the loss and the lines that the engine makes of it in Node. */
async function expectLesson(bench: Workbench, id: GalleryId): Promise<void> {
	await bench.settled();
	await expect(bench.code).toContainText(`${id.replaceAll('-', '_')}.py`);
	const trace = await traceOf(id, 'own');
	const loss = trace.values[trace.loss!].data[0];
	const shown = await bench.lossAt(Math.max(0, trace.iteration));
	expect([shown, isRounded(shown, loss)]).toEqual([shown, true]);
	const { printed, iteration } = trace;
	const name = iteration < 0 ? 'It prints' : `Iteration ${iteration} prints`;
	const lines = bench.page.getByRole('region', { name }).locator('pre');
	await expect(lines).toHaveText(printed.length > 0 ? printed.join('\n') : 'nothing');
}

test('G opens it, arrows go from card to card, Enter takes the lesson; back, on and reload keep it', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await page.keyboard.press('g');
	await expect(card(page, 'Two layers')).toBeFocused();
	await page.keyboard.press('ArrowLeft');
	await expect(card(page, 'XOR')).toBeFocused();
	await page.keyboard.press('ArrowUp');
	await expect(card(page, 'A line through six points')).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(dialog(page)).toHaveCount(0);
	await expect(page).toHaveURL(/\/lessons\/regression\/$/);
	await expect(page).toHaveTitle('A line through six points · Backprop Explorer');
	await expectLesson(bench, 'regression');
	await expect(bench.node('error, sub, 6×1')).toBeVisible();

	await page.goBack();
	await expect(bench.code).toContainText('lesson1_manual.py');
	await expect(page).toHaveTitle('Backprop Explorer');
	await page.goForward();
	await expectLesson(bench, 'regression');
	await page.reload();
	await expectLesson(bench, 'regression');
	await page.keyboard.press('g');
	await expect(card(page, 'A line through six points')).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(dialog(page)).toHaveCount(0);
});

test('a click takes a lesson, and by hand, autograd and both lead back to the net', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await page.getByRole('button', { name: 'Lessons' }).click();
	await card(page, 'One attention head').click();
	await expect(page).toHaveURL(/\/lessons\/attention\/$/);
	await expectLesson(bench, 'attention');
	await expect(page.getByRole('radio', { name: 'by hand' })).toHaveCount(0);
	await expect(page.getByRole('radio', { name: 'tiny twin' })).toHaveCount(0);
	await page.keyboard.press('2');
	await expect(bench.code).toContainText('lesson2_autograd.py');
	await expect(page).toHaveURL(/\/$/);
	expect(new URL(page.url()).pathname).toBe('/');
	await page.goBack();
	await expectLesson(bench, 'attention');
});

test('the note says what to look at, folds, and stays folded; what the reader wrote stays too', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.firstSight('lessons/neuron/?backend=reference');
	const note = page.getByRole('region', { name: 'About this lesson' });
	await expect(note).toContainText('That is the whole chain rule.');
	await expect(note.locator('code', { hasText: 'a * (1 - a)' })).toBeVisible();
	await note.getByRole('button', { name: 'One neuron' }).click();
	await expect(note.getByText('That is the whole chain rule.')).toBeHidden();

	await page.getByRole('button', { name: 'Edit', exact: true }).click();
	await page.locator('.cm-line', { hasText: 'x = torch.tensor(1.5)' }).click();
	await page.keyboard.press('End');
	await page.keyboard.type(' # mine');
	await page.getByRole('button', { name: 'Done', exact: true }).click();
	await expect(bench.code).toContainText('# mine');
	await page.keyboard.press('g');
	await expect(card(page, 'One neuron')).toContainText('with your changes');
	await card(page, 'Two ways to the loss').click();
	await expect(bench.code).toContainText('fan_out.py');
	await expect(note.getByText('gets two gradients')).toBeHidden();
	await page.goBack();
	await expect(bench.code).toContainText('# mine');
	await page.reload();
	await expect(bench.code).toContainText('# mine');
});

test('axe finds nothing in the gallery, nor beside a note', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.firstSight('lessons/fan-out/?backend=reference');
	await bench.verdicts();
	await expectNoViolations(page);
	await page.getByRole('button', { name: 'Lessons' }).click();
	await expect(card(page, 'One neuron')).toContainText('sigmoid');
	await expectNoViolations(page);
});

test('every lesson runs, is drawn, and passes its check', async ({ page }) => {
	test.setTimeout(300_000);
	const bench = new Workbench(page);
	for (const id of GALLERY) {
		await bench.firstSight(`lessons/${id}/?backend=reference`);
		await expectLesson(bench, id);
		await bench.checked();
		const verdicts = await bench.verdicts();
		expect([id, verdicts.length > 0]).toEqual([id, true]);
		const words = new Set(verdicts.flatMap((each) => [each.formula, each.slope, each.machine]));
		expect([id, [...words].filter((word) => !/^equal/.test(word))]).toEqual([id, []]);
	}
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('a tap opens the gallery and takes a lesson; the note waits folded', async ({ page }) => {
		const bench = new Workbench(page);
		await bench.firstSight('?backend=reference');
		await page.getByRole('button', { name: 'Settings' }).tap();
		await page.getByRole('button', { name: 'Lessons' }).tap();
		await expect(card(page, 'One neuron')).toContainText('sigmoid');
		const sideways = await dialog(page).evaluate((it) => it.scrollWidth - it.clientWidth);
		expect(sideways).toBe(0);
		await card(page, 'A kernel learns an edge').tap();
		await expect(page).toHaveURL(/\/lessons\/convolution\/$/);
		await expectLesson(bench, 'convolution');
		const note = page.getByRole('region', { name: 'About this lesson' });
		const fold = note.getByRole('button', { name: 'A kernel learns an edge' });
		await expect(fold).toHaveAttribute('aria-expanded', 'false');
		await expect(note.getByText('Watch the kernel')).toBeHidden();
		await fold.tap();
		await expect(note.getByText('Watch the kernel')).toBeVisible();
		await expectNoViolations(page);
	});
});
