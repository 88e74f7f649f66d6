/** What the screenshots show: each scene is reached as a reader would reach it. */
import { expect } from '@playwright/test';
import type { Workbench } from '../e2e/support/workbench.ts';

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
	}
} as const;

export type SceneName = keyof typeof SCENES;
