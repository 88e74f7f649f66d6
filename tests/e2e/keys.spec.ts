/** The keyboard of the whole page: every key does what the help says, and none is in the way. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

const help = (page: Page) => page.getByRole('dialog', { name: 'What you see' });

test('keys go through time, choose the lesson, fold the loss, turn to the list and call for help', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await page.keyboard.press('End');
	await expect(bench.narration).toHaveText(/^Step 21 of 21/);
	await page.keyboard.press('Home');
	await expect(bench.narration).toHaveText('Iteration 0 begins.');
	await page.keyboard.press('f');
	await expect(bench.node('loss, sum, scalar')).toBeVisible();
	await page.keyboard.press('f');
	await expect(bench.node('loss, sum, scalar')).toHaveCount(0);
	await page.keyboard.press('2');
	await expect(bench.code).toContainText('lesson2_autograd.py');
	await page.keyboard.press('1');
	await expect(bench.code).toContainText('lesson1_manual.py');
	const list = page.getByRole('region', { name: 'Graph of the lesson as a list' });
	await page.keyboard.press('l');
	await expect(list).toBeVisible();
	await page.keyboard.press('l');
	await expect(bench.stage).toBeVisible();
	await page.keyboard.press('?');
	await expect(help(page)).toBeVisible();
	await page.keyboard.press('p');
	// nor with the focus on nothing
	await page.evaluate(() => (document.activeElement as HTMLElement).blur());
	await page.keyboard.press('l');
	await page.keyboard.press('Escape');
	await expect(help(page)).toBeHidden();
	await expect(list).toHaveCount(0);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a key that is a letter of another script is found by its place', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await page.evaluate(() => {
		const event = new KeyboardEvent('keydown', { key: 'ㅣ', code: 'KeyL', bubbles: true });
		document.body.dispatchEvent(event);
	});
	await expect(page.getByRole('region', { name: 'Graph of the lesson as a list' })).toBeVisible();
});

test('no key fires while one types, with Ctrl, or once they are switched off for good', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	const isPlain = async () => {
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await expect(bench.stage).toBeVisible();
		await expect(bench.narration).toHaveText('Iteration 0 begins.');
	};
	await page.getByRole('spinbutton', { name: 'seed' }).focus();
	for (const key of ['p', 'l', 'ArrowLeft', '?', 'End']) await page.keyboard.press(key);
	await isPlain();
	await bench.stage.getByRole('button', { name: 'fit' }).focus();
	await page.keyboard.press('Control+l');
	await isPlain();
	const play = bench.button('Play');
	await expect(play).toHaveAttribute('aria-keyshortcuts', 'Space');
	await page.keyboard.press('?');
	await help(page).getByRole('switch', { name: 'Keys of the whole page' }).uncheck();
	await page.keyboard.press('Escape');
	await expect(help(page)).toBeHidden();
	await expect(play).not.toHaveAttribute('aria-keyshortcuts');
	await page.reload();
	await bench.served();
	await bench.goHome();
	await expect(play).not.toHaveAttribute('aria-keyshortcuts');
	for (const key of ['p', 'l', 'ArrowRight', '?', 'End']) await page.keyboard.press(key);
	await isPlain();
	// keys of what has the focus stay
	const h = bench.node('h, mm, 64×100');
	await h.press('Enter');
	await expect(h).toHaveAttribute('aria-pressed', 'true');
	await page.getByRole('button', { name: 'Help' }).click();
	await help(page).getByRole('switch').check();
	await page.keyboard.press('Escape');
	await page.keyboard.press('l');
	await expect(page.getByRole('region', { name: 'Graph of the lesson as a list' })).toBeVisible();
});
