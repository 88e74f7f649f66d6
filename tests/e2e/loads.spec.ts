/** The built site, as a static host serves it: it loads, stays on its origin, and complains of nothing. */
import { expect, test } from './support/page.ts';

test('the page loads with its name, in the reader’s language', async ({ page }) => {
	await page.goto('./');
	await expect(page).toHaveTitle(/Backprop Explorer/);
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('an unknown address answers 404 with a page of ours', async ({ page, watch }) => {
	const response = await page.goto('./no/such/page');
	expect(response?.status()).toBe(404);
	await expect(page.getByText(/not found/i).first()).toBeVisible();
	// the browser and SvelteKit both report the missing page itself, and nothing else
	const reports = watch.errors.splice(0);
	expect(reports.filter((report) => !/404|Not found/.test(report))).toEqual([]);
});

test('the page is cross-origin isolated, so that wasm may use threads', async ({ page }) => {
	await page.goto('./');
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('without a flag this browser has no WebGPU adapter: the wasm project is what it says', async ({
	page
}) => {
	await page.goto('./');
	const adapter = await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) ?? null);
	expect(adapter).toBeNull();
});
