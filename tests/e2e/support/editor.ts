/** The source of the lesson, open to be written in. */
import { expect, type Page } from '@playwright/test';
import { Workbench } from './workbench.ts';

export const field = (page: Page) => page.getByRole('textbox', { name: /^Source of / });

/** The tiny twin at its start, and its source open to be changed. */
export async function openEditor(page: Page): Promise<Workbench> {
	const bench = new Workbench(page);
	await bench.open();
	await bench.choose('tiny twin');
	await bench.checked();
	await page.getByRole('button', { name: 'Edit', exact: true }).click();
	await expect(field(page)).toBeFocused();
	return bench;
}

/** Puts the text cursor at the end of the line with `text` in it, which may be broken in two. */
export async function goTo(page: Page, text: string) {
	const line = page.locator('.cm-line', { hasText: text });
	await page.keyboard.press('ControlOrMeta+Home');
	while (!(await line.isVisible())) await page.keyboard.press('PageDown');
	// further to the right a shape may stand, which is no text
	await line.click({ position: { x: 60, y: 5 } });
	for (let i = 0; i < 2; i++) await page.keyboard.press('End');
}

/** A new line after the one with `text` in it, as deep as that. */
export async function beginLine(page: Page, text: string) {
	await goTo(page, text);
	await page.keyboard.press('Enter');
}
