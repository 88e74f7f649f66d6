/**
 * A line of lesson 1 is broken in the editor: the right rows fail, the cause has its name, and the
 * worst entry leads to its cell; repaired, all is green.
 */
import type { Page } from '@playwright/test';
import { checkTrace, type Answer } from '../../engine/index.ts';
import { expectNoViolations } from './support/axe.ts';
import { ALL, BREAKS, leaveBroken, MASK } from './support/broken.ts';
import { field, goTo, openEditor } from './support/editor.ts';
import { traceOf } from './support/expectation.ts';
import { expect, test } from './support/page.ts';
import { isRounded } from './support/picture.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 150_000 });

/** The lesson at its own size, and its source open to be changed. */
async function openWhole(page: Page): Promise<Workbench> {
	const bench = new Workbench(page);
	await bench.open();
	await bench.checked();
	await page.getByRole('button', { name: 'Edit', exact: true }).click();
	await expect(field(page)).toBeFocused();
	return bench;
}

/** Writes over the whole line with `line` in it. */
async function rewrite(page: Page, line: string, written: string): Promise<void> {
	await field(page).focus();
	await goTo(page, line);
	// from its end to its first letter
	await page.keyboard.press('Shift+Home');
	await page.keyboard.insertText(written);
}

const note = (bench: Workbench) => bench.check.locator('.note');

/** Rows by what their formula is, once the code that is written now is checked. */
async function wrongRows(bench: Workbench): Promise<string[]> {
	await bench.checked();
	const rows = await bench.verdicts();
	return rows.filter(({ formula }) => formula === 'different').map(({ name }) => name);
}

/** The link to the worst entry leads to its cell: its tile is selected and in sight, its number the one that is explained. */
async function expectCell(page: Page, bench: Workbench, name: string): Promise<void> {
	const link = note(bench).getByRole('button', { name: /: show it in the picture$/ });
	const index = (await link.innerText()).replace(/[[\]]/g, '');
	await link.click();
	const pane = bench.stage.getByRole('button', { name: new RegExp(`^${name}, `) });
	await expect(pane).toBeFocused();
	await expect(pane).toBeInViewport();
	const explained = page.getByRole('region', { name: 'Why this number' });
	await expect(explained).toBeVisible();
	const fields = await explained.getByRole('spinbutton').all();
	const at = await Promise.all(fields.map((each) => each.inputValue()));
	expect(at.join(', ')).toBe(index);
	await expect(explained).toContainText(name);
}

for (const [what, { line, written, wrong, cause, size }] of Object.entries(BREAKS)) {
	test(`${what}${size ? ', at the lesson’s size' : ''}`, async ({ page }) => {
		const bench = size ? await openWhole(page) : await openEditor(page);
		await rewrite(page, line, written);
		await expect
			.poll(() => wrongRows(bench), { timeout: 60_000 })
			.toEqual(ALL.filter((name) => wrong.includes(name)));
		// the first that went wrong is shown without being asked for
		await expect(note(bench)).toContainText(`${wrong[0]}, formula: different.`);
		await expect(note(bench)).toContainText(cause, { timeout: 30_000 });
		const last = wrong.at(-1)!;
		if (last !== wrong[0]) {
			await bench.check.getByRole('button', { name: `${last}, slope: different` }).click();
			await expect(note(bench)).toContainText(`${last}, slope: different.`);
			await note(bench).getByRole('button', { name: wrong[0], exact: true }).click();
			await expect(note(bench)).toContainText(`${wrong[0]}, slope: different.`);
			const led = bench.check.getByRole('button', { name: `${wrong[0]}, slope: different` });
			await expect(led).toBeFocused();
		}
		await bench.check.getByRole('button', { name: `${wrong[0]}, formula: different` }).click();
		await expectCell(page, bench, wrong[0]);
		await rewrite(page, written, line);
		await expect.poll(() => wrongRows(bench), { timeout: 60_000 }).toEqual([]);
		await expect(bench.check).not.toContainText('different');
	});
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'The check in numbers' });

async function openBroken(page: Page, what: keyof typeof BREAKS): Promise<Workbench> {
	await leaveBroken(page, what);
	const bench = new Workbench(page);
	await bench.open();
	return bench;
}

/** What the dialog says under `term`. */
function numberOf(page: Page, term: string): Promise<string> {
	return dialog(page)
		.locator('dt', { hasText: new RegExp(`^${term}$`) })
		.locator('+ dd')
		.innerText();
}

async function expectNumbers(page: Page, { worst }: Answer): Promise<void> {
	const shown = {
		claimed: worst!.got,
		'should be': worst!.expected,
		'rounding can explain': worst!.bound
	};
	for (const [term, value] of Object.entries(shown)) {
		const text = await numberOf(page, term);
		expect(isRounded(text, value), `${term}: ${text} is ${value}`).toBe(true);
	}
	await expect(dialog(page).getByRole('button', { name: /show it in the picture$/ })).toHaveText(
		new RegExp(`\\[${worst!.index.join(', ')}\\]$`)
	);
}

test('the report has the engine’s numbers, of each gradient and question, and says what was not checked', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.choose('tiny twin');
	await bench.checked();
	const { rows } = checkTrace(await traceOf('manual', 'tiny'));
	await page.getByRole('button', { name: 'all the numbers about grad_y_pred' }).press('Enter');
	for (const row of rows) {
		await dialog(page)
			.getByRole('radio', { name: new RegExp(`${row.name}$`) })
			.check();
		await expectNumbers(page, row.formula);
	}
	await expect(dialog(page).getByRole('img', { name: /entries are equal/ })).toBeVisible();
	await dialog(page)
		.getByRole('radio', { name: /machine$/ })
		.check();
	await expect(dialog(page)).toContainText('Whether a step got the right inputs');
	await dialog(page)
		.getByRole('radio', { name: /stable$/ })
		.check();
	await expect(dialog(page)).toContainText('run once more, the same bits');
	await expect(dialog(page)).toContainText('by hand, nothing does');
	await page.keyboard.press('Escape');
	await expect(dialog(page)).toHaveCount(0);
	await expect(
		page.getByRole('button', { name: 'all the numbers about grad_y_pred' })
	).toBeFocused();
});

test('the report pauses what plays; the lesson run anew ends it, and it does not come back', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.choose('tiny twin');
	await bench.checked();
	await bench.setSpeed('slow');
	await bench.press('Play');
	await page.getByRole('button', { name: 'all the numbers about grad_y_pred' }).click();
	await expect(dialog(page)).toBeVisible();
	await expect(bench.button('Play')).toBeVisible();
	// as when the engine is lost: nothing behind a dialog can be clicked
	await bench.button('Reset').dispatchEvent('click');
	await expect(dialog(page)).toHaveCount(0);
	await bench.checked();
	await expect(note(bench)).toContainText('grad_y_pred, formula: equal');
	await expect(dialog(page)).toHaveCount(0);
});

test('hints come one at a time; the report names the cause too, and leads to the cell', async ({
	page
}) => {
	const bench = await openBroken(page, 'the gate inverted');
	await bench.checked();
	const words = note(bench);
	await words.getByRole('button', { name: 'hint' }).click();
	await expect(words).toContainText('Look at line 49: grad_h[h > 0] = 0');
	await expect(words).not.toContainText('Which entries did the ReLU let pass');
	await words.getByRole('button', { name: 'one more' }).click();
	await expect(words).toContainText('Which entries did the ReLU let pass');
	await words.getByRole('button', { name: 'back' }).click();
	await expect(words).toContainText('The gate is shut where it should be open.');
	// all of it is in sight
	const hidden = await bench.check.evaluate((node) => node.scrollHeight - node.clientHeight);
	expect(hidden).toBe(0);
	await bench.check.getByRole('button', { name: 'grad_w1, formula: different' }).click();
	await page.getByRole('button', { name: 'all the numbers about grad_w1' }).click();
	await expect(dialog(page)).toContainText('This alone makes grad_h, grad_w1 as they are here.');
	await dialog(page).getByRole('button', { name: 'grad_h', exact: true }).click();
	const led = dialog(page).getByRole('radio', { name: /grad_h$/ });
	await expect(led).toBeChecked();
	await expect(led).toBeFocused();
	const place = dialog(page).getByRole('button', { name: /show it in the picture$/ });
	const index = /\[(.*)\]/.exec(await place.innerText())![1];
	const value = (await numberOf(page, 'in the picture')).split(' ')[0];
	await place.click();
	await expect(dialog(page)).toHaveCount(0);
	const explained = page.getByRole('region', { name: 'Why this number' });
	const fields = await explained.getByRole('spinbutton').all();
	const at = await Promise.all(fields.map((each) => each.inputValue()));
	expect(at.join(', ')).toBe(index);
	await expect(explained).toContainText(value.slice(0, 5));
});

test('what was so before the change is not said of code that does not run, nor while it is checked', async ({
	page
}) => {
	const bench = await openEditor(page);
	await rewrite(page, MASK, 'grad_h[h < 0] = = 0');
	await expect(bench.code.getByRole('alert')).toContainText('SyntaxError');
	await expect(bench.check).toContainText('before the change');
	await expect(bench.check).toContainText('As it stands the code does not run');
	await expect(bench.check.locator('tbody button').first()).toBeDisabled();
	await expect(note(bench)).toHaveCount(0);
	await expectNoViolations(page);
	await rewrite(page, 'grad_h[h < 0] = = 0', MASK);
	await bench.checked();
	await expect(note(bench)).toContainText('grad_y_pred, formula: equal');
	await expect(bench.check.locator('tbody button').first()).toBeEnabled();
});

for (const [width, height] of [
	[1440, 900],
	[390, 844]
] as const) {
	test(`axe finds nothing in a check that fails, nor in its report, at ${width}×${height}`, async ({
		page
	}) => {
		await page.setViewportSize({ width, height });
		const bench = await openBroken(page, 'the gradient for the weight');
		const tab = page.getByRole('button', { name: 'check', exact: true });
		if (await tab.isVisible()) await tab.click();
		await bench.checked();
		await expect(note(bench)).toContainText('The gradient of the weight stands');
		await expectNoViolations(page);
		await note(bench).getByRole('button', { name: 'hint' }).click();
		await expectNoViolations(page);
		await page.getByRole('button', { name: /^all the numbers about / }).click();
		for (const question of ['formula', 'slope', 'machine', 'stable']) {
			await dialog(page)
				.getByRole('radio', { name: new RegExp(`${question}$`) })
				.check();
			await expectNoViolations(page);
			const wide = await dialog(page).evaluate((node) => node.scrollWidth - node.clientWidth);
			expect(wide, question).toBe(0);
		}
	});
}

test.describe('in Korean', () => {
	test.use({ locale: 'ko-KR' });

	test('the cause and the report are said in Korean', async ({ page }) => {
		await leaveBroken(page, 'no gate');
		await page.goto('./');
		const check = page.getByRole('region', { name: '변화도 검산' });
		await expect(check).toContainText('닫힌 게이트로 변화도가 지나갑니다', { timeout: 60_000 });
		await check.getByRole('button', { name: 'grad_h의 모든 수치' }).click();
		const report = page.getByRole('dialog', { name: '수치로 보는 검산' });
		await expect(report).toContainText('확인하지 않은 것');
		await expectNoViolations(page);
	});
});
