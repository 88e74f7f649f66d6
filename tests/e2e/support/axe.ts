/** What axe has against the page by WCAG 2.0 to 2.2, levels A and AA, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** Nothing is wrong in the state that the page is in: looked at in one theme, then in the other. */
export async function expectNoViolations(page: Page): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		// a colour on its way to another has no contrast that counts
		await page.waitForFunction(() => document.getAnimations().length === 0);
		const { violations } = await new AxeBuilder({ page }).withTags(STANDARD).analyze();
		const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
		expect(found, colorScheme).toEqual([]);
	}
}
