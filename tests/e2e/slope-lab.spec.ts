/** The slope lab: its numbers against the engine's in Node, by mouse, by finger, and by keys. */
import type { Locator, Page } from '@playwright/test';
import {
	slopeLab,
	type Precision,
	type SlopeLab,
	type SlopeStep,
	type Trace
} from '../../engine/index.ts';
import { expectNoViolations } from './support/axe.ts';
import { traceOf } from './support/expectation.ts';
import { fingerOn } from './support/finger.ts';
import { expect, test } from './support/page.ts';
import { isRounded } from './support/picture.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 90_000 });

const PRECISIONS: readonly Precision[] = ['float32', 'float64'];
const WEIGHT = [3, 17] as const;

let trace: Trace;
test.beforeAll(async () => {
	trace = await traceOf('manual', 'own');
});

const dialog = (page: Page) => page.getByRole('dialog', { name: 'The slope lab' });
const slider = (page: Page) => dialog(page).getByRole('slider', { name: 'Step ε' });
const opener = (page: Page, name: string) =>
	page.getByRole('button', { name: `slope lab: measure ${name} yourself` });

function labOf(name: string, [i, j]: readonly [number, number]): SlopeLab {
	const claim = trace.claims.find((each) => each.name === name)!;
	return slopeLab(trace, claim, i * trace.graph.nodes[claim.of].shape[1] + j)!;
}

async function measured(page: Page): Promise<void> {
	await expect(dialog(page).locator('.lab[aria-busy=false]')).toBeVisible({ timeout: 30_000 });
	await expect(slider(page)).toBeVisible();
}

/** Opens the lab for `name` from the check, where that row is chosen first. */
async function openLab(page: Page, name: string): Promise<void> {
	const bench = new Workbench(page);
	await bench.open();
	await bench.checked();
	await bench.check.getByRole('button', { name: `${name}, slope:` }).click();
	await opener(page, name).click();
	await measured(page);
}

async function pick(page: Page, [i, j]: readonly [number, number]): Promise<void> {
	const fields = dialog(page).getByRole('spinbutton');
	await fields.nth(0).fill(String(i));
	await fields.nth(1).fill(String(j));
	await measured(page);
}

/** The number that the digits say, with the minus sign as JavaScript has it. */
async function numberIn(loss: Locator): Promise<number> {
	return Number((await loss.innerText()).replaceAll('−', '-').trim());
}

/** Both precisions say on the screen what the engine measured at `step`. */
async function expectShown(page: Page, step: SlopeStep): Promise<void> {
	for (const precision of PRECISIONS) {
		const { plus, minus, slope, error } = step[precision];
		const note = dialog(page).getByRole('region', { name: precision });
		const to = precision === 'float32' ? Math.fround : (value: number) => value;
		const losses = note.locator('.loss');
		expect(to(await numberIn(losses.nth(0)))).toBe(plus);
		expect(to(await numberIn(losses.nth(1)))).toBe(minus);
		await expect(note.locator('mark')).toHaveCount(plus === minus ? 0 : 2);
		const shown = await note.getByTestId(`secant-${precision}`).innerText();
		if (slope === null) expect(shown).toBe('none');
		else expect(isRounded(shown, slope), `${shown} is ${slope}`).toBe(true);
		const off = await note.getByTestId(`error-${precision}`).innerText();
		if (error === null) expect(off).toBe('–');
		else expect(isRounded(off, error), `${off} is ${error}`).toBe(true);
	}
}

test('its numbers are the engine’s, at the textbook’s step and at every other', async ({
	page
}) => {
	await openLab(page, 'grad_w1');
	await pick(page, WEIGHT);
	const lab = labOf('grad_w1', WEIGHT);
	const rung = lab.steps.findIndex(({ step }) => step === 1e-5);
	await expect(slider(page)).toHaveValue(String(rung));
	await expectShown(page, lab.steps[rung]);
	for (const [key, at] of [
		['Home', 0],
		['ArrowRight', 1],
		['End', lab.steps.length - 1],
		['ArrowLeft', lab.steps.length - 2]
	] as const) {
		await slider(page).press(key);
		await expect(slider(page)).toHaveValue(String(at));
		await expectShown(page, lab.steps[at]);
	}
});

test('says in words what float32 sees at ε = 10⁻⁵, and what float64 does', async ({ page }) => {
	await openLab(page, 'grad_w1');
	await pick(page, WEIGHT);
	const said = dialog(page).getByTestId('lab-narration');
	await expect(said).toContainText('ε = 10⁻⁵.');
	await expect(said).toContainText(/float32: .*not one digit is right|float32: .*nothing is left/);
	await expect(said).toContainText(/float64: .*\d+ digits are right/);
	await slider(page).press('Home');
	await expect(said).toContainText('ε = 10⁻¹².');
	await expect(said).toContainText('the weight does not move at all');
	await dialog(page).getByText('the curve as a table').click();
	await expect(dialog(page).getByRole('row')).toHaveCount(14);
	await expect(
		dialog(page).getByRole('img', { name: /^Error of the measured slope/ })
	).toBeVisible();
});

test('a mouse and a finger on the curve move the step', async ({ page }) => {
	await openLab(page, 'grad_w2');
	const curve = dialog(page).locator('.curve');
	const base = curve.locator('.base');
	const { x, width } = (await base.boundingBox())!;
	const { y } = (await curve.boundingBox())!;
	const place = (power: number) => x + ((power + 12) / 12) * width;
	await page.mouse.move(place(-9), y + 100);
	await page.mouse.down();
	await page.mouse.move(place(-2), y + 120, { steps: 4 });
	await page.mouse.up();
	await expect(slider(page)).toHaveAttribute('aria-valuetext', '10⁻²');
	await page.mouse.move(place(-11), y + 100);
	await expect(slider(page)).toHaveAttribute('aria-valuetext', '10⁻²');
	const finger = await fingerOn(page);
	await finger.down(place(-8), y + 100);
	await finger.move(place(-6), y + 102);
	await finger.move(place(-3), y + 102);
	await finger.up();
	await expect(slider(page)).toHaveAttribute('aria-valuetext', '10⁻³');
});

test('starts at the chosen cell, is accessible, and gives the focus back', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	const bench = new Workbench(page);
	await bench.open();
	await bench.checked();
	await page.getByRole('button', { name: 'check', exact: true }).click();
	const button = bench.check.getByRole('button', { name: /^slope lab: / });
	await button.focus();
	await page.keyboard.press('Enter');
	await measured(page);
	await expectNoViolations(page);
	const overflow = await dialog(page).evaluate((node) => node.scrollWidth - node.clientWidth);
	expect(overflow).toBe(0);
	await page.keyboard.press('Escape');
	await expect(dialog(page)).toHaveCount(0);
	await expect(button).toBeFocused();
});

test('begins at the cell that is chosen, and nothing moves for whoever wants no motion', async ({
	page
}) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	const bench = new Workbench(page);
	await bench.open();
	await bench.checked();
	await bench.timeline.press('End');
	await bench.check.getByRole('button', { name: 'grad_w2, slope:' }).click();
	await page.mouse.click(...(await bench.cellCentre(/^grad_w2, /, [41, 6])));
	await opener(page, 'grad_w2').click();
	await measured(page);
	const fields = dialog(page).getByRole('spinbutton');
	const [i, j] = await Promise.all([fields.nth(0), fields.nth(1)].map((each) => each.inputValue()));
	const lab = labOf('grad_w2', [Number(i), Number(j)]);
	await expectShown(
		page,
		lab.steps.find(({ step }) => step === 1e-5)!
	);
	// two fingers of rows share a pixel here
	expect(Math.abs(Number(i) - 41)).toBeLessThanOrEqual(1);
	expect(Math.abs(Number(j) - 6)).toBeLessThanOrEqual(1);
	expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});
