/** The reader's own numbers: sizes and the learning rate, and what is refused. */
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const openMenu = (page: Page) => page.getByRole('button', { name: /^Change the lesson’s/ }).click();

async function setNumber(bench: Workbench, name: string, text: string) {
	await field(bench.page, name).fill(text);
	await field(bench.page, name).press('Enter');
	await bench.settled();
}

test('a size of one’s own changes graph, code and key, and survives the other lesson', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await openMenu(page);
	await setNumber(bench, 'N', '3');
	await setNumber(bench, 'D_in', '17');
	await expect(bench.node('x, input, 3×17')).toBeVisible();
	await expect(bench.node('w1, input, 17×100')).toBeVisible();
	await expect(bench.code).toContainText('your numbers, where marked');
	await expect(bench.code.locator('ins')).toHaveText(['3', '17']);
	await expect(page.getByRole('radio', { name: 'lesson’s size' })).not.toBeChecked();
	await page.keyboard.press('Escape');
	await bench.choose('autograd');
	await expect(bench.node('w1.grad, mm, 17×100')).toBeVisible();
	await openMenu(page);
	await page.getByRole('button', { name: 'lesson’s numbers', exact: true }).click();
	await bench.settled();
	await expect(bench.node('x, input, 64×1000')).toBeVisible();
	await expect(page.getByRole('radio', { name: 'lesson’s size' })).toBeChecked();
});

test('slider and steps set the same numbers by keys', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.choose('tiny twin');
	const button = page.getByRole('button', { name: /^Change the lesson’s/ });
	await button.press('Enter');
	await page.getByRole('button', { name: 'more D_out' }).press('Enter');
	await bench.settled();
	await expect(bench.node('y, input, 3×3')).toBeVisible();
	await page.getByRole('slider', { name: 'H, round numbers' }).press('ArrowRight');
	await bench.settled();
	await expect(bench.node('w1, input, 4×4')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(button).toBeFocused();
	await expect(field(page, 'N')).toHaveCount(0);
});

test('what is no number, or too many, is refused at its field and nothing runs', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await openMenu(page);
	for (const [name, text, words] of [
		['N', '', 'Write a number.'],
		['N', 'ten', 'This is not a number.'],
		['H', '2.5', 'A size is a whole number.'],
		['H', '-4', 'A size is at least 1.'],
		['H', '5000', '4\u202f096 is the most here.'],
		['D_in', '1e3.5', 'This is not a number.'],
		['learning_rate', '-0.1', 'A rate below 0 would climb the loss.']
	]) {
		await field(page, name).fill(text);
		await field(page, name).press('Enter');
		await expect(page.locator('.sheet').getByRole('alert')).toContainText(words);
		await expect(field(page, name)).toHaveAttribute('aria-invalid', 'true');
		await field(page, name).fill(
			{ N: '64', H: '100', D_in: '1000', learning_rate: '1e-6' }[name] ?? ''
		);
	}
	await setNumber(bench, 'N', '4096');
	await expect(page.locator('.sheet').getByRole('alert')).toContainText(
		'x would have 4\u202f096\u202f000 numbers; 1\u202f048\u202f576 is the most'
	);
	await setNumber(bench, 'D_in', '256');
	await setNumber(bench, 'H', '256');
	await expect(page.locator('.sheet').getByRole('alert')).toContainText(
		'One iteration would multiply 3 times as often as it may.'
	);
	await expect(bench.node('x, input, 4096×256')).toBeVisible();
	await expect(bench.node('h, mm, 4096×100')).toBeVisible();
});

test('at a learning rate of 1e-3 the numbers run out of range, and the page goes on', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await openMenu(page);
	await setNumber(bench, 'learning_rate', '1e-3');
	await page.keyboard.press('Escape');
	await bench.setSpeed('full');
	await bench.press('Play');
	await expect(bench.curve).toHaveAttribute('aria-valuetext', /^iteration \d+, loss (∞|NaN)$/, {
		timeout: 60_000
	});
	await bench.curve.press('End');
	await bench.lossAt(499);
	const note = page.getByRole('status').filter({ hasText: /^\s*Loss / });
	await expect(note).toHaveText(/Loss (∞|NaN) from iteration \d+ on/);
	const found = page.getByRole('status').filter({ hasText: 'is the first beyond float32' });
	await expect(async () => {
		const back = page.getByRole('button', { name: /^go to iteration/ });
		if (await back.isVisible()) await back.click();
		await expect(found).toBeVisible({ timeout: 500 });
	}).toPass({ timeout: 30_000 });
	const culprit = /(\w+)\)? is the first/.exec(await found.innerText())![1];
	await found.getByRole('button', { name: 'show it' }).click();
	await expect(bench.narration).toHaveText(new RegExp(`\\b${culprit}\\(`));
	await bench.choose('tiny twin');
	expect(Number(await bench.lossAt(0))).toBeGreaterThan(0);
	await expect(page.getByText(/from iteration \d+ on|is the first beyond/)).toHaveCount(0);
});

test('a seed is any whole number; anything else is refused in words', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.choose('tiny twin');
	const seed = page.getByRole('spinbutton', { name: 'seed' });
	const own = await bench.lossAt(0);
	for (const [text, words] of [
		['1.5', 'A seed is a whole number. It is still 0.'],
		['', 'A seed is a whole number. It is still 0.'],
		['1e300', 'This is more than can be kept exactly. The seed is still 0.']
	]) {
		await seed.fill(text);
		await seed.press('Enter');
		await expect(page.getByRole('alert')).toHaveText(words);
		await seed.blur();
		await expect(seed).toHaveValue('0');
		expect(await bench.lossAt(0)).toBe(own);
		await page.keyboard.press('Shift');
		await expect(page.getByRole('alert')).toHaveCount(0);
	}
	await seed.fill('-7');
	await seed.press('Enter');
	await bench.settled();
	expect(await bench.lossAt(0)).not.toBe(own);
});

test('axe finds nothing with the numbers open, right or wrong', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await openMenu(page);
	await field(page, 'H').fill('0');
	await field(page, 'H').press('Enter');
	await expect(page.locator('.sheet').getByRole('alert')).toBeVisible();
	await expectNoViolations(page);
});
