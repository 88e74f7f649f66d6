/** A check that takes its time: how far it is, that it can be stopped, and had after all. */
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 90_000 });

const bar = (page: Page) => page.getByRole('progressbar', { name: 'Checking the gradients' });
const stop = (page: Page) => page.getByRole('button', { name: 'Stop checking' });
const again = (page: Page) => page.getByRole('button', { name: 'check now' });
const share = async (page: Page) => Number(await bar(page).getAttribute('aria-valuenow'));

test('at the lesson’s size the check says what it asks and how far it is, and nothing moves', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.checked();
	const header = bench.check.getByRole('columnheader', { name: 'formula' });
	const before = await header.boundingBox();
	await bench.turnTo(1);
	await expect(bar(page)).toBeVisible();
	await expect(bench.check).toContainText(/checking grad_\w+: (formula|slope|machine)/);
	expect(await header.boundingBox()).toEqual(before);
	const first = await share(page);
	await expect.poll(() => share(page)).toBeGreaterThan(first);
	await bench.checked();
	await expect(bar(page)).toHaveCount(0);
	expect(await header.boundingBox()).toEqual(before);
});

test('stopped from the keyboard, the panel says what is not checked, and checks it when asked', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await stop(page).press('Enter');
	await expect(bench.check.getByRole('status')).toContainText(
		'of iteration 0 no gradient is checked'
	);
	await expect(bench.check.locator('tbody')).toHaveCount(0);
	await expect(bench.check).toBeFocused();
	await expectNoViolations(page);
	await page.keyboard.press('Tab');
	await expect(again(page)).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(bar(page)).toBeVisible();
	await expectNoViolations(page);
	await bench.checked();
	await expect(bench.check.getByText('=').first()).toBeVisible();
});

test('after a stop the next iteration is checked by itself', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await stop(page).click();
	await expect(again(page)).toBeVisible();
	await bench.turnTo(1);
	await bench.checked();
	await expect(again(page)).toHaveCount(0);
});

test('the check of a small lesson comes and goes without a word', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.choose('tiny twin');
	await bench.checked();
	await page.evaluate(() => {
		const seen = (node: Node) =>
			node instanceof Element && node.querySelector('[role=progressbar]') !== null;
		new MutationObserver((list) => {
			const isSpokenOf = list.some(({ addedNodes }) => [...addedNodes].some(seen));
			if (isSpokenOf) document.documentElement.dataset.spoken = '';
		}).observe(document.body, { subtree: true, childList: true });
	});
	await bench.turnTo(1);
	await bench.checked();
	await expect(page.locator('html')).not.toHaveAttribute('data-spoken');
});
