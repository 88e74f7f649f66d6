/** A check that takes its time: how far it is, that it can be stopped, and had after all. */
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 90_000 });

const bar = (page: Page) => page.getByRole('progressbar', { name: 'Checking the gradients' });
const stop = (page: Page) => page.getByRole('button', { name: 'Stop checking' });
const again = (page: Page) => page.getByRole('button', { name: 'check now' });

/** A second of the page's is a tenth of one: on a fast machine, too, somebody waits for the check. */
async function hurry(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const now = performance.now.bind(performance);
		performance.now = () => 10 * now();
	});
}

interface Seen {
	/** What the bar said, one after the other. */
	readonly shares: number[];
	readonly words: string[];
	/** Where the second column began meanwhile. */
	readonly places: number[];
}

/** Watches the panel from now on, change by change. */
async function watchPanel(page: Page): Promise<() => Promise<Seen>> {
	await page.evaluate(() => {
		const seen: Seen = { shares: [], words: [], places: [] };
		const look = () => {
			const shown = document.querySelector('[role=progressbar]');
			const share = shown && Number(shown.getAttribute('aria-valuenow'));
			if (share === null || share === seen.shares.at(-1)) return;
			seen.shares.push(share);
			seen.words.push(shown?.parentElement?.textContent ?? '');
			seen.places.push(
				document.querySelector('thead th:nth-child(2)')?.getBoundingClientRect().left ?? NaN
			);
		};
		const options = { subtree: true, childList: true, attributes: true };
		new MutationObserver(look).observe(document.body, options);
		Object.assign(globalThis, { seen });
	});
	return () => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
}

test('at the lesson’s size the check says what it asks and how far it is, and nothing moves', async ({
	page
}) => {
	const bench = new Workbench(page);
	await hurry(page);
	await bench.open();
	await bench.checked();
	const seen = await watchPanel(page);
	const second = bench.check.locator('thead th').nth(1);
	const left = (await second.boundingBox())!.x;
	await bench.turnTo(1);
	await bench.lossAt(1);
	await bench.checked();
	await expect(bar(page)).toHaveCount(0);
	const { shares, words, places } = await seen();
	expect(new Set(shares).size).toBeGreaterThan(3);
	expect(shares).toEqual(shares.toSorted((a, b) => a - b));
	for (const text of words) expect(text).toMatch(/checking grad_\w+: (formula|slope|machine)/);
	expect(new Set([...places, left])).toEqual(new Set([left]));
	expect((await second.boundingBox())!.x).toBe(left);
});

test('stopped from the keyboard, the panel says what is not checked, and checks it when asked', async ({
	page
}) => {
	const bench = new Workbench(page);
	await hurry(page);
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
	await hurry(page);
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
