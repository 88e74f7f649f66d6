/** Files in and out: what is saved is what is on show, what is opened becomes the lesson. */
import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { fromNotebook } from '../../engine/exchange/notebook.ts';
import { readModel } from '../../engine/exchange/onnx/model.ts';
import { lessons } from '../../engine/lessons/lessons.ts';
import { expectNoViolations } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

const MODELS = 'tests/fixtures/onnx';

async function open(page: Page): Promise<Workbench> {
	const bench = new Workbench(page);
	await bench.open();
	return bench;
}

const menu = (page: Page) => page.getByRole('button', { name: 'Save or open' });
const sheet = (page: Page) => page.getByRole('dialog', { name: 'Save or open' });
const entry = (page: Page, name: string) =>
	sheet(page).getByRole('button', { name: new RegExp(`^${name}`) });

async function save(page: Page, name: string): Promise<Download> {
	await menu(page).click();
	const [download] = await Promise.all([page.waitForEvent('download'), entry(page, name).click()]);
	await expect(sheet(page)).toHaveCount(0);
	return download;
}

const contentOf = async (download: Download) => readFile(await download.path());

/** By the menu, as a reader does. */
async function choose(
	page: Page,
	file: string | { name: string; mimeType: string; buffer: Buffer }
) {
	await menu(page).click();
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		entry(page, 'Open a file…').click()
	]);
	await chooser.setFiles(file);
}

const textFile = (name: string, text: string) => ({
	name,
	mimeType: 'text/plain',
	buffer: Buffer.from(text)
});

const file = (bench: Workbench) => bench.code.locator('.file');

test('the script and the notebook hold the source with the numbers on show', async ({ page }) => {
	const bench = await open(page);
	await bench.choose('tiny twin');
	const seed = page.getByRole('spinbutton', { name: 'seed' });
	await seed.fill('4');
	await seed.press('Enter');
	await bench.begun(0);
	const script = await save(page, 'PyTorch script');
	expect(script.suggestedFilename()).toBe('lesson1_manual.py');
	const expected = lessons.manual.source
		.replace('import torch\n', 'import torch\ntorch.manual_seed(4)\n')
		.replace('64, 1000, 100, 10', '3, 4, 3, 2')
		.replace('1e-6', '0.01');
	expect((await contentOf(script)).toString('utf8')).toBe(expected);

	const notebook = await save(page, 'Notebook');
	expect(notebook.suggestedFilename()).toBe('lesson1_manual.ipynb');
	const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
	const text = (await contentOf(notebook)).toString('utf8');
	expect(text).toContain('"# Two layers\\n"');
	const code = fromNotebook(text).replaceAll(';\n', '\n');
	expect(lines(code)).toEqual(lines(expected));
});

test('a model says beforehand what it takes and gives, and holds just that', async ({ page }) => {
	await open(page);
	await menu(page).click();
	await expect(entry(page, 'Inference')).toContainText('takes x, gives y_pred, with w1, w2 inside');
	await page.keyboard.press('Escape');
	const inference = await save(page, 'Inference');
	expect(inference.suggestedFilename()).toBe('lesson1_manual.onnx');
	const model = readModel(new Uint8Array(await contentOf(inference)));
	expect(model.inputs.map(({ name }) => name)).toEqual(['x']);
	expect(model.outputs.map(({ name }) => name)).toEqual(['y_pred']);
	const stored = model.initialisers.map(({ name, value }) => `${name} ${value.shape.join('×')}`);
	expect(stored).toEqual(expect.arrayContaining(['w1 1000×100', 'w2 100×10']));

	await menu(page).click();
	await sheet(page).getByRole('radio', { name: 'as inputs' }).check();
	await expect(entry(page, 'Inference')).toContainText(/takes x, w1, w2, gives y_pred$/);
	await page.keyboard.press('Escape');
	const step = readModel(new Uint8Array(await contentOf(await save(page, 'Training step'))));
	expect(step.inputs.map(({ name }) => name)).toEqual(['x', 'y', 'w1', 'w2']);
	expect(step.outputs.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['loss', 'grad_w1', 'grad_w2', 'w1_new', 'w2_new'])
	);
});

test('an ONNX model becomes a lesson: its code, its graph, its gradients', async ({ page }) => {
	const bench = await open(page);
	await choose(page, `${MODELS}/mlp.onnx`);
	await expect(file(bench)).toHaveText('mlp.onnx');
	await bench.settled();
	await expect(bench.code).toContainText('y = F.linear(relu, fc2_weight, fc2_bias)');
	await expect(bench.node('fc1_weight, input, 5×6')).toBeVisible();
	await bench.timeline.press('End');
	const names = (await bench.verdicts()).map(({ name, formula }) => `${name} ${formula}`);
	expect(names).toHaveLength(4);
	expect(names.every((name) => name.endsWith('equal'))).toBe(true);
	// and back
	await page.getByRole('button', { name: 'Lessons' }).click();
	await page
		.getByRole('dialog', { name: 'Lessons' })
		.getByRole('link', { name: /^Two layers/ })
		.click();
	await expect(file(bench)).toHaveText('lesson1_manual.py');
});

test('a script and a notebook open; what was written in one is not in the next', async ({
	page
}) => {
	const bench = await open(page);
	await choose(
		page,
		textFile('mine.py', 'import torch\r\nx = torch.ones(2, 3)\r\ny = x.sum()\r\n')
	);
	await expect(file(bench)).toHaveText('mine.py');
	await expect(bench.node('x, input, 2×3')).toBeVisible();
	const cells = [
		{ cell_type: 'markdown', source: '# no code' },
		{ cell_type: 'code', source: ['import torch\n', 'a = torch.ones(4)'] },
		{ cell_type: 'code', source: 'b = a * 2;' }
	];
	await choose(page, textFile('cells.ipynb', JSON.stringify({ cells, nbformat: 4 })));
	await expect(file(bench)).toHaveText('cells.ipynb');
	await expect(bench.node('a, input, 4')).toBeVisible();
	await expect(bench.code).toContainText('b = a * 2');
});

test('a file that cannot be opened says why, and the lesson stays', async ({ page }) => {
	const bench = await open(page);
	const trouble = page.getByRole('alert').filter({ hasText: /cannot be opened|is no script/ });
	await choose(page, `${MODELS}/unknown.onnx`);
	await expect(trouble).toContainText('unknown.onnx cannot be opened');
	await expect(trouble).toContainText('not known here: Einsum (2×), Det (1×)');
	await expectNoViolations(page);
	await trouble.getByRole('button', { name: 'Close this note' }).click();
	await expect(trouble).toHaveCount(0);
	await choose(page, textFile('cells.ipynb', '{"cells": 3}'));
	await expect(trouble).toContainText('it has no cells');
	await choose(page, textFile('picture.png', ''));
	await expect(trouble).toContainText(
		'picture.png is no script (.py), notebook (.ipynb), ONNX model'
	);
	await expect(file(bench)).toHaveText('lesson1_manual.py');
	await expect(bench.node('w1, input, 1000×100')).toBeVisible();
});

/** A file of the reader's over the page, as the browser reports it. */
async function drag(page: Page, type: 'dragenter' | 'dragover' | 'drop', text: string) {
	const data = await page.evaluateHandle((content) => {
		const transfer = new DataTransfer();
		transfer.items.add(new File([content], 'dropped.py'));
		return transfer;
	}, text);
	await page.locator('.stage').first().dispatchEvent(type, { dataTransfer: data });
}

test('a file dropped on the page opens; where it goes is shown before', async ({ page }) => {
	const bench = await open(page);
	const target = page.getByText('Drop a script, a notebook, an ONNX model or a list of bugs');
	await drag(page, 'dragenter', '');
	await expect(target).toBeVisible();
	await drag(page, 'drop', 'import torch\nz = torch.ones(5)\nt = z.sum()\n');
	await expect(target).toHaveCount(0);
	await expect(file(bench)).toHaveText('dropped.py');
	await expect(bench.node('z, input, 5')).toBeVisible();
});

test('by keyboard: opens, walks through the entries, closes where it began', async ({ page }) => {
	await open(page);
	await menu(page).press('Enter');
	await expect(entry(page, 'Training step')).toBeEnabled();
	for (const name of ['PyTorch script', 'Notebook', 'Inference', 'Training step']) {
		await page.keyboard.press('Tab');
		await expect(entry(page, name)).toBeFocused();
	}
	await expectNoViolations(page);
	await page.keyboard.press('Escape');
	await expect(menu(page)).toBeFocused();
});

test.describe('by touch', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('the menu lies within a small window, and saves', async ({ page }) => {
		await open(page);
		await page.getByRole('button', { name: 'Settings' }).tap();
		await menu(page).tap();
		await expect(entry(page, 'Training step')).toBeEnabled();
		const { x, y, width, height } = (await sheet(page).boundingBox())!;
		expect(x).toBeGreaterThanOrEqual(0);
		expect(x + width).toBeLessThanOrEqual(390);
		expect(y + height).toBeLessThanOrEqual(844);
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			entry(page, 'PyTorch script').tap()
		]);
		expect(download.suggestedFilename()).toBe('lesson1_manual.py');
	});
});
