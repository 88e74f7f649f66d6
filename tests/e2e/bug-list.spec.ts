/** A teacher's list of bugs, opened in the page: what is wrong with it, and what it brings to the bug lab. */
import { expectNoViolations } from './support/axe.ts';
import { bug, button, dialog, GATES, openLab, point } from './support/bug-lab.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

const OWN = {
	name: '<b>The rate</b> is in the gradient',
	hint: 'Where does the learning rate belong?',
	edits: [{ from: 'x.t().mm(grad_h)', to: 'x.t().mm(grad_h) * learning_rate' }],
	targets: ['w1']
};
const file = (name: string, ...bugs: object[]) => ({
	name,
	mimeType: 'application/json',
	buffer: Buffer.from(JSON.stringify({ version: 1, bugs }, null, 1))
});

test('a teacher’s list: a mistake is named at its place, and what is right joins the bugs', async ({
	page
}) => {
	const bench = await openLab(page);
	const add = async (list: ReturnType<typeof file>) => {
		const chooser = page.waitForEvent('filechooser');
		await button(page, 'Add a list of your own…').click();
		await (await chooser).setFiles(list);
	};
	await add(file('mine.json', { ...OWN, edits: [{ from: 'x.t().mm(grad)', to: '' }] }));
	const trouble = dialog(page).getByRole('alert');
	await expect(trouble).toContainText('mine.json cannot be opened');
	await expect(trouble).toContainText(
		/line 9, column 14: bugs\[0\]\.edits\[0\]\.from must stand in the lesson once, and stands there nowhere/
	);
	await expectNoViolations(page);
	await add(file('mine.json', OWN));
	await expect(trouble).toBeHidden();
	await expect(dialog(page).getByRole('heading', { name: 'Your list, mine.json' })).toBeVisible();
	await bug(page, OWN.name).click();
	await button(page, 'Run without a prediction').click();
	await expect(point(page)).toContainText('grad_w1 is off by 99', { timeout: 60_000 });
	await dialog(page).getByText('Why?').click();
	await expect(dialog(page)).toContainText(OWN.hint);
	// it is there at the next visit, until it is taken away
	await page.reload();
	await bench.served();
	await page.keyboard.press('b');
	await expect(bug(page, OWN.name)).toBeVisible();
	await button(page, 'Remove this list').click();
	await expect(dialog(page).getByRole('heading', { name: 'Which bug?' })).toBeFocused();
	await expect(bug(page, OWN.name)).toHaveCount(0);
	await expect(bug(page, GATES)).toBeVisible();
});

test('a list is opened like any other file, and opens the lab', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await page.getByRole('button', { name: 'Save or open' }).click();
	const chooser = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: /^Open a file…/ }).click();
	await (await chooser).setFiles(file('mine.json', OWN));
	await expect(bug(page, OWN.name)).toBeVisible();
	await expect(bench.code.locator('.file')).toHaveText('lesson1_manual.py');
});
