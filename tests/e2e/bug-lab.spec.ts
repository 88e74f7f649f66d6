/** The bug lab: a bug is chosen, its outcome predicted and then seen, by mouse and by keys. */
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { bug, button, dialog, FACTOR, GATES, openLab, point, said } from './support/bug-lab.ts';
import { field } from './support/editor.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

/** Marks of a program's rows, by gradient: formula, slope, machine, stable. */
async function marksOf(page: Page, program: 'right' | 'with bug') {
	const line = program === 'right' ? 0 : 1;
	const bodies = await dialog(page).locator('tbody').all();
	const rows = bodies.map(async (body) => {
		const marks = body.locator('tr').nth(line).locator('.glyph');
		return [await body.locator('.name').innerText(), (await marks.allInnerTexts()).join('')];
	});
	return Object.fromEntries(await Promise.all(rows)) as Record<string, string>;
}

test('at full size: without the mask it trains as well, and the check says ≠', async ({ page }) => {
	await openLab(page, 'own');
	await bug(page, GATES).click();
	await button(page, 'grad_h').click();
	await button(page, 'grad_w1').click();
	await expect(button(page, 'Run both')).toBeDisabled();
	await dialog(page).getByRole('radio', { name: 'The loss hardly gets lower' }).check();
	await button(page, 'Run both').click();
	await expect(dialog(page).getByRole('progressbar')).toBeVisible();
	await expect(point(page)).toHaveText(
		/^It trains as well as the right one, and grad_w1 is off by 9\d\s%\. A falling loss proves nothing\.$/,
		{ timeout: 90_000 }
	);
	await expect(said(page)).toHaveText(await point(page).innerText());
	const sound = /^[=≈]{4}$/;
	for (const marks of Object.values(await marksOf(page, 'right'))) expect(marks).toMatch(sound);
	const { grad_h, grad_w1, ...others } = await marksOf(page, 'with bug');
	for (const marks of [grad_h, grad_w1]) expect(marks).toMatch(/^≠≠[=≈]{2}$/);
	expect(Object.keys(others)).toEqual(['grad_y_pred', 'grad_w2', 'grad_h_relu']);
	for (const marks of Object.values(others)) expect(marks).toMatch(sound);
	// what was said: the gradients right, the training not
	const verdict = dialog(page).getByRole('region', { name: 'What you said' });
	await expect(verdict).toContainText('correct: Wrong gradients: grad_h, grad_w1. Exactly these.');
	await expect(verdict).toContainText(
		'not so: Training: “The loss hardly gets lower”. It was: “As well as the right one”.'
	);
	await expect(dialog(page)).toContainText('500 steps, done On WASM');
});

test('by keys alone, with a prediction or without one; and the focus comes back', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.choose('tiny twin');
	const opener = page.getByRole('button', { name: 'Bug lab' });
	await opener.focus();
	await page.keyboard.press('b');
	await bug(page, FACTOR).focus();
	await page.keyboard.press('Enter');
	await expect(dialog(page).getByRole('heading', { name: FACTOR })).toBeFocused();
	// the gradients are known once the program has been loaded
	await expect(button(page, 'grad_w1')).toBeVisible({ timeout: 30_000 });
	for (const name of ['grad_y_pred', 'grad_w2', 'grad_h_relu', 'grad_h', 'grad_w1']) {
		await page.keyboard.press('Tab');
		await expect(button(page, name)).toBeFocused();
		await page.keyboard.press('Space');
		await expect(button(page, name)).toHaveAttribute('aria-pressed', 'true');
	}
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Space');
	await expect(dialog(page).getByRole('radio').first()).toBeChecked();
	await page.keyboard.press('Tab');
	await expect(button(page, 'Run both')).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(said(page)).toHaveText(
		'It trains as well as the right one, and grad_w1 is off by 50 %. A falling loss proves nothing.',
		{ timeout: 60_000 }
	);
	await expect(dialog(page).getByRole('region', { name: 'What you said' })).not.toContainText(
		'not so'
	);
	await button(page, 'Another bug').press('Enter');
	await expect(dialog(page).getByRole('heading', { name: 'Which bug?' })).toBeFocused();
	await bug(page, GATES).press('Enter');
	await button(page, 'Run without a prediction').press('Enter');
	await expect(dialog(page)).toContainText('You ran it without a prediction.', {
		timeout: 60_000
	});
	await page.keyboard.press('Escape');
	await expect(dialog(page)).toHaveCount(0);
	await expect(opener).toBeFocused();
});

test('a run that blows up ends at its step, with ∞', async ({ page }) => {
	await openLab(page);
	await bug(page, 'The difference is the wrong way round').click();
	await button(page, 'Run without a prediction').click();
	await expect(said(page)).toContainText('The loss says that something is wrong, but not what.', {
		timeout: 60_000
	});
	await expect(said(page)).toContainText('grad_w1 is off by 200 %');
	await expect(dialog(page).locator('text.end')).toHaveText('∞ at step 6');
	await expect(dialog(page).getByTestId('loss-bugged')).toHaveText(/^(∞|NaN)$/);
	await expect(
		dialog(page).getByRole('img', { name: /no finite number from step 6 on\.$/ })
	).toBeVisible();
});

test('can be stopped, and run again', async ({ page }) => {
	// on the slowest backend there is something to stop
	await openLab(page, 'own', '?backend=reference');
	await bug(page, FACTOR).click();
	await button(page, 'Run without a prediction').click();
	const bar = dialog(page).getByRole('progressbar');
	await expect(bar).toHaveAttribute('aria-valuetext', /^step [1-9]\d* of 500$/, {
		timeout: 60_000
	});
	await button(page, 'Stop').press('Enter');
	await expect(button(page, 'Run again')).toBeFocused();
	await expect(said(page)).toHaveText(/^stopped at step \d+$/);
	await expect(bar).toHaveCount(0);
	const reached = Number(/\d+/.exec(await said(page).innerText())![0]);
	expect(reached).toBeLessThan(500);
	await expect(dialog(page).getByRole('table')).toContainText(/Not checked\.|≈/);
	await button(page, 'Run again').click();
	await expect(bar).toHaveAttribute('aria-valuetext', /^step [1-9]\d* of 500$/, {
		timeout: 60_000
	});
	await button(page, 'Another bug').click();
	await expect(bug(page, GATES)).toBeVisible();
});

test('puts the bug into the code, where the check finds it, and it can be taken out', async ({
	page
}) => {
	const bench = await openLab(page);
	await bug(page, GATES).click();
	await button(page, 'Run without a prediction').click();
	await expect(point(page)).toBeVisible({ timeout: 60_000 });
	await button(page, 'Put it into the code').click();
	await expect(dialog(page)).toHaveCount(0);
	await expect(field(page)).toBeFocused();
	await bench.settled();
	await bench.checked();
	const wrong = async () =>
		(await bench.verdicts())
			.filter(({ formula }) => formula === 'different')
			.map((row) => row.name);
	await expect.poll(wrong, { timeout: 30_000 }).toEqual(['grad_h', 'grad_w1']);
	await page.getByRole('button', { name: 'Restore the lesson' }).click();
	await bench.settled();
	await expect.poll(wrong, { timeout: 30_000 }).toEqual([]);
});

test('a bug that needs other sizes says so, and takes them into the code', async ({ page }) => {
	const bench = await openLab(page);
	await bug(page, 'The weight is not turned over').click();
	await expect(dialog(page)).toContainText('Runs with H = 4, D_out = 4');
	await button(page, 'Run without a prediction').click();
	await expect(point(page)).toContainText('grad_w1', { timeout: 60_000 });
	await button(page, 'Put it into the code').click();
	await bench.settled();
	await expect(bench.node('w2, input, 4×4')).toBeVisible();
	await expect(page.getByRole('alert').filter({ hasText: 'Error' })).toHaveCount(0);
});

test('a lesson without a loop is checked and not trained; one without a list has no button', async ({
	page
}) => {
	const bench = new Workbench(page);
	await page.goto('./lessons/layer-norm/');
	await bench.served();
	await page.getByRole('button', { name: 'Bug lab' }).click();
	await bug(page, 'The way through the mean is missing').click();
	await expect(dialog(page)).toContainText('nothing is trained');
	await expect(dialog(page).getByRole('radio')).toHaveCount(0);
	await button(page, 'grad_x').click();
	await button(page, 'Run both').click();
	await expect(point(page)).toContainText('Nothing is trained here, so no loss could tell.', {
		timeout: 60_000
	});
	await expect(dialog(page)).toContainText('Exactly these.');
	await expectNoViolations(page);
	await page.goto('./lessons/vanishing/');
	await bench.served();
	await expect(page.getByRole('button', { name: 'Edit', exact: true })).toBeVisible();
	await page.keyboard.press('b');
	await expect(dialog(page)).toContainText('No bug is known of this lesson yet.');
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', { name: 'Bug lab' })).toHaveCount(0);
});

test('is accessible on every sheet, and fits a phone', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	const fits = async () => {
		const node = dialog(page);
		expect(await node.evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0);
		await expectNoViolations(page);
	};
	const bench = new Workbench(page);
	await bench.open();
	await page.getByRole('button', { name: 'Bug lab' }).click();
	await expect(bug(page, FACTOR)).toBeVisible();
	await fits();
	await bug(page, FACTOR).click();
	await button(page, 'grad_w1').click();
	await dialog(page).getByRole('radio', { name: 'As well as the right one' }).check();
	await fits();
	await button(page, 'Run both').click();
	await expect(point(page)).toBeVisible({ timeout: 90_000 });
	await dialog(page).getByText('Why?').click();
	await fits();
});

test('speaks Korean', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await bench.choose('tiny twin');
	await page.getByRole('radio', { name: '한국어' }).check();
	await page.getByRole('button', { name: '버그 실험실' }).click();
	const lab = page.getByRole('dialog', { name: '버그 실험실' });
	await lab.getByRole('button', { name: '닫힌 게이트로 변화도가 지나갑니다' }).click();
	await lab.getByRole('button', { name: 'grad_w1', exact: true }).click();
	await lab.getByRole('radio', { name: '맞는 코드만큼 잘 학습함' }).check();
	await lab.getByRole('button', { name: '둘 다 돌리기' }).click();
	await expect(lab.getByTestId('point')).toHaveText(
		/^맞는 코드만큼 잘 학습합니다\. 그런데 grad_w1은\(는\) \d+\s% 어긋나 있습니다\./,
		{ timeout: 60_000 }
	);
	await expect(lab.getByRole('region', { name: '내 예측' })).toContainText('빠뜨림: grad_h.');
	expect(await lab.innerText()).not.toMatch(/buglab_|[a-z]{4,} [a-z]{4,}/);
});
