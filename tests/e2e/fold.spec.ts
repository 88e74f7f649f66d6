/** What belongs together is drawn as one, unfolds, and folds again; large pictures have a map. */
import { expectNoViolations } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

test('a layer is one op that unfolds by mouse and key, and a network folds to one', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('lessons/xor/?backend=reference');
	const { stage } = bench;
	const folded = (name: string) => stage.getByRole('button', { name, expanded: false });
	const layer = folded('Linear net.0, makes Linear(x)');
	await expect(layer).toBeVisible();
	await expect(stage.getByRole('button', { name: /, add, / })).toHaveCount(0);
	await expectNoViolations(page);

	await layer.click();
	await expect(stage.getByRole('button', { name: /, add, 4×4/ })).toBeVisible();
	const fold = stage.getByRole('button', { name: 'Fold Linear', expanded: true });
	await expect(fold).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(layer).toBeFocused();
	await expect(stage.getByRole('button', { name: /, add, 4×4/ })).toHaveCount(0);

	await stage.getByRole('button', { name: 'Fold Sequential', expanded: true }).click();
	const network = folded('Sequential net, makes y_pred');
	await expect(network).toBeFocused();
	await expect(stage.getByRole('button', { name: /tanh/ })).toHaveCount(0);
	await page.keyboard.press('Space');
	await expect(layer).toBeVisible();
});

test('every step of a folded lesson lights something, and the gradient reaches its parameters', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('lessons/xor/?backend=reference');
	const total = Number((await bench.timeline.getAttribute('aria-valuemax')) ?? 0);
	expect(total).toBeGreaterThan(20);
	const lit = bench.stage.locator('.chip.forward, .chip.backward, .card.forward, .card.backward');
	const written = bench.stage.locator('.pane.writes');
	for (let step = 1; step <= total; step++) {
		await page.keyboard.press('ArrowRight');
		await expect(bench.narration).toHaveText(new RegExp(`^Step ${step} of ${total}`));
		expect((await lit.count()) + (await written.count())).toBeGreaterThan(0);
	}
	await expect(bench.stage.locator('.pane.empty')).toHaveCount(0);
});

test('a loop is one op with the count of its passes; in the list it unfolds as well', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('lessons/recurrent/?backend=reference');
	await expect(
		bench.stage.getByRole('button', { name: /^for ×4, makes h/, expanded: false })
	).toBeVisible();
	await page.keyboard.press('l');
	const entry = page.getByRole('listitem').filter({ hasText: 'for ×4' });
	await entry.getByRole('button', { name: /unfold|inside/i }).click();
	await expect(page.getByRole('listitem').filter({ hasText: 'for 1' })).toBeVisible();
});

test('where the whole is too small to read, the camera goes with the step, and a map shows where', async ({
	page
}) => {
	await page.setViewportSize({ width: 1024, height: 768 });
	const bench = new Workbench(page);
	await bench.open('lessons/attention/?backend=reference');
	const map = bench.stage.getByRole('img', { name: 'Map of the whole picture' });
	await expect(map).toHaveCount(0);
	await page.keyboard.press('ArrowRight');
	await expect(map).toBeVisible();
	const label = bench.stage.locator('text', { hasText: 'query' }).first();
	await expect(label).toBeInViewport();
	// a press goes there, and fit shows all of it again
	const before = await bench.stage.locator('.world').getAttribute('style');
	const box = (await map.boundingBox())!;
	await page.mouse.click(box.x + box.width - 12, box.y + box.height / 2);
	await expect(bench.stage.locator('.world')).not.toHaveAttribute('style', before!);
	await bench.stage.getByRole('button', { name: 'fit' }).click();
	await expect(map).toHaveCount(0);
});

test('a tensor is found by its name, by key and by mouse, and the camera goes there', async ({
	page
}) => {
	await page.setViewportSize({ width: 1024, height: 768 });
	const bench = new Workbench(page);
	await bench.open('lessons/attention/?backend=reference');
	await page.keyboard.press('/');
	const field = page.getByRole('combobox', { name: 'find a tensor' });
	await expect(field).toBeFocused();
	await page.keyboard.type('atten');
	await expect(page.getByRole('option')).toHaveText([/attention.*softmax/]);
	await expectNoViolations(page);
	const world = bench.stage.locator('.world');
	const before = await world.getAttribute('style');
	await page.keyboard.press('Enter');
	await expect(field).toHaveCount(0);
	const find = page.getByRole('button', { name: 'Find a tensor by its name' });
	await expect(find).toBeFocused();
	const tensor = bench.stage.getByRole('button', { name: /^attention, / });
	await expect(tensor).toHaveAttribute('aria-pressed', 'true');
	await expect(world).not.toHaveAttribute('style', before!);

	await find.click();
	await field.fill('nothing of the kind');
	await expect(
		page.getByRole('status').filter({ hasText: 'Nothing is called that.' })
	).toBeVisible();
	await field.fill('w_q');
	await page.getByRole('option', { name: /w_query/ }).click();
	await expect(bench.stage.getByRole('button', { name: /^w_query, / })).toHaveAttribute(
		'aria-pressed',
		'true'
	);
	await page.keyboard.press('/');
	await page.keyboard.press('Escape');
	await expect(field).toHaveCount(0);
});
