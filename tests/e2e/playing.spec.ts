/** Time: playing, pausing, the keyboard, the race to the end, and the way back into the past. */
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 90_000 });

test('Play runs from op to op, Pause stops at once, Reset returns to the start', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.press('Play');
	await expect(bench.narration).toHaveText(/^Step 2 of 21/, { timeout: 20_000 });
	await bench.press('Pause');
	await expect(bench.button('Play')).toBeVisible();
	const stopped = await bench.headTimes(20);
	expect(new Set(stopped).size).toBe(1);
	await bench.press('Reset');
	await bench.begun(0);
	expect(new Set(await bench.headTimes(2))).toEqual(new Set([0]));
});

test('space plays and pauses, arrows step, with shift by whole iterations', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	const at = (step: number) =>
		expect(bench.narration).toHaveText(new RegExp(`^Step ${step} of 21`));
	await page.keyboard.press('ArrowRight');
	await at(1);
	await page.keyboard.press('ArrowRight');
	await at(2);
	await page.keyboard.press('ArrowLeft');
	await at(1);
	await page.keyboard.press('Shift+ArrowRight');
	await bench.lossAt(1);
	await at(1);
	await page.keyboard.press('Shift+ArrowLeft');
	await bench.lossAt(0);
	await page.keyboard.press('Space');
	await expect(bench.button('Pause')).toBeVisible();
	await page.keyboard.press('Space');
	await expect(bench.button('Play')).toBeVisible();
});

test('at full speed the lesson reaches iteration 499 with 500 losses, and answers all the while', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	const first = await bench.lossAt(0);
	await bench.setSpeed('full');
	await bench.press('Play');
	await expect.poll(() => bench.lossCount(), { intervals: [20] }).toBeGreaterThan(5);
	await page.getByRole('button', { name: 'Help' }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
	await page.getByRole('button', { name: 'Close' }).click();
	await bench.lossAt(499);
	await expect(bench.button('Play')).toBeVisible();
	expect(await bench.lossCount()).toBe(500);
	await bench.press('Play');
	await expect(bench.button('Pause')).toBeVisible();
	await bench.press('Pause');
	await bench.press('Reset');
	await bench.begun(0);
	expect(await bench.lossAt(0)).toBe(first);
});

test('Pause during the race stops it where it is, and stepping goes on from there', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await bench.setSpeed('full');
	await bench.press('Play');
	await expect.poll(() => bench.lossCount(), { intervals: [20] }).toBeGreaterThan(3);
	await bench.press('Pause');
	await expect(bench.button('Play')).toBeVisible();
	await expect(bench.narration).toHaveText(/^Step 21 of 21/);
	expect(await bench.lossCount()).toBeLessThan(500);
	await bench.press('Step back');
	await expect(bench.narration).toHaveText(/^Step 20 of 21/);
});

test('an iteration that is opened again has the loss that it had', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	const early = await bench.openNear(100);
	const loss = await bench.lossAt(early);
	expect(await bench.lossAt(await bench.openNear(400))).not.toBe(loss);
	await bench.openNear(100);
	expect(await bench.lossAt(early)).toBe(loss);
	await bench.choose('autograd');
	await bench.openNear(100);
	// both lessons do the same arithmetic
	expect(await bench.lossAt(early)).toBe(loss);
});
