/** Reached by everyone: by keyboard, by screen reader, without motion, on a phone. */
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { Workbench, type Transport } from './support/workbench.ts';

const TRANSPORT: readonly Transport[] = ['Reset', 'Step back', 'Play', 'Step forward'];

test.describe.configure({ timeout: 60_000 });

test('axe finds nothing before the first step', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.verdicts();
	await expectNoViolations(page);
});

test('every tensor, op and card has a name and takes the focus in reading order', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	const order = [
		...['x, input, 64×1000', 'w1, input, 1000×100', 'w2, input, 100×10', 'y, input, 64×10'],
		...['mm, makes h', 'h, mm, 64×100', 'clamp, makes h_relu', 'h_relu, clamp, 64×100'],
		...['mm, makes y_pred', 'y_pred, mm, 64×10', 'loss, Σ (y_pred − y)²'],
		...['grad_y_pred, mul, 64×10', 'grad_h_relu, mm, 64×100', 'grad_h, masked_fill, 64×100'],
		...['grad_w2, mm, 100×10', 'grad_w1, mm, 1000×100']
	];
	await bench.node(order[0]).focus();
	for (const name of order) {
		await expect(bench.node(name)).toBeFocused();
		await page.keyboard.press('Tab');
	}
});

for (const way of ['keyboard', 'mouse'] as const) {
	test(`the loss card unfolds into sub, pow and sum by ${way}, and folds again`, async ({
		page
	}) => {
		const bench = new Workbench(page);
		await bench.open();
		const act = (name: string) =>
			way === 'mouse' ? bench.node(name).click() : bench.node(name).press('Enter');
		await act('loss, Σ (y_pred − y)²');
		for (const name of [
			'y_pred − y, sub, 64×10',
			'(y_pred − y)², pow, 64×10',
			'loss, sum, scalar'
		]) {
			await expect(bench.node(name)).toBeVisible();
		}
		await expect(bench.node('Fold loss')).toBeFocused();
		await act('Fold loss');
		await expect(bench.node('loss, sum, scalar')).toHaveCount(0);
		await expect(bench.node('loss, Σ (y_pred − y)²')).toBeFocused();
	});
}

test.describe('with reduced motion', () => {
	// every step is waited for, and looked at
	test.describe.configure({ timeout: 120_000 });
	test.use({ contextOptions: { reducedMotion: 'reduce' } });

	/** Animations that are there, and matrices that are only partly painted. */
	const moving = (page: Page) =>
		page.evaluate(() => [
			document.getAnimations().length,
			document.querySelectorAll('.stage canvas[style*="clip-path"]').length
		]);

	for (const shape of ['folded', 'unfolded', 'as a list'] as const) {
		test(`nothing is animated while one steps or plays, and a step is whole at once: ${shape}`, async ({
			page
		}) => {
			const bench = new Workbench(page);
			await bench.open('?backend=reference');
			expect(await page.evaluate(() => matchMedia('(prefers-reduced-motion)').matches)).toBe(true);
			if (shape !== 'folded') await page.keyboard.press(shape === 'unfolded' ? 'f' : 'l');
			expect(await moving(page)).toEqual([0, 0]);
			for (let step = 1; step <= 21; step++) {
				await page.keyboard.press('ArrowRight');
				await expect(bench.narration).toHaveText(new RegExp(`^Step ${step} of 21`));
				expect(await moving(page)).toEqual([0, 0]);
			}
			await page.keyboard.press('ArrowLeft');
			await expect(bench.narration).toHaveText(/^Step 20 of 21/);
			expect(await moving(page)).toEqual([0, 0]);
			await bench.setSpeed('quick');
			await bench.press('Play');
			// an iteration may come and go between two looks
			while (Number(await bench.curve.getAttribute('aria-valuenow')) < 1) {
				expect(await moving(page)).toEqual([0, 0]);
			}
			await bench.press('Pause');
		});
	}
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('the transport is within reach, and the tabs switch between the panels', async ({
		page
	}) => {
		const bench = new Workbench(page);
		await bench.open();
		for (const name of TRANSPORT) await expect(bench.button(name)).toBeInViewport({ ratio: 1 });
		await expect(page.getByRole('slider', { name: 'Speed' })).toBeInViewport();
		await bench.press('Play');
		await expect(bench.button('Pause')).toBeInViewport({ ratio: 1 });
		await bench.press('Pause');
		for (const [tab, panel] of [
			['why', bench.why],
			['check', bench.check],
			['code', bench.code]
		] as const) {
			await page.getByRole('button', { name: tab, exact: true }).click();
			for (const each of [bench.why, bench.check, bench.code]) {
				await expect(each).toBeVisible({ visible: each === panel });
			}
		}
		const [wide, view] = await page.evaluate(() => [
			document.documentElement.scrollWidth,
			document.documentElement.clientWidth
		]);
		expect(wide).toBeLessThanOrEqual(view);
	});
});
