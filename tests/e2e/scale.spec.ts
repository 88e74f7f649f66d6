/** Honest colours: the menu behind the legend, scales kept through a run, the lens. */
import { expectNoViolations } from './support/axe.ts';
import { traceOf } from './support/expectation.ts';
import { fingerOn } from './support/finger.ts';
import { expect, test } from './support/page.ts';
import { isRounded } from './support/picture.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

test('the menu behind the legend: signed log, kept through the run, remembered by the tab', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	const legend = page.getByRole('button', { name: /^Colour scale/ });
	await legend.focus();
	await page.keyboard.press('Enter');
	await page.getByRole('radio', { name: /signed log/ }).check();
	await page.getByRole('radio', { name: /kept through the run/ }).check();
	await expect(page.getByRole('radio', { name: /as in iteration 0/ })).toBeChecked();
	await expectNoViolations(page);
	await page.keyboard.press('Escape');
	await expect(legend).toBeFocused();
	await bench.openNear(200);
	await expect(legend).toHaveAccessibleName(/signed log, .*kept from iteration 0/);
	await page.reload();
	await expect(legend).toHaveAccessibleName(/signed log/);
});

test('the lens shows the numbers around a cell, by mouse, by keys and under a finger', async ({
	page
}) => {
	const trace = await traceOf('manual', 'own');
	const { node } = trace.bindings.find(({ name }) => name === 'x')!;
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	const lens = page.getByTestId('lens');
	const x = bench.node('x, input, 64×1000');
	await x.hover();
	await expect(lens).toBeVisible();
	const numbers = await lens.locator('text:not(.index)').allTextContents();
	const columns = (await lens.locator('.index:not(.row)').allTextContents()).map(Number);
	const rows = (await lens.locator('.index.row').allTextContents()).map(Number);
	expect([rows.length, columns.length]).toEqual([5, 7]);
	for (const [i, text] of numbers.entries()) {
		const flat = rows[Math.floor(i / 7)] * 1000 + columns[i % 7];
		expect(isRounded(text, trace.values[node].data[flat]), `${text} at ${flat}`).toBe(true);
	}
	await page.mouse.move(1, 1);
	await expect(lens).toHaveCount(0);
	await x.press('Enter');
	await x.press('ArrowRight');
	await expect(lens).toBeVisible();
	await page.mouse.click(700, 600);
	const { x: left, y: top } = (await x.boundingBox())!;
	const finger = await fingerOn(page);
	await finger.down(left + 40, top + 40);
	await expect(lens).toBeVisible();
	await finger.up();
});
