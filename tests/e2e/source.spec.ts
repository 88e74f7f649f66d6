/** The lesson’s source is written in, and the page follows: graph, numbers, problems at their place. */
import { formatLoss } from '../../src/scene/format.ts';
import { open } from '../support/lesson.ts';
import { expectNoViolations } from './support/axe.ts';
import { field, goTo, openEditor } from './support/editor.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

test('a line more is an op more, checked; a mistake is told at its line; the lesson comes back', async ({
	page
}) => {
	const bench = await openEditor(page);
	await expect(bench.node('h_relu, clamp, 3×3')).toBeVisible();
	await goTo(page, 'h_relu = h.clamp');
	await page.keyboard.press('Enter');
	await page.keyboard.type('h_relu = h_relu * 0.5');
	await expect(bench.node('h_relu, mul, 3×3')).toBeVisible();
	await expect(bench.code.locator('.cm-line', { hasText: '* 0.5' })).toContainText('3×3');
	// the lesson’s own gradient of h_relu is that of its last value; that of h lacks the factor
	const rows = bench.check.locator('tbody tr');
	await expect(rows.filter({ hasText: 'grad_w2' })).toContainText(/equal/);
	await expect(rows.filter({ hasText: 'grad_w1' })).toContainText(/different/, { timeout: 30_000 });

	await page.keyboard.type(' +');
	const alert = bench.code.getByRole('alert');
	await expect(alert).toContainText('SyntaxError');
	await expect(alert).toContainText('line 38');
	// what ran last stays, and the next good text runs
	await expect(bench.node('h_relu, mul, 3×3')).toBeVisible();
	await page.keyboard.type(' 1');
	await expect(alert).toHaveCount(0);
	await expect(bench.node('h_relu, add, 3×3')).toBeVisible();

	await page.getByRole('button', { name: 'Restore the lesson' }).click();
	await expect(bench.node('h_relu, clamp, 3×3')).toBeVisible();
	await expect(bench.node('h_relu, add, 3×3')).toHaveCount(0);
	await expect(field(page)).not.toContainText('0.5');
});

test('typing is typing: no key works the page; Escape leaves, and what was written stays for next time', async ({
	page
}) => {
	const bench = await openEditor(page);
	await goTo(page, 'learning_rate = 1e-6');
	await page.keyboard.press('Enter');
	await page.keyboard.type('# f 1 2 ?');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(bench.narration).toHaveText('Iteration 0 begins.');
	// the first Escape may be for a list of completions
	const edit = page.getByRole('button', { name: 'Edit', exact: true });
	while (await field(page).isVisible()) await page.keyboard.press('Escape');
	await expect(edit).toBeFocused();
	await expect(bench.code).toContainText('# f 1 2 ?');
	await expect(bench.code).toContainText('your version');

	await page.reload();
	await bench.served();
	await expect(bench.code).toContainText('# f 1 2 ?');
	await bench.choose('autograd');
	await expect(bench.code).not.toContainText('your version');
});

const MODULES = `import torch
from torch import nn

torch.manual_seed(0)
X = torch.tensor([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
Y = torch.tensor([[0.], [1.], [1.], [0.]])
model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1), nn.Sigmoid())
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)

for epoch in range(20):
    optimizer.zero_grad()
    loss = nn.MSELoss()(model(X), Y)
    loss.backward()
    optimizer.step()
`;

test('another lesson altogether, of modules and an optimiser, is drawn, run to its end and checked', async ({
	page
}) => {
	const session = await open(MODULES, { overrides: {} });
	const losses = (await session.advance(20)).losses.map((loss) => formatLoss(loss));
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	await page.getByRole('button', { name: 'Edit', exact: true }).click();
	await expect(field(page)).toBeFocused();
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText(MODULES);
	await expect(bench.node('model.0.weight, input, 4×2')).toBeVisible({ timeout: 30_000 });
	const desk = page.getByRole('region', { name: 'Playback' });
	await expect(desk).toContainText(`loss ${losses[0]}`);
	for (const name of ['0.weight', '0.bias', '2.weight', '2.bias']) {
		const row = bench.check.locator('tbody tr', { hasText: `model.${name}.grad` });
		await expect(row).toContainText(/equal/, { timeout: 30_000 });
		await expect(row).not.toContainText(/different|cannot tell/);
	}
	await bench.setSpeed('full');
	await bench.press('Play');
	await expect(desk).toContainText('iteration 19');
	await expect(desk).toContainText(`loss ${losses[19]}`);
});

const FAILING = `import torch

def square(a):
    return a.mm(a)

x = torch.ones(2, 3)
for epoch in range(3):
    loss = square(x).sum()
    loss.backward()
`;

test('a mistake inside a function is told at its line and where that was called; both places are a press away', async ({
	page
}) => {
	const bench = await openEditor(page);
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText(FAILING);
	const alert = bench.code.getByRole('alert');
	await expect(alert).toContainText('in square, called from line 8');
	await expect(bench.badge).toHaveText('waits for the code');
	// the picture stays, greyed; the loss of what ran before would pass for one of this
	expect(await bench.lossAt(0)).toBe('–');
	await expect(page.locator('.cm-lintRange-error')).toHaveText('a.mm(a)');
	await expect(page.locator('.cm-lintRange-info')).toContainText('square(x).sum()');
	// the cursor goes to either place: what is typed stands there
	await alert.getByRole('button', { name: 'line 8' }).click();
	await expect(field(page)).toBeFocused();
	await page.keyboard.type('1 * ');
	await expect(page.locator('.cm-line', { hasText: 'loss = 1 * square(x)' })).toBeVisible();
	await page.getByRole('main').getByRole('button', { name: 'Show' }).click();
	await expect(field(page)).toBeFocused();
	await page.keyboard.type('a.t().mm(a) # ');
	await expect(page.locator('.cm-line', { hasText: 'return a.t().mm(a) # a' })).toBeVisible();
});

test('a mistake in a later iteration says in which, and is seen with the editor closed', async ({
	page
}) => {
	const bench = await openEditor(page);
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText(
		FAILING.replace('a.mm(a)', 'a * a')
			.replace('(2, 3)', '(2, 3, requires_grad=True)')
			.replace('range(3)', 'range(9)') + '    [0, 1, 2][epoch]\n'
	);
	await expect(page.locator('.cm-line', { hasText: 'x = torch.ones' })).toContainText('2×3');
	await page.getByRole('button', { name: 'Done' }).click();
	await bench.setSpeed('full');
	await bench.press('Play');
	const alert = bench.code.getByRole('alert');
	await expect(alert).toContainText('IndexError');
	await expect(alert).toContainText('line 10, column 5 in iteration 3');
	await page.getByRole('main').getByRole('button', { name: 'Show' }).click();
	await expect(bench.code.locator('[data-line="10"]')).toBeInViewport();
});

test('axe finds nothing while the source is edited, with a problem and without', async ({
	page
}) => {
	const bench = await openEditor(page);
	await expectNoViolations(page);
	await goTo(page, 'h=x.mm(w1)');
	await page.keyboard.type('\nh.nothing');
	await expect(bench.code.getByRole('alert')).toContainText('AttributeError');
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		await expectNoViolations(page);
	}
});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('the code panel is the editor, and nothing is wider than the screen', async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open();
		await page.getByRole('button', { name: 'Edit', exact: true }).tap();
		await expect(field(page)).toBeVisible();
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(wide).toBeLessThanOrEqual(390);
		await page.getByRole('button', { name: 'Done' }).tap();
		await expect(field(page)).toHaveCount(0);
		await expect(bench.code).toBeVisible();
	});
});
