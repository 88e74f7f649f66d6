/** Every size of screen: nothing sticks out, everything is in reach, of a mouse or of a finger. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

/** 683×384 is a laptop's screen zoomed in to 200 %, 320×256 one zoomed in to 400 %. */
const SIZES = [
	...[
		[390, 844],
		[768, 1024],
		[844, 390],
		[1024, 768],
		[1366, 768],
		[1920, 1080]
	],
	...[
		[683, 384],
		[960, 540],
		[320, 256]
	]
] as const;

/** Names of what sticks out of the page to the side, and of targets under 24 px. */
function faults(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const wide = document.documentElement.clientWidth;
		const controls = [
			...document.querySelectorAll<HTMLElement>('button, input, [role=slider], a[href]')
		].filter((control) => !control.closest('.stage') && control.checkVisibility());
		const name = (control: HTMLElement) =>
			control.getAttribute('aria-label') ?? (control.textContent?.trim() || control.outerHTML);
		return controls.flatMap((control) => {
			const { left, right, width, height } = control.getBoundingClientRect();
			const isOut = left < -0.5 || right > wide + 0.5;
			const isSmall = width < 24 || height < 24;
			return [
				...(isOut ? [`${name(control)} from ${left} to ${right}`] : []),
				...(isSmall ? [`${name(control)} is ${width}×${height}`] : [])
			];
		});
	});
}

/** How far the page scrolls to the side. */
function sideways(page: Page): Promise<number> {
	return page.evaluate(() => {
		const { scrollWidth, clientWidth } = document.documentElement;
		return scrollWidth - clientWidth;
	});
}

/** Does `check` at every size of screen, on one page that stays open. */
async function atEverySize(page: Page, check: (size: string) => Promise<void>) {
	for (const [width, height] of SIZES) {
		await page.setViewportSize({ width, height });
		await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
		await test.step(`${width}×${height}`, () => check(`${width}×${height}`));
	}
}

async function expectNoFaults(page: Page, size: string) {
	expect(await sideways(page), size).toBeLessThanOrEqual(0);
	expect(await faults(page), size).toEqual([]);
}

test('the page does not scroll sideways, and every control is in reach', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await page.keyboard.press('ArrowRight');
	await expect(bench.narration).toHaveText(/^Step 1 of 21/);
	const help = page.getByRole('button', { name: 'Help' });
	const more = page.getByRole('button', { name: 'Settings' });
	await atEverySize(page, async (size) => {
		await expectNoFaults(page, size);
		const isFolded = await more.isVisible();
		if (isFolded) {
			await more.click();
			await expectNoFaults(page, size);
		}
		await help.click({ trial: true });
		await expect(help).toBeInViewport({ ratio: 1 });
		if (isFolded) await more.click();
		const stage = await bench.stage.boundingBox();
		expect(stage?.height, size).toBeGreaterThanOrEqual(180);
		await page.getByRole('button', { name: 'As a list' }).click({ trial: true });
	});
});

test('the list keeps to the screen, and its controls are in reach', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('l');
	const list = page.getByRole('region', { name: 'Graph of the lesson as a list' });
	await expect(list.getByRole('table')).not.toHaveCount(0);
	await atEverySize(page, async (size) => {
		await expect(list).toBeVisible();
		await expectNoFaults(page, size);
		await page.getByRole('button', { name: 'As a picture' }).click({ trial: true });
	});
});

test('a presentation keeps to the screen, and no control covers another', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.openPresenting('?present');
	await page.keyboard.press('ArrowRight');
	await expect(bench.narration).toHaveText(/^Step 1 of 21/);
	await atEverySize(page, async (size) => {
		await expectNoFaults(page, size);
		for (const name of ['As a list', 'What is shown', 'Leave the presentation', 'Play']) {
			await page.getByRole('button', { name, exact: true }).click({ trial: true });
		}
	});
});

test.describe('by touch', () => {
	test.use({
		...{ viewport: { width: 390, height: 844 }, hasTouch: true },
		// the camera is where it goes at once
		contextOptions: { reducedMotion: 'reduce' }
	});

	test('a finger drags the stage, taps tensors, and two fingers enlarge it', async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open();
		const fit = bench.stage.getByRole('button', { name: 'fit' });
		await expect(fit).toBeDisabled();
		const transform = () =>
			bench.stage
				.locator('.world')
				.evaluate((world) => new DOMMatrix(getComputedStyle(world).transform));
		const before = await transform();
		const session = await page.context().newCDPSession(page);
		const box = (await bench.stage.boundingBox())!;
		const [x, y] = [box.x + box.width / 2, box.y + box.height - 70];
		const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: number[][]) =>
			session.send('Input.dispatchTouchEvent', {
				type,
				touchPoints: points.map(([px, py], id) => ({ x: px, y: py, id }))
			});
		await touch('touchStart', [[x, y]]);
		await touch('touchMove', [[x - 20, y]]);
		await touch('touchMove', [[x - 60, y - 10]]);
		await touch('touchEnd', []);
		await expect.poll(async () => (await transform()).e).toBeLessThan(before.e - 40);
		const scale = (await transform()).a;
		await touch('touchStart', [
			[x - 20, y],
			[x + 20, y]
		]);
		await touch('touchMove', [
			[x - 50, y],
			[x + 50, y]
		]);
		await touch('touchMove', [
			[x - 80, y],
			[x + 80, y]
		]);
		await touch('touchEnd', []);
		await expect.poll(async () => (await transform()).a).toBeGreaterThan(scale * 2);
		await fit.tap();
		await expect(fit).toBeDisabled();
		expect(await transform()).toEqual(before);
		await bench.node('h, mm, 64×100').tap();
		await expect(bench.node('h, mm, 64×100')).toHaveAttribute('aria-pressed', 'true');
	});
});
