/** Line, matrix, edge and formula of one value: whichever is pointed at, all four answer. */
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 90_000 });

interface Answer {
	readonly lines: readonly number[];
	readonly panes: readonly string[];
	readonly ways: readonly string[];
	/** Lit names in the formulas, each once. */
	readonly terms: string[];
	readonly title: string;
}

/** What is lit, wherever. */
function answer(page: Page): Promise<Answer> {
	return page.evaluate(() => {
		const names = (selector: string) =>
			[...document.querySelectorAll(selector)].map((each) => each.getAttribute('aria-label') ?? '');
		return {
			lines: [...document.querySelectorAll<HTMLElement>('[data-line].lit')].map((line) =>
				Number(line.dataset.line)
			),
			panes: names('.pane.lit:not(.partner)'),
			ways: names('[data-way].lit').sort(),
			terms: [...new Set(names('.formula .lit'))],
			title: document.querySelector('.meant')?.textContent ?? ''
		};
	});
}

const H: Answer = {
	lines: [36],
	panes: ['h, mm, 64×100'],
	ways: ['h, into clamp for h_relu', 'h, out of mm', 'w1, into mm for h', 'x, into mm for h'],
	terms: ['h'],
	title: 'h'
};
const GRADIENT: Answer = {
	lines: [48, 49],
	panes: ['grad_h, masked_fill, 64×100'],
	ways: ['gradient of h, from ∂h_relu', 'gradient of w1, from ∂h'],
	terms: ['gradient of h'],
	title: 'gradient of h'
};
const NOTHING: Answer = { lines: [], panes: [], ways: [], terms: [], title: '' };

const line = (page: Page, number: number) => page.locator(`[data-line="${number}"]`);
const way = (bench: Workbench, name: string) => bench.stage.getByRole('img', { name, exact: true });

async function middleOf(page: Page, name: string): Promise<{ x: number; y: number }> {
	return page
		.getByRole('img', { name, exact: true })
		.locator('.hit')
		.evaluate((path: SVGPathElement) => {
			const at = path.getPointAtLength(path.getTotalLength() / 2);
			const { x, y } = at.matrixTransform(path.getScreenCTM() ?? undefined);
			return { x, y };
		});
}

test.describe('by mouse', () => {
	test('line, matrix, chip, edge and gradient are answered by all four, and nothing stays', async ({
		page
	}) => {
		const bench = new Workbench(page);
		await bench.open();
		await line(page, 36).hover();
		await expect.poll(() => answer(page)).toEqual(H);
		await bench.node('h, mm, 64×100').hover();
		await expect.poll(() => answer(page)).toEqual(H);
		await bench.node('mm, makes h').hover();
		await expect.poll(() => answer(page)).toEqual(H);
		const out = await middleOf(page, 'h, into clamp for h_relu');
		await page.mouse.move(out.x, out.y);
		await expect.poll(() => answer(page)).toEqual(H);
		await bench.node('grad_h, masked_fill, 64×100').hover();
		await expect.poll(async () => (await answer(page)).title).toBe('gradient of h');
		expect(await answer(page)).toMatchObject({
			...GRADIENT,
			terms: expect.arrayContaining(GRADIENT.terms)
		});
		const back = await middleOf(page, 'gradient of h, from ∂h_relu');
		await page.mouse.move(back.x, back.y);
		await expect.poll(async () => (await answer(page)).title).toBe('gradient of h');
		await bench.button('Reset').hover();
		await expect.poll(() => answer(page)).toEqual(NOTHING);
		await expect(bench.narration).toHaveText('Iteration 0 begins.');
	});

	test('a term of the formula lights line, matrix and edges, and stays where it is', async ({
		page
	}) => {
		const bench = new Workbench(page);
		await bench.open();
		await bench.press('Step forward');
		const term = bench.why.getByRole('img', { name: 'w1', exact: true }).first();
		await term.hover();
		await expect
			.poll(() => answer(page))
			.toEqual({
				...{ lines: [27], panes: ['w1, input, 1000×100'], ways: ['w1, into mm for h'] },
				...{ terms: ['w1'], title: '' }
			});
		await expect(term).toBeVisible();
	});

	test('an edge at work says its dimensions, a product which one cancels, and at rest none does', async ({
		page
	}) => {
		const bench = new Workbench(page);
		await bench.open();
		const tags = bench.stage.locator('[data-tag]');
		await expect(tags).toHaveCount(0);
		await bench.node('h, mm, 64×100').hover();
		await expect(tags).toHaveCount(4);
		const texts = await tags.allTextContents();
		expect(texts.sort()).toEqual(['D_in×H', 'N×D_in', 'N×H', 'N×H']);
		await expect(bench.stage.locator('[data-strike]')).toHaveText('D_in');
		await expect(bench.why.locator('.shapes')).toContainText('(N×D_in)(D_in×H) → N×H');
		await expect(bench.why.locator('.shapes del')).toHaveText(['D_in', 'D_in']);
		await bench.node('grad_w1, mm, 1000×100').hover();
		await expect(bench.stage.locator('[data-strike]')).toHaveText('N');
	});
});

test('by keyboard: up and down the lines, round the edges of a tile, along a formula', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await line(page, 36).focus();
	await page.keyboard.press('ArrowDown');
	await expect(line(page, 37)).toBeFocused();
	await page.keyboard.press('ArrowUp');
	await expect.poll(() => answer(page)).toEqual(H);
	await expect(bench.code.locator('[data-line][tabindex="0"]')).toHaveCount(1);

	await bench.node('h, mm, 64×100').focus();
	await expect.poll(() => answer(page)).toEqual(H);
	const ring = [
		'x, into mm for h',
		'w1, into mm for h',
		'h, out of mm',
		'h, into clamp for h_relu'
	];
	for (const name of ring) {
		await page.keyboard.press('ArrowRight');
		await expect(way(bench, name)).toBeFocused();
	}
	await expect.poll(() => answer(page)).toEqual(H);
	await page.keyboard.press('Escape');
	await expect(bench.node('h, mm, 64×100')).toBeFocused();
	await bench.node('grad_h, masked_fill, 64×100').focus();
	await page.keyboard.press('ArrowDown');
	await expect(way(bench, 'gradient of w1, from ∂h')).toBeFocused();
	await expect(bench.narration).toHaveText('Iteration 0 begins.');

	await bench.press('Step forward');
	const [h, x] = ['h', 'x'].map((name) =>
		bench.why.locator('.main').getByRole('img', { name, exact: true })
	);
	await h.focus();
	await page.keyboard.press('ArrowRight');
	await expect(x).toBeFocused();
	await expect.poll(async () => (await answer(page)).panes).toEqual(['x, input, 64×1000']);
	await expect(bench.narration).toHaveText(/^Step 1 of 21/);
});

test.describe('by touch', () => {
	test.use({ hasTouch: true });

	test('a tap on a line or an edge points, a second tap or one elsewhere lets go', async ({
		page
	}) => {
		const bench = new Workbench(page);
		await bench.open();
		await line(page, 36).tap();
		await expect.poll(() => answer(page)).toEqual(H);
		await line(page, 36).tap();
		await expect.poll(() => answer(page)).toEqual(NOTHING);
		const { x, y } = await middleOf(page, 'h, into clamp for h_relu');
		await page.touchscreen.tap(x, y);
		await expect.poll(() => answer(page)).toEqual(H);
		await bench.node('h, mm, 64×100').tap();
		await bench.check.getByRole('heading').tap();
		await expect.poll(() => answer(page)).toEqual(NOTHING);
	});
});

test('axe finds nothing while something is pointed at', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.verdicts();
	for (const name of ['h, mm, 64×100', 'grad_w1, mm, 1000×100']) {
		await bench.node(name).hover();
		await expect.poll(async () => (await answer(page)).panes).toEqual([name]);
		await expectNoViolations(page);
	}
});
