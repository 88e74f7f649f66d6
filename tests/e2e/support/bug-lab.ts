/** The bug lab as a reader handles it. */
import { expect, type Page } from '@playwright/test';
import { Workbench } from './workbench.ts';

export const dialog = (page: Page) => page.getByRole('dialog', { name: 'Bug lab' });
export const button = (page: Page, name: string) =>
	dialog(page).getByRole('button', { name, exact: true });
export const bug = (page: Page, name: string) => dialog(page).getByRole('button', { name });
export const point = (page: Page) => dialog(page).getByTestId('point');
export const said = (page: Page) => dialog(page).getByTestId('bug-lab-narration');

export const GATES = 'The gradient passes gates that are shut';
export const FACTOR = 'The factor of the square is missing';

/** The tiny twin, or the lesson at its own size, and the lab opened by its button. */
export async function openLab(
	page: Page,
	size: 'tiny' | 'own' = 'tiny',
	search = ''
): Promise<Workbench> {
	const bench = new Workbench(page);
	await bench.open(search);
	if (size === 'tiny') await bench.choose('tiny twin');
	await page.getByRole('button', { name: 'Bug lab' }).click();
	await expect(dialog(page).getByRole('heading', { name: 'Which bug?' })).toBeVisible();
	return bench;
}
