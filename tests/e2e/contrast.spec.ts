/** Readers with colours of their own, and readers who need more contrast: nothing drawn is lost on them. */
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { colourAt, colourIn, contrast, type Rgb } from './support/pixels.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 90_000 });

/** Opens the page, and goes eight steps on. */
async function openAtStep8(page: Page): Promise<Workbench> {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await bench.setSpeed('quick');
	for (let step = 1; step <= 8; step++) await bench.press('Step forward');
	await expect(bench.narration).toHaveText(/^Step 8 of 21/);
	await bench.rested();
	await page.mouse.move(1, 1);
	return bench;
}

/** What is drawn, and is not text, is told apart from 3:1 on. */
function expectApart(one: Rgb, other: Rgb): void {
	expect(contrast(one, other), `${one} on ${other}`).toBeGreaterThanOrEqual(3);
}

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`forced colours, ${colorScheme}`, () => {
		test.use({
			colorScheme,
			contextOptions: { forcedColors: 'active', reducedMotion: 'reduce' }
		});

		test('progress, play, the running line, choices and menus are still drawn', async ({
			page
		}) => {
			const bench = await openAtStep8(page);
			const ground = await colourAt(page, 4, 4);
			const ops = bench.timeline.locator('.ops span');
			expectApart(await colourIn(ops.nth(2)), await colourIn(ops.nth(15)));
			expectApart(await colourIn(bench.button('Play'), 0.5, 0.12), ground);
			const line = bench.code.locator('[aria-current=step]');
			expect(contrast(await colourIn(line, 0.5, 0.05), ground)).toBeGreaterThan(1.5);
			const chosen = page.locator('label', { hasText: 'by hand' });
			const other = page.locator('label', { hasText: 'autograd' }).first();
			const rim = async (label: typeof chosen) => {
				const { x, y, width } = (await label.boundingBox())!;
				return colourAt(page, x + width / 2, y - 0.5);
			};
			expectApart(await rim(chosen), await rim(other));
			await bench.badge.click();
			const { x, y, height } = (await page.getByRole('dialog').boundingBox())!;
			expectApart(await colourAt(page, x - 0.5, y + height / 2), ground);
		});
	});

	test.describe(`more contrast, ${colorScheme}`, () => {
		test.use({ colorScheme, contextOptions: { contrast: 'more', reducedMotion: 'reduce' } });

		test('lines are plain to see, and the least of the text has 7:1', async ({ page }) => {
			const bench = await openAtStep8(page);
			const ground = await colourAt(page, 4, 4);
			const { height } = (await page.getByRole('banner').boundingBox())!;
			expectApart(await colourAt(page, 400, height - 1), ground);
			const [red, green, blue] = await bench.why
				.locator('.ran')
				.evaluate((text) => getComputedStyle(text).color.match(/\d+/g)!.map(Number));
			expect(contrast([red, green, blue], ground)).toBeGreaterThanOrEqual(7);
		});
	});
}

test('axe finds nothing with more contrast', async ({ page }) => {
	await page.emulateMedia({ contrast: 'more' });
	await openAtStep8(page);
	await expectNoViolations(page);
});
