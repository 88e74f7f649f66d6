/** From the whole to one number: a chosen cell, its arithmetic against the engine's, and the transpose. */
import type { Locator, Page } from '@playwright/test';
import type { Trace } from '../../engine/index.ts';
import { expectNoViolations } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { traceOf } from './support/expectation.ts';
import { isRounded } from './support/picture.ts';
import { Workbench } from './support/workbench.ts';

const panel = (page: Page) => page.getByRole('region', { name: 'Why this number' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Why the transpose?' });

test.describe.configure({ timeout: 90_000 });

let full: Trace;
test.beforeAll(async () => {
	full = await traceOf('manual', 'own');
});

function dataOf(trace: Trace, name: string): ArrayLike<number> {
	return trace.values[trace.bindings.findLast((each) => each.name === name)!.node].data;
}

/** Goes through all steps of iteration 0 at once. */
async function toTheEnd(bench: Workbench): Promise<void> {
	await bench.timeline.press('End');
	await expect(bench.narration).toHaveText(/^Step 21 of 21/);
}

async function clickCell(pane: Locator, x: number, y: number): Promise<void> {
	const edge = pane.locator('.edge');
	const box = (await edge.boundingBox())!;
	await edge.click({ position: { x: x * box.width, y: y * box.height }, force: true });
}

/** The indices that the panel stands at. */
async function indices(within: Locator): Promise<number[]> {
	const fields = within.getByRole('spinbutton');
	// the panel is loaded when it is first asked for
	await expect(fields.first()).toBeVisible();
	return Promise.all((await fields.all()).map(async (field) => Number(await field.inputValue())));
}

/** The written sum at one moment: numbers of the terms shown, of the rest, of the total; places of the terms. */
function written(within: Locator) {
	return within.evaluate((panel: HTMLElement) => {
		const texts = (selector: string) =>
			[...panel.querySelectorAll<HTMLElement>(selector)].map((each) => each.innerText);
		const [scale] = texts('.head .scale');
		const numbers = texts('.row:not(.head) > .number');
		return {
			numbers: numbers.map((text) => text.replace(/^[=≈]\s*/, '') + scale),
			places: texts('.term .place')
		};
	});
}

function units(text: string): number {
	return Number(
		text.replace(/×.*/, '').replaceAll('\u202f', '').replace('−', '-').replace('.', '')
	);
}

/** Holds the panel's Σ a[k]·b[k] against the engine's values in Node, once its terms have settled. */
async function expectSum(within: Locator, a: number[], b: number[], total: number): Promise<void> {
	await expect(() => readSum(within, a, b, total)).toPass({ timeout: 15_000 });
}

async function readSum(within: Locator, a: number[], b: number[], total: number): Promise<void> {
	const products = a.map((value, k) => value * b[k]);
	const { numbers, places } = await written(within);
	const shown = places.map((place) => products[Number(place)]);
	shown.forEach((product, i) => expect(isRounded(numbers[i], product), numbers[i]).toBe(true));
	const largest = [...products].sort((x, y) => Math.abs(y) - Math.abs(x));
	expect(shown).toEqual(largest.slice(0, shown.length));
	expect(isRounded(numbers.at(-1)!, total), `${numbers.at(-1)} is ${total}`).toBe(true);
	const sum = numbers.slice(0, -1).reduce((all, text) => all + units(text), 0);
	const last = await within.locator('.total').innerText();
	if (last.includes('=')) expect(sum).toBe(units(numbers.at(-1)!));
	else expect(Math.abs(sum - units(numbers.at(-1)!))).toBeLessThanOrEqual(numbers.length);
}

async function expectCellOfH(page: Page): Promise<number[]> {
	const within = panel(page);
	const [n, j] = await indices(within);
	const [x, w1, h] = ['x', 'w1', 'h'].map((name) => dataOf(full, name));
	const row = Array.from({ length: 1000 }, (_, i) => x[n * 1000 + i]);
	const column = Array.from({ length: 1000 }, (_, i) => w1Start(w1)[i * 100 + j]);
	await expectSum(within, row, column, h[n * 100 + j]);
	return [n, j];
}

/** w1 as the forward pass read it, before the update gave the name another value. */
function w1Start(_: ArrayLike<number>): ArrayLike<number> {
	return full.values[full.bindings.find((each) => each.name === 'w1')!.node].data;
}

test('by mouse: a cell of h is the row of x times the column of w1, with the engine’s numbers', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await toTheEnd(bench);
	await clickCell(bench.node('h, mm, 64×100'), 0.4, 0.6);
	const [n, j] = await expectCellOfH(page);
	expect(n).toBe(Math.floor(0.6 * 64));
	expect(Math.abs(j - 40)).toBeLessThanOrEqual(1);
	const bands = bench.stage.locator('.lights .band');
	await expect(bands).toHaveCount(2);
	for (const band of await bands.locator('.body').all()) {
		const { width, height } = (await band.boundingBox())!;
		expect(Math.min(width, height)).toBeGreaterThanOrEqual(2.5);
	}
	await panel(page).getByRole('option').first().hover();
	await expect(bench.stage.locator('.lights .term')).toHaveCount(2);
	await panel(page).getByRole('button', { name: 'Back to the step' }).click();
	await expect(panel(page)).toHaveCount(0);
	await expect(bench.why).toBeVisible();
});

test('by keyboard: Enter explains the reading cell, arrows move it, Escape lets it go', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await toTheEnd(bench);
	const h = bench.node('h, mm, 64×100');
	await h.press('Enter');
	await h.press('ArrowRight');
	await h.press('Enter');
	await expect.poll(() => indices(panel(page))).toEqual([0, 0]);
	await h.press('ArrowDown');
	await h.press('ArrowRight');
	await expect.poll(() => indices(panel(page))).toEqual([1, 1]);
	await expectCellOfH(page);
	const terms = panel(page).getByRole('listbox');
	await terms.press('ArrowDown');
	await expect(bench.stage.locator('.lights .term')).toHaveCount(2);
	await panel(page).getByRole('spinbutton').first().fill('63');
	await expect.poll(() => indices(panel(page))).toEqual([63, 1]);
	await h.press('Escape');
	await expect(panel(page)).toHaveCount(0);
	await h.press('ArrowRight');
	await h.press('Enter');
	await expect(panel(page)).toHaveCount(1);
	await bench.press('Step back');
	await expect(panel(page)).toHaveCount(0);
});

test('closing the panel gives the focus to the matrix of the cell, in the picture and in the list', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await toTheEnd(bench);
	const close = panel(page).getByRole('button', { name: 'Back to the step' });
	const ways = [
		() => close.click(),
		() => close.press('Enter'),
		() => panel(page).getByRole('listbox').press('Escape'),
		() => panel(page).getByRole('spinbutton').first().press('Escape')
	];
	const gradient = bench.node('grad_w2, mm, 100×10');
	for (const way of ways) {
		await clickCell(gradient, 0.5, 0.5);
		await way();
		await expect(panel(page)).toHaveCount(0);
		await expect(gradient).toBeFocused();
	}
	// by now it has another value than the one that the lesson began with
	const w1 = bench.node('w1, input, 1000×100');
	await clickCell(w1, 0.5, 0.5);
	await close.press('Enter');
	await expect(w1).toBeFocused();
	await clickCell(w1, 0.5, 0.5);
	await page.keyboard.press('l');
	await close.press('Enter');
	await expect(page.getByRole('button', { name: 'w1', exact: true })).toBeFocused();
});

test('the transpose is asked about where there is one: at its step, at its product, at its gradient', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await bench.setSpeed('quick');
	const question = bench.why.getByRole('button', { name: 'Why the transpose?' });
	const offered: string[] = [];
	for (const [i, { node, phase }] of full.steps.entries()) {
		await bench.press('Step forward');
		await expect(bench.narration).toHaveText(new RegExp(`^Step ${i + 1} of ${full.steps.length}`));
		if (await question.isVisible()) offered.push(`${phase} ${full.graph.nodes[node].op}`);
	}
	const turns = ['backward t', 'backward mm'];
	expect(offered).toEqual([...turns, ...turns, ...turns]);
	await bench.node('grad_h, masked_fill, 64×100').press('Enter');
	await expect(panel(page).or(bench.why)).toBeVisible();
	await expect(page.getByRole('button', { name: 'Why the transpose?' })).toHaveCount(0);
	await bench.node('grad_h_relu, mm, 64×100').press('Enter');
	await page.getByRole('button', { name: 'Why the transpose?' }).click();
	await expect(dialog(page)).toContainText('grad_h_relu');
});

test('the gradient of w2 is told on h_relu and grad_y_pred, in all four ways of the dialog', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await toTheEnd(bench);
	await clickCell(bench.node('grad_w2, mm, 100×10'), 0.5, 0.5);
	const [j, k] = await indices(panel(page));
	const [relu, gradient, result] = ['h_relu', 'grad_y_pred', 'grad_w2'].map((name) =>
		dataOf(full, name)
	);
	const a = Array.from({ length: 64 }, (_, n) => relu[n * 100 + j]);
	const b = Array.from({ length: 64 }, (_, n) => gradient[n * 10 + k]);
	await expectSum(panel(page), a, b, result[j * 10 + k]);
	await panel(page).getByRole('button', { name: 'Why the transpose?' }).click();
	const box = dialog(page);
	await expect.poll(() => indices(box)).toEqual([j, k]);
	await expectSum(box, a, b, result[j * 10 + k]);
	const slider = box.getByRole('slider', { name: 'How many outer products are added up' });
	const values = box.locator('figure .value');
	for (const count of [3, 64]) {
		await slider.fill(String(count));
		const partial = a.slice(0, count).reduce((sum, value, n) => sum + value * b[n], 0);
		await expect.poll(async () => isRounded(await values.nth(1).innerText(), partial)).toBe(true);
	}
	await expect(box.getByText('and it is grad_w2')).toBeVisible();
	const attempts = [
		['h_relu · grad_y_pred', 'inner sizes 100 and 64 differ'],
		['grad_y_predᵀ · h_relu', '10×100, and w2 is 100×10'],
		['h_reluᵀ · grad_y_pred', 'its numbers are those of the gradient']
	];
	for (const [name, words] of attempts) {
		await box.getByRole('button', { name, exact: true }).click();
		await expect(box.locator('.outcome')).toContainText(words);
	}
	await box.getByRole('button', { name: 'Turn it back' }).click();
	await expect(box.getByText('N runs the same way in both')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(box).toHaveCount(0);
	await expect(panel(page)).toBeVisible();
});

test('in the twin, a product that fits by chance is refused by its numbers', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.choose('tiny twin');
	await page.locator('body').press('t');
	const box = dialog(page);
	await box.getByRole('button', { name: 'h_relu · grad_y_pred', exact: true }).click();
	await expect(box.locator('.outcome')).toContainText('its numbers are off');
});

test('axe finds nothing in the dialog once a product is refused', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await toTheEnd(bench);
	await clickCell(bench.node('grad_w2, mm, 100×10'), 0.5, 0.5);
	await panel(page).getByRole('button', { name: 'Why the transpose?' }).click();
	await dialog(page).getByRole('button', { name: 'h_relu · grad_y_pred', exact: true }).click();
	await expectNoViolations(page);
});

test.describe('with reduced motion', () => {
	test.use({ contextOptions: { reducedMotion: 'reduce' } });

	test('the factor is turned over at once', async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open();
		await page.locator('body').press('t');
		const box = dialog(page);
		await box.getByRole('button', { name: 'Turn it back' }).click();
		await expect(box.locator('.turned')).toHaveCSS('transform', /matrix\(1, 0, 0, 1,/);
		expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
	});
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('by touch: a tap explains a cell, and the dialog stays within the screen', async ({
		page
	}) => {
		const bench = new Workbench(page);
		await bench.open();
		await toTheEnd(bench);
		await page.getByRole('button', { name: 'why', exact: true }).click();
		await bench.node('grad_w2, mm, 100×10').locator('.edge').tap({ force: true });
		await expect(panel(page)).toBeVisible();
		await panel(page).getByRole('button', { name: 'Why the transpose?' }).tap();
		await expect(dialog(page)).toBeVisible();
		const [wide, view] = await dialog(page).evaluate((box) => [box.scrollWidth, box.clientWidth]);
		expect(wide).toBeLessThanOrEqual(view);
		await dialog(page).getByRole('button', { name: 'Close' }).tap();
		await expect(dialog(page)).toHaveCount(0);
	});
});
