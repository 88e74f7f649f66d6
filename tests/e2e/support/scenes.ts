/** What the screenshots show: each scene is reached as a reader would reach it. */
import { expect } from '@playwright/test';
import type { Workbench } from './workbench.ts';

/** Steps on one by one, each to its end. */
async function stepTo(bench: Workbench, step: number): Promise<void> {
	await bench.setSpeed('quick');
	await expect(bench.button('Step forward')).toBeEnabled();
	const now = async () => Number(await bench.timeline.getAttribute('aria-valuenow'));
	while ((await now()) < step) {
		const next = (await now()) + 1;
		await bench.press('Step forward');
		await expect(bench.timeline).toHaveAttribute('aria-valuenow', String(next));
	}
	await bench.rested();
}

/** A step under way, stopped at the part `part` of it. */
async function within(bench: Workbench, step: number, part: number): Promise<void> {
	await stepTo(bench, step);
	await bench.setSpeed('slow');
	await bench.press('Play');
	await bench.page.waitForFunction((time) => {
		const head = document.querySelector<HTMLElement>('.timeline .head');
		const steps = document.querySelectorAll('.timeline .ops span').length;
		return (parseFloat(head?.style.left ?? '') / 100) * steps >= time;
	}, step + part);
	await bench.press('Pause');
}

/** Works the header's controls, which a phone keeps behind a button. */
async function inHeader(bench: Workbench, act: () => Promise<void>): Promise<void> {
	const more = bench.page.getByRole('button', { name: 'Settings' });
	const isSmall = await more.isVisible();
	if (isSmall) await more.click();
	await act();
	if (isSmall) await more.click();
}

/** Turns a phone's panel to `name`. */
async function inPanel(bench: Workbench, name: 'code' | 'why' | 'check'): Promise<void> {
	const tab = bench.page.getByRole('button', { name, exact: true });
	if (await tab.isVisible()) await tab.click();
}

async function chooseCell(bench: Workbench, name: string, x: number, y: number): Promise<void> {
	const edge = bench.node(name).locator('.edge');
	const { width, height } = (await edge.boundingBox())!;
	await edge.click({ position: { x: x * width, y: y * height }, force: true });
	await expect(bench.page.getByRole('region', { name: 'Why this number' })).toBeVisible();
}

export const SCENES = {
	'first-sight': async (bench: Workbench) => {
		await bench.page.goto('./');
		await expect(bench.badge).not.toHaveText(/starting/, { timeout: 60_000 });
		await bench.checked();
	},
	'mid-forward': async (bench: Workbench) => {
		await bench.open();
		await bench.checked();
		await within(bench, 2, 0.4);
	},
	'mid-backward': async (bench: Workbench) => {
		await bench.open();
		await bench.checked();
		await within(bench, 11, 0.35);
	},
	'relu-gate': async (bench: Workbench) => {
		await bench.open();
		await bench.checked();
		await within(bench, 14, 0.5);
	},
	'unfolded-loss': async (bench: Workbench) => {
		await bench.open();
		await bench.checked();
		await stepTo(bench, 6);
		await bench.node('loss, Σ (y_pred − y)²').press('Enter');
		await expect(bench.node('Fold loss')).toBeVisible();
		await bench.rested();
	},
	'traced-cell': async (bench: Workbench) => {
		await bench.open();
		await bench.checked();
		await stepTo(bench, 10);
		await inPanel(bench, 'why');
		await chooseCell(bench, 'grad_w2, mm, 100×10', 0.62, 0.55);
		await bench.rested();
	},
	'why-the-transpose': async (bench: Workbench) => {
		await bench.open();
		await bench.checked();
		await stepTo(bench, 10);
		await inPanel(bench, 'why');
		await bench.page.getByRole('button', { name: 'Why the transpose?' }).first().click();
		await expect(bench.page.getByRole('dialog', { name: 'Why the transpose?' })).toBeVisible();
		await bench.rested();
	},
	'bug-lab': async (bench: Workbench) => {
		await bench.open();
		await bench.checked();
		await inPanel(bench, 'code');
		await bench.page.getByRole('button', { name: 'Bug lab' }).click();
		const lab = bench.page.getByRole('dialog', { name: 'Bug lab' });
		await lab.getByRole('button', { name: 'The gradient passes gates that are shut' }).click();
		await lab.getByRole('button', { name: 'Run without a prediction' }).click();
		await expect(lab.getByTestId('point')).toBeVisible({ timeout: 90_000 });
	},
	'side-by-side': async (bench: Workbench) => {
		await bench.open();
		await inHeader(bench, () => bench.page.getByRole('radio', { name: 'both' }).check());
		await expect(bench.page.getByTestId('agreement')).toHaveText('5 of 5 bit for bit', {
			timeout: 120_000
		});
		await bench.checked();
		await stepTo(bench, 12);
	},
	'iteration-250': async (bench: Workbench) => {
		await bench.open();
		await bench.openNear(250);
		await bench.checked();
		await bench.timeline.press('End');
		await bench.rested();
	},
	'nan-run': async (bench: Workbench) => {
		await bench.open();
		await inHeader(bench, async () => {
			await bench.page.getByRole('button', { name: /^Change the lesson’s/ }).click();
			const rate = bench.page.getByRole('textbox', { name: 'learning_rate', exact: true });
			await rate.fill('1e-3');
			await rate.press('Enter');
			await bench.settled();
			await bench.page.keyboard.press('Escape');
		});
		await bench.setSpeed('full');
		await bench.press('Play');
		await expect(bench.button('Play')).toBeVisible();
		await bench.checked();
		await bench.rested();
	}
} as const;

export type SceneName = keyof typeof SCENES;
