/** Both lessons side by side: each gradient derived by hand against the one that autograd made. */
import type { Page } from '@playwright/test';
import { compareGradients, createReferenceBackend, createSession } from '../../engine/index.ts';
import { lessons } from '../../engine/lessons/lessons.ts';
import { expectNoViolations } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

const ALL = '5 of 5 bit for bit';

test.describe.configure({ timeout: 120_000 });

async function showBoth(page: Page): Promise<void> {
	await page.getByRole('radio', { name: 'both' }).check();
	await expect(page.getByTestId('agreement')).toHaveText(ALL, { timeout: 60_000 });
}

/** The verdicts under `loss.backward()`, by what autograd made. */
function ghosts(page: Page): Promise<string[]> {
	return page
		.locator('[data-ghost]')
		.evaluateAll((lines) =>
			lines.map((line) =>
				['.badge', 'code', '.verdict']
					.map(
						(part) => line.querySelector(part)?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? ''
					)
					.join(' | ')
			)
		);
}

/** In how many entries each gradient of the tiny twin differs between the lessons, run in Node. */
async function differencesAt(k: number): Promise<(number | null)[]> {
	const traces = (['manual', 'autograd'] as const).map(async (lesson) => {
		const { source, tiny } = lessons[lesson];
		const options = { seed: 0, dtype: 'float32', overrides: tiny } as const;
		const session = await createSession(source, options, createReferenceBackend());
		return (await session.trace(k))!;
	});
	const [hand, auto] = await Promise.all(traces);
	return compareGradients(hand, auto).map(({ difference }) => difference.unequal);
}

test('tiny twin: at every iteration opened, each pair has the verdict that the engine gives', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await bench.choose('tiny twin');
	await showBoth(page);
	expect(await ghosts(page)).toEqual([
		' | ∂loss = ones_like(loss) | ',
		' | ∂(y_pred − y)² = expand(∂loss) | ',
		'pair1 | ∂y_pred = mul(∂(y_pred − y)², 2·(y_pred − y)) | = equal bit for bit',
		'pair2 | ∂h_relu = mm(∂y_pred, w2ᵀ) | = equal bit for bit',
		'pair3 | w2.grad = mm(h_reluᵀ, ∂y_pred) | = equal bit for bit',
		'pair4 | ∂h = where(ge(h, 0), ∂h_relu, 0) | = equal bit for bit',
		'pair5 | w1.grad = mm(xᵀ, ∂h) | = equal bit for bit'
	]);
	const k = await bench.openNear(250);
	expect(await differencesAt(k)).toEqual([0, 0, 0, 0, 0]);
	await expect(page.getByTestId('agreement')).toHaveText(ALL, { timeout: 60_000 });
	expect((await ghosts(page)).filter((line) => line.endsWith('= equal bit for bit'))).toHaveLength(
		5
	);
});

test('at the lesson’s size on WASM, iteration 250 agrees too', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open('?backend=wasm');
	await showBoth(page);
	await bench.openNear(250);
	await expect(page.getByTestId('agreement')).toHaveText(ALL, { timeout: 60_000 });
});

test('pointing at one of a pair lights the other, by mouse and by keyboard', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await showBoth(page);
	const ghost = page.locator('[data-ghost]', { hasText: 'w2.grad' });
	const line = bench.code.locator('[data-line="46"]');
	await line.hover();
	await expect(ghost).toHaveClass(/\blit\b/);
	await ghost.hover();
	await expect(line).toHaveClass(/\blit\b/);
	await expect(bench.node('grad_w2, mm, 100×10').and(page.locator('.lit'))).toBeVisible();
	await bench.button('Reset').hover();
	await expect(line).not.toHaveClass(/\blit\b/);

	const other = page.getByRole('region', { name: 'The code of the lesson with autograd' });
	await other.locator('[data-line="34"]').focus();
	for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
	await expect(ghost).toBeFocused();
	await expect(line).toHaveClass(/\blit\b/);
});

test('the running step is lit in both lessons', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await showBoth(page);
	await bench.setSpeed('quick');
	for (let step = 1; step <= 10; step++) await bench.press('Step forward');
	await expect(bench.narration).toHaveText(/^Step 10 of 21, backward: grad_w2/);
	await expect(page.locator('[data-ghost].active code')).toHaveText(
		'w2.grad = mm(h_reluᵀ, ∂y_pred)'
	);
	await page.getByRole('radio', { name: 'by hand' }).check();
	await expect(page.locator('[data-ghost]')).toHaveCount(0);
	await expect(bench.narration).toHaveText(/^Step 10 of 21/);
});

test('axe finds nothing while a line and its counterpart are lit', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await showBoth(page);
	await page.locator('[data-ghost]', { hasText: 'w1.grad' }).hover();
	await expect(page.locator('[data-line="50"].lit')).toBeVisible();
	await expectNoViolations(page);
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('the code tab has both, one swipe apart, and the page does not grow', async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open('?backend=reference');
		await page.getByRole('button', { name: 'Settings' }).click();
		await showBoth(page);
		await page.getByRole('button', { name: 'Settings' }).click();
		const other = page.getByRole('region', { name: 'The code of the lesson with autograd' });
		await expect(bench.code).toBeInViewport();
		await other.locator('[data-ghost]').last().scrollIntoViewIfNeeded();
		await expect(other.locator('[data-ghost]').last()).toBeInViewport();
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(wide).toBeLessThanOrEqual(390);
	});
});
