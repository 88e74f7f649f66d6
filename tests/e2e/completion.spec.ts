/** Writing a lesson with help: what could be written, what a call takes, what a name is. */
import type { Locator, Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { beginLine, field, goTo, openEditor } from './support/editor.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

const list = (page: Page, name = 'What could be written') => page.getByRole('listbox', { name });
const entry = (page: Page, name: string): Locator =>
	page.getByRole('option').filter({ has: page.getByText(name, { exact: true }) });
const line = (page: Page, text: string) => page.locator('.cm-line', { hasText: text });

test('torch.rel offers relu with its signature; chosen by the keyboard it is written, and runs', async ({
	page
}) => {
	const bench = await openEditor(page);
	await beginLine(page, 'h_relu = h.clamp');
	await page.keyboard.type('z = torch.rel');
	await expect(entry(page, 'relu')).toHaveAttribute('aria-selected', 'true');
	await expect(entry(page, 'relu')).toContainText('(input)');
	await expect(entry(page, 'relu')).toContainText('max(x, 0): negative numbers become 0');
	// the field says to a screen reader which entry is chosen
	const id = await entry(page, 'relu').getAttribute('id');
	await expect(field(page)).toHaveAttribute('aria-activedescendant', id!);
	// half a word does not run
	await expect(bench.code.getByRole('alert')).toHaveCount(0);
	await page.keyboard.press('Enter');
	await expect(list(page)).toHaveCount(0);
	await page.keyboard.type('(h');
	await expect(line(page, 'z = torch.relu(h)')).toBeVisible();
	await expect(bench.node('z, relu, 3×3')).toBeVisible();
});

test('a click chooses; Escape closes the list and keeps the field; Tab leaves it', async ({
	page
}) => {
	await openEditor(page);
	await beginLine(page, 'learning_rate = 1e-6');
	await page.keyboard.type('import torch.nn.functional as F');
	await page.keyboard.press('Enter');
	await page.keyboard.type('y = F.cross');
	await entry(page, 'cross_entropy').click();
	await expect(line(page, 'y = F.cross_entropy')).toBeVisible();
	await expect(field(page)).toBeFocused();
	await page.keyboard.press('Control+Space');
	await expect(list(page)).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(list(page)).toHaveCount(0);
	await expect(field(page)).toBeFocused();
	await page.keyboard.press('Tab');
	await expect(field(page)).not.toBeFocused();
});

test('what stands behind a dot follows from the last run: tensors, modules, lists, texts', async ({
	page
}) => {
	await openEditor(page);
	await beginLine(page, 'learning_rate = 1e-6');
	await page.keyboard.type('x.argm');
	await expect(entry(page, 'argmax')).toContainText('(dim=None');
	await page.keyboard.press('ControlOrMeta+Shift+ArrowLeft');
	await page.keyboard.press('Home');
	await page.keyboard.press('Shift+End');
	await page.keyboard.type('names = ["a"]');
	await page.keyboard.press('Enter');
	await page.keyboard.type('names.app');
	await expect(entry(page, 'append')).toContainText('one more at the end');
	await expect(list(page).getByRole('option')).toHaveCount(1);
});

test('a call offers its keywords and shows what it takes, the argument that is given marked', async ({
	page
}) => {
	await openEditor(page);
	await beginLine(page, 'h_relu = h.clamp');
	await page.keyboard.type('z = h.sum(');
	const hint = page.getByRole('status').filter({ hasText: 'keepdim=False' });
	await expect(hint).toContainText('sum(dim=None, keepdim=False)');
	await expect(hint.locator('b')).toHaveText('dim=None');
	await page.keyboard.type('1, ');
	await expect(hint.locator('b')).toHaveText('keepdim=False');
	await page.keyboard.type('ke');
	await expect(entry(page, 'keepdim')).toHaveAttribute('aria-selected', 'true');
	// a list that has only just opened takes no key
	await expect(async () => {
		await page.keyboard.press('Tab');
		await expect(line(page, 'z = h.sum(1, keepdim=)')).toBeVisible({ timeout: 200 });
	}).toPass();
	await page.keyboard.type('True');
	await expect(line(page, 'keepdim=True')).toContainText('3×1');
	await page.keyboard.press('Escape');
	await expect(hint).toHaveCount(0);
	await expect(field(page)).toBeFocused();
});

test('a name says its shape where the mouse rests on it, and at Alt+Enter', async ({ page }) => {
	await openEditor(page);
	await goTo(page, 'y_pred = h_relu.mm');
	await page.keyboard.press('Home');
	await page.keyboard.press('Alt+Enter');
	const hint = page.locator('.hint');
	await expect(hint).toContainText('Tensor 3×2 · float32');
	await page.keyboard.press('ArrowRight');
	await expect(hint).toHaveCount(0);
	await line(page, 'for t in range').hover({ position: { x: 90, y: 8 } });
	await expect(hint).toContainText('range(start, stop=None, step=1)');
});

test('in Korean the list, its lines and the hints are Korean', async ({ page }) => {
	await openEditor(page);
	await page.getByRole('radio', { name: '한국어' }).check();
	await page.getByRole('textbox', { name: 'lesson1_manual.py' }).focus();
	await goTo(page, 'h_relu = h.clamp');
	await page.keyboard.press('Enter');
	await page.keyboard.type('z = torch.rel');
	await expect(entry(page, 'relu')).toContainText('음수는 0이 됨');
});

test('axe finds nothing with the list open, and nothing of it is outside the window', async ({
	page
}) => {
	for (const [width, height] of [
		[1440, 900],
		[390, 844]
	]) {
		await page.setViewportSize({ width, height });
		const bench = new Workbench(page);
		await bench.open();
		await page.getByRole('button', { name: 'Edit', exact: true }).click();
		await expect(field(page)).toBeFocused();
		await beginLine(page, 'learning_rate = 1e-6');
		await page.keyboard.type('print(torch.s');
		await expect(list(page)).toBeVisible();
		const { x, y, width: wide, height: high } = (await list(page).boundingBox())!;
		expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
		expect(x + wide).toBeLessThanOrEqual(width);
		expect(y + high).toBeLessThanOrEqual(height);
		await expectNoViolations(page);
		await page.evaluate(() => localStorage.clear());
	}
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('a finger chooses from the list, and a tap on a name says what it is', async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open();
		await page.getByRole('button', { name: 'Edit', exact: true }).tap();
		await beginLine(page, 'learning_rate = 1e-6');
		await page.keyboard.type('q = torch.one');
		const { height } = (await entry(page, 'ones').boundingBox())!;
		expect(height).toBeGreaterThanOrEqual(24);
		await entry(page, 'ones').tap();
		await expect(line(page, 'q = torch.ones')).toBeVisible();
		await page.keyboard.type('(2');
		await line(page, 'w1 = torch.randn').tap({ position: { x: 8, y: 8 } });
		await expect(page.locator('.hint')).toContainText('w1');
	});
});
