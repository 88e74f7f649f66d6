/** Time in both directions: scrubbing the loss curve, playing back, landmarks, stopping by itself. */
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { fingerOn } from './support/finger.ts';
import { expect, test } from './support/page.ts';
import { readPicture } from './support/picture.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

/** Runs the lesson to its end. */
async function complete(bench: Workbench): Promise<void> {
	await bench.setSpeed('full');
	await bench.press('Play');
	await bench.lossAt(499);
	await expect(bench.button('Play')).toBeVisible();
}

/** Where iteration `k` is on the curve. */
async function placeOn(bench: Workbench, k: number): Promise<{ x: number; y: number }> {
	const { x, y, width, height } = (await bench.curve.boundingBox())!;
	return { x: x + (k / 499) * width, y: y + height / 2 };
}

/** The iteration that the line over the curve names; while it is dragged, the one under the finger. */
async function headOf(page: Page): Promise<number> {
	return Number(/iteration (\d+)/.exec(await page.locator('.curve .iteration').innerText())?.[1]);
}

test('dragging the curve by mouse shows the iteration under it, opens what it can, ends where it is released', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	await complete(bench);
	const start = await placeOn(bench, 450);
	await page.mouse.move(start.x, start.y);
	await page.mouse.down();
	for (const k of [400, 300, 200, 120]) {
		const { x, y } = await placeOn(bench, k);
		await page.mouse.move(x, y);
		// at once: the words follow the finger, not the engine
		expect(Math.abs((await headOf(page)) - k)).toBeLessThanOrEqual(2);
	}
	const held = await headOf(page);
	// the picture follows while the button is still down
	await bench.lossAt(held);
	await page.mouse.up();
	await bench.lossAt(held);
	await page.mouse.move(start.x, start.y);
	await bench.lossAt(held);
});

test.describe('by touch', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('a finger scrubs the curve, also when it slips upwards', async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open('?backend=reference');
		await page.getByRole('button', { name: 'Settings' }).click();
		await bench.choose('tiny twin');
		await page.getByRole('button', { name: 'Settings' }).click();
		await complete(bench);
		const finger = await fingerOn(page);
		const from = await placeOn(bench, 490);
		await finger.down(from.x, from.y);
		for (const k of [380, 250, 90]) {
			const { x, y } = await placeOn(bench, k);
			await finger.move(x, y - 60);
			await expect.poll(async () => Math.abs((await headOf(page)) - k)).toBeLessThanOrEqual(4);
		}
		const held = await headOf(page);
		await finger.up();
		await bench.lossAt(held);
	});
});

for (const lesson of ['by hand', 'autograd'] as const) {
	test(`${lesson}: iteration k opened after k+100 shows the same numbers in every cell`, async ({
		page
	}) => {
		const bench = new Workbench(page);
		await bench.open('?backend=reference');
		await bench.choose(lesson);
		await bench.choose('tiny twin');
		await complete(bench);
		const seen = [];
		for (const k of [37, 137, 37]) {
			const opened = await bench.openNear(k);
			while (opened < 137 && Number(await bench.curve.getAttribute('aria-valuenow')) < k) {
				await bench.turnTo(k);
			}
			await bench.lossAt(Number(await bench.curve.getAttribute('aria-valuenow')));
			const { panes, loss } = await readPicture(page);
			seen.push({ loss, numbers: panes.map(({ name, numbers }) => [name, numbers]) });
		}
		expect(seen[0].numbers.flatMap(([, numbers]) => numbers).length).toBeGreaterThan(50);
		expect(seen[1]).not.toEqual(seen[0]);
		expect(seen[2]).toEqual(seen[0]);
	});
}

test('Play backwards runs the ops and then the iterations back, and stops at the very start', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	const reverse = page.getByRole('button', { name: 'Play backwards' });
	await bench.openNear(2);
	const from = Number(await bench.curve.getAttribute('aria-valuenow'));
	await reverse.focus();
	await page.keyboard.press('Enter');
	await expect(reverse).toHaveAttribute('aria-pressed', 'true');
	await bench.lossAt(from - 1);
	const times = await bench.headTimes(12);
	expect(times.every((time, i) => i === 0 || time <= times[i - 1])).toBe(true);
	expect(times[11]).toBeLessThan(times[0]);
	await bench.setSpeed('quick');
	await bench.begun(0);
	await expect(reverse).toHaveAttribute('aria-pressed', 'false');
	expect(new Set(await bench.headTimes(2))).toEqual(new Set([0]));
});

test('the phases under the timeline are landmarks: by mouse, by Tab and Enter, by Page Up', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open();
	const phase = (name: string) => page.getByRole('button', { name: `To the start of: ${name}` });
	await phase('backward').click();
	await expect(bench.narration).toHaveText(/^Step 6 of 21, loss/);
	await phase('update').focus();
	await page.keyboard.press('Enter');
	await expect(bench.narration).toHaveText(/^Step 17 of 21, backward/);
	await bench.timeline.press('PageDown');
	await expect(bench.narration).toHaveText(/^Step 6 of 21, loss/);
	await bench.timeline.press('PageUp');
	await expect(bench.narration).toHaveText(/^Step 17 of 21, backward/);
});

test.describe('stopping by itself', () => {
	const stopped = (page: Page) => page.locator('.curve [role=status]');

	test('at an iteration, exactly, in the full-speed race; Play goes on past it', async ({
		page
	}) => {
		const bench = new Workbench(page);
		await bench.open();
		await page.getByRole('button', { name: 'Stop at…' }).click();
		const field = page.getByRole('spinbutton', { name: 'Iteration to stop at' });
		await field.fill('123');
		await field.press('Enter');
		await page.keyboard.press('Escape');
		await expect(page.getByRole('dialog')).toHaveCount(0);
		await expect(page.getByRole('button', { name: 'Stop at 123' })).toBeFocused();
		await bench.setSpeed('full');
		await bench.press('Play');
		await bench.lossAt(123);
		await expect(bench.button('Play')).toBeVisible();
		await expect(stopped(page)).toHaveText('stopped at iteration 123');
		expect(await bench.lossCount()).toBe(124);
		await bench.press('Play');
		await bench.lossAt(499);
		await expect(stopped(page)).toHaveText('');
	});

	test('when the loss passes a value: at the first iteration below it', async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open();
		await page.getByRole('button', { name: 'Stop at…' }).click();
		await page.getByRole('textbox', { name: 'Loss below which to stop' }).fill('1000');
		await page.keyboard.press('Enter');
		await page.keyboard.press('Escape');
		await bench.setSpeed('full');
		await bench.press('Play');
		await expect(stopped(page)).toHaveText(/^stopped at \d+: loss below 1000\.00$/, {
			timeout: 60_000
		});
		await expect(bench.button('Play')).toBeVisible();
		const k = Number(await bench.curve.getAttribute('aria-valuenow'));
		expect(Number(await bench.lossAt(k))).toBeLessThan(1000);
		await bench.curve.press('ArrowLeft');
		expect(Number((await bench.lossAt(k - 1)).replaceAll('\u202f', ''))).toBeGreaterThanOrEqual(
			1000
		);
	});

	test('axe finds nothing in the open menu', async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open();
		await page.getByRole('button', { name: 'Stop at…' }).click();
		await page.getByRole('checkbox', { name: 'iteration', exact: true }).check();
		await expectNoViolations(page);
	});
});
