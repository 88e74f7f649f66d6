/** Lesson, size, seed, language, theme: what the reader chooses, the page shows. */
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

test('lesson and size change the code, the graph and the check', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await expect(bench.code).toContainText('lesson1_manual.py');
	await expect(bench.node('h, mm, 64×100')).toBeVisible();
	await bench.choose('autograd');
	await expect(bench.code).toContainText('lesson2_autograd.py');
	await expect(bench.node('h, mm, 64×100')).toHaveCount(0);
	await expect(bench.node('w1.grad, mm, 1000×100')).toBeVisible();
	const rows = (await bench.verdicts()).map(({ name }) => name);
	expect(rows).toEqual(['w2.grad', 'w1.grad']);
	await bench.choose('tiny twin');
	await expect(bench.code).toContainText('tiny twin: marked numbers replaced');
	await expect(bench.node('w1.grad, mm, 4×3')).toBeVisible();
	await bench.choose('by hand');
	await expect(bench.node('h, mm, 3×3')).toBeVisible();
	await bench.choose('lesson’s size');
	await expect(bench.node('h, mm, 64×100')).toBeVisible();
});

test('with seed 0 the first loss is PyTorch’s 29428662 to 1e-6; another seed, another loss', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	const loss = Number((await bench.lossAt(0)).replaceAll('\u202f', ''));
	expect(Math.abs(loss - 29428662)).toBeLessThanOrEqual(1e-6 * 29428662);
	const seed = page.getByRole('spinbutton', { name: 'seed' });
	const before = await bench.lossAt(0);
	await seed.fill('7');
	await seed.press('Enter');
	await bench.begun(0);
	expect(await bench.lossAt(0)).not.toBe(before);
	await seed.fill('0');
	await seed.press('Enter');
	await bench.begun(0);
	expect(await bench.lossAt(0)).toBe(before);
});

test('the page speaks Korean at a click, in the midst of a lesson, and stays so', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.press('Step forward');
	const narration = await bench.narration.innerText();
	await page.getByRole('radio', { name: '한국어' }).check();
	await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
	await expect(bench.narration).toHaveText(/[가-힣].*h = mm\(x, w1\), 64×100/);
	await expect(page.getByRole('button', { name: '한 단계 앞으로' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Step forward' })).toHaveCount(0);
	await page.reload();
	await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
	await page.getByRole('radio', { name: 'EN' }).check();
	await bench.served();
	await bench.goHome();
	await bench.press('Step forward');
	await expect(bench.narration).toHaveText(narration);
});
