/** Presenting: the stage, one line and the time, all large; what else stays, the teacher chooses. */
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { traceOf } from './support/expectation.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

const caption = (page: Page) => page.getByRole('region', { name: 'The step on show' });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** The smallest and the largest type that is written out on the stage, in pixels on the screen. */
function stageType(page: Page): Promise<number[]> {
	return page.locator('.stage svg text').evaluateAll((texts) =>
		texts.map((text) => {
			const size = parseFloat(getComputedStyle(text).fontSize);
			return size * ((text as SVGTextElement).getScreenCTM()?.a ?? NaN);
		})
	);
}

test('p leaves the stage, the caption and the timeline; Escape brings the rest back', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await page.keyboard.press('p');
	await expect(heading(page)).toHaveCount(0);
	for (const panel of [bench.code, bench.why, bench.check, bench.curve]) {
		await expect(panel).toHaveCount(0);
	}
	await expect(bench.stage).toBeInViewport({ ratio: 1 });
	await expect(bench.timeline).toBeInViewport({ ratio: 1 });
	const trace = await traceOf('manual', 'own');
	await page.keyboard.press('ArrowRight');
	await expect(caption(page)).toContainText('h = mm(x, w1), 64×100');
	await expect(caption(page)).toContainText(`1/${trace.steps.length}`);
	await expect(caption(page).locator('annotation')).toHaveText(/^\{h\} =/);
	await page.keyboard.press('PageDown');
	await expect(bench.narration).toHaveText(/^Step 2 of 21/);
	await page.keyboard.press('PageUp');
	await expect(bench.narration).toHaveText(/^Step 1 of 21/);
	await page.keyboard.press('Escape');
	await expect(heading(page)).toBeVisible();
	await expect(bench.code).toBeVisible();
	await expect(caption(page)).toHaveCount(0);
});

for (const [width, height] of [
	[1280, 720],
	[1920, 1080]
]) {
	test(`at ${width}×${height} everything on the presented stage is at least 17 px`, async ({
		page
	}) => {
		await page.setViewportSize({ width, height });
		const bench = new Workbench(page);
		await bench.openPresenting('?present');
		for (let step = 0; step < 12; step++) await page.keyboard.press('ArrowRight');
		await expect(bench.narration).toHaveText(/^Step 12 of 21/);
		const type = await stageType(page);
		expect(type.length).toBeGreaterThan(20);
		expect(Math.min(...type)).toBeGreaterThan(17);
	});
}

test('the teacher chooses what stays, by mouse and by keyboard, and finds it again', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await page.getByRole('button', { name: 'Present', exact: true }).click();
	await expect(heading(page)).toHaveCount(0);
	const menu = page.getByRole('button', { name: 'What is shown' });
	await menu.click();
	await page.getByRole('checkbox', { name: 'why this step' }).check();
	await expect(bench.why).toBeVisible();
	await page.getByRole('checkbox', { name: 'the loss curve' }).press('Space');
	await expect(bench.curve).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('checkbox')).toHaveCount(0);
	await expect(menu).toBeFocused();
	await expect(heading(page)).toHaveCount(0);
	await page.getByRole('button', { name: 'Leave the presentation' }).click();
	await expect(heading(page)).toBeVisible();
	await page.reload();
	await bench.served();
	await expect(bench.check).toBeVisible();
	await page.keyboard.press('p');
	await expect(bench.why).toBeVisible();
	await expect(bench.curve).toBeVisible();
	await expect(bench.check).toHaveCount(0);
});

test('t answers why the transpose with no panel on show', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.openPresenting('?present&show=');
	await page.keyboard.press('End');
	await expect(bench.narration).toHaveText(/^Step 21 of 21/);
	await expect(bench.why).toHaveCount(0);
	await page.keyboard.press('t');
	const answer = page.getByRole('dialog', { name: 'Why the transpose?' });
	await expect(answer).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(answer).toBeHidden();
	await expect(heading(page)).toHaveCount(0);
});

test('a link opens prepared, and the menu offers the link to what is on show', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.openPresenting('?present&show=check,nonsense,code');
	await expect(heading(page)).toHaveCount(0);
	await expect(bench.code).toBeVisible();
	await expect(bench.check).toBeVisible();
	await expect(bench.why).toHaveCount(0);
	await page.getByRole('button', { name: 'What is shown' }).click();
	const link = page.getByRole('link', { name: 'Link that opens like this' });
	await expect(link).toHaveAttribute('href', '?present&show=code,check');
});

test('panels hide on the ordinary page too, and the stage takes their room', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	const before = await bench.stage.boundingBox();
	await page.getByRole('button', { name: 'What is shown' }).click();
	for (const name of ['the code', 'why this step', 'the gradient check', 'the loss curve']) {
		await page.getByRole('checkbox', { name }).uncheck();
	}
	await page.keyboard.press('Escape');
	await expect(bench.code).toHaveCount(0);
	const after = await bench.stage.boundingBox();
	expect(after?.width).toBe(1440);
	expect(after?.height).toBeGreaterThan((before?.height ?? NaN) + 200);
});

test('axe finds nothing in the presentation', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.openPresenting('?present&show=code,why,curve,key');
	for (let step = 0; step < 12; step++) await page.keyboard.press('ArrowRight');
	await expect(bench.narration).toHaveText(/^Step 12 of 21/);
	await page.getByRole('button', { name: 'What is shown' }).click();
	await expectNoViolations(page);
});

test.describe('with reduced motion', () => {
	test.use({ contextOptions: { reducedMotion: 'reduce' } });

	test('nothing is animated while one steps through a presentation', async ({ page }) => {
		const bench = new Workbench(page);
		await bench.openPresenting('?present&show=code,curve');
		for (let step = 1; step <= 4; step++) {
			await page.keyboard.press('ArrowRight');
			await expect(bench.narration).toHaveText(new RegExp(`^Step ${step} of 21`));
			expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
		}
	});
});
