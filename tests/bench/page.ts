/** The app in a browser, as the bench handles it. */
import type { Browser, Page } from 'playwright';

/** Iterations of the lesson. */
export const STEPS = 500;

/** The app in a page of its own, with the speed at its highest and nothing under way. */
export async function openApp(browser: Browser, url: string): Promise<Page> {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
	await page.goto(`${url}?backend=wasm`);
	await settled(page, 0);
	await page.getByRole('slider', { name: 'Speed' }).press('End');
	return page;
}

/** Waits until iteration `k` is on show and its own check is over: a check keeps a core busy. */
export async function settled(page: Page, k: number): Promise<void> {
	await page
		.getByText(new RegExp(`^\\s*iteration ${k}\\b`))
		.first()
		.waitFor();
	const check = page.getByRole('region', { name: 'Gradient check' });
	await check.locator('tbody tr').first().waitFor();
	await check.getByText(/^of iteration/).waitFor({ state: 'detached' });
	await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
}

/** Back to the first iteration, at rest. */
export async function reset(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Reset', exact: true }).click();
	await settled(page, 0);
}

/** Plays at the speed that is set, to the last iteration. */
export async function playThrough(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Play', exact: true }).click();
	await settled(page, STEPS - 1);
}
