/** The graph as a list: the same things in order, their numbers the engine's. */
import type { Locator, Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { traceOf } from './support/expectation.ts';
import { expect, test } from './support/page.ts';
import { isRounded } from './support/picture.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

class ListPage {
	readonly list: Locator;

	constructor(readonly page: Page) {
		this.list = page.getByRole('region', { name: 'Graph of the lesson as a list' });
	}

	/** The entry of a tensor or gradient. */
	entry(name: string): Locator {
		const heading = this.page.getByRole('button', { name, exact: true });
		return this.list.getByRole('listitem').filter({ has: heading });
	}

	/** The numbers of its table, row by row, with the indices that stand at the edges. */
	async table(name: string) {
		return this.entry(name)
			.getByRole('table')
			.evaluate((table: HTMLTableElement) => ({
				columns: [...table.tHead!.rows[0].cells].slice(1).map((cell) => Number(cell.textContent)),
				rows: [...table.tBodies[0].rows].map((row) => ({
					row: Number(row.cells[0].textContent),
					cells: [...row.cells].slice(1).map((cell) => cell.textContent ?? '')
				}))
			}));
	}
}

/** Holds every number of a table against a tensor of `across` columns. */
async function expectNumbers(
	list: ListPage,
	name: string,
	data: ArrayLike<number>,
	across: number
) {
	const { columns, rows } = await list.table(name);
	expect(columns.length * rows.length).toBeGreaterThan(0);
	for (const { row, cells } of rows) {
		cells.forEach((text, i) => {
			const value = data[row * across + columns[i]];
			expect(isRounded(text, value), `${name}[${row}, ${columns[i]}]: ${text}, ${value}`).toBe(
				true
			);
		});
	}
}

test('l shows values forward and gradients back, marks the step, and says how each stands', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	const list = new ListPage(page);
	await page.keyboard.press('l');
	await expect(list.list.getByRole('heading', { level: 3 }).locator('.name')).toHaveText([
		...['x', 'w1', 'w2', 'y', 'h', 'h_relu', 'y_pred', 'loss'],
		...['grad_y_pred', 'grad_h_relu', 'grad_h', 'grad_w2', 'grad_w1']
	]);
	await expect(list.entry('h')).toContainText('waiting');
	await page.keyboard.press('ArrowRight');
	await expect(list.entry('h')).toHaveAttribute('aria-current', 'step');
	await expect(list.entry('h')).toContainText('just computed');
	await expect(list.entry('h')).toContainText('computed by reference in');
	await expect(list.entry('x')).toContainText('here, read by this step');
	for (let step = 2; step <= 9; step++) await page.keyboard.press('ArrowRight');
	await expect(bench.narration).toHaveText(/^Step 9 of 21/);
	const current = list.list.locator('[aria-current=step]');
	await expect(current).toHaveCount(1);
	await expect(current).toBeInViewport();
	await page.keyboard.press('l');
	await expect(bench.stage).toBeVisible();
});

test('every number in every table is the engine’s, at the start of a tensor and far inside', async ({
	page
}) => {
	const trace = await traceOf('manual', 'own');
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await page.keyboard.press('End');
	await expect(bench.narration).toHaveText(/^Step 21 of 21/);
	await page.keyboard.press('l');
	const list = new ListPage(page);
	const { h, grad_w1: gradW1 } = Object.fromEntries(
		trace.bindings.map(({ name, node }) => [name, trace.values[node]])
	);
	await expectNumbers(list, 'h', h.data, 100);
	await expectNumbers(list, 'grad_w1', gradW1.data, 100);
	const entry = list.entry('grad_w1');
	await entry.getByRole('button', { name: 'Rows after' }).click();
	await entry.getByRole('button', { name: 'Columns after' }).press('Enter');
	expect((await list.table('grad_w1')).rows[0].row).toBe(8);
	await expectNumbers(list, 'grad_w1', gradW1.data, 100);
	await entry.getByRole('spinbutton', { name: 'row' }).fill('731');
	await entry.getByRole('spinbutton', { name: 'column' }).fill('42');
	await entry.getByRole('spinbutton', { name: 'column' }).press('Enter');
	await expect(entry.locator('output')).toContainText('grad_w1[731, 42] = ');
	const [, shown] = (await entry.locator('output').innerText()).split(' = ');
	expect(isRounded(shown, gradW1.data[731 * 100 + 42])).toBe(true);
	await expectNumbers(list, 'grad_w1', gradW1.data, 100);
});

test('a small tensor is there whole, and the loss unfolds and folds', async ({ page }) => {
	const trace = await traceOf('manual', 'tiny');
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await bench.choose('tiny twin');
	await page.getByRole('button', { name: 'As a list' }).click();
	await expect(page.getByRole('button', { name: 'As a picture' })).toBeFocused();
	await page.keyboard.press('End');
	await expect(bench.narration).toHaveText(/^Step 21 of 21/);
	const list = new ListPage(page);
	const h = trace.bindings.find(({ name }) => name === 'h')!;
	const [rows, columns] = trace.values[h.node].shape;
	const table = await list.table('h');
	expect([table.rows.length, table.columns.length]).toEqual([rows, columns]);
	await expectNumbers(list, 'h', trace.values[h.node].data, columns);
	await page.getByRole('button', { name: 'Show the operations inside loss' }).click();
	await expect(list.entry('(y_pred − y)²')).toBeVisible();
	await page.getByRole('button', { name: 'Fold loss' }).click();
	await expect(list.entry('(y_pred − y)²')).toHaveCount(0);
});

test('what is selected in the list is selected in the check and in the picture', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.verdicts();
	await page.keyboard.press('l');
	const list = new ListPage(page);
	await list.entry('grad_h').getByRole('button', { name: 'grad_h', exact: true }).press('Enter');
	await expect(bench.check.locator('tr.chosen .name')).toHaveText('grad_h');
	await page.keyboard.press('l');
	const pane = bench.node('grad_h, masked_fill, 64×100');
	await expect(pane).toHaveAttribute('aria-pressed', 'true');
});

test('axe finds nothing in the list', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await page.keyboard.press('l');
	for (let step = 1; step <= 12; step++) await page.keyboard.press('ArrowRight');
	await expect(bench.narration).toHaveText(/^Step 12 of 21/);
	await expectNoViolations(page);
});
