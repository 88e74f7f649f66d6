/** What would not end, or not fit, ends in a message at its place, and the page goes on. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

const LESSONS: readonly (readonly [name: string, source: string, message: RegExp])[] = [
	['an endless loop', 'x = 0\nwhile True:\n    x += 1\n', /RuntimeError[^]*no end in sight/],
	[
		'endless printing',
		"import torch\ndef f():\n    while True:\n        print('again')\nf()\n",
		/RuntimeError[^]*no end in sight/
	],
	['ten thousand brackets', `x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}\n`, /SyntaxError/],
	['a megabyte of text', 'x = 1\n'.repeat(180_000), /SyntaxError[^]*source too long/],
	[
		'a tensor of 10⁹ elements',
		'import torch\nx = torch.zeros(10**9)\n',
		/RuntimeError[^]*1000000000 elements/
	]
];

/** Pastes over the whole text, as the clipboard would. */
async function paste(page: Page, text: string) {
	await page.keyboard.press('ControlOrMeta+A');
	await page.getByRole('textbox', { name: /^Source of / }).evaluate((field, pasted) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData('text/plain', pasted);
		const options = { clipboardData, bubbles: true, cancelable: true };
		field.dispatchEvent(new ClipboardEvent('paste', options));
	}, text);
}

for (const [name, source, message] of LESSONS) {
	test(`${name}: a message, and the lesson comes back`, async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open();
		await bench.choose('tiny twin');
		await page.getByRole('button', { name: 'Edit', exact: true }).click();
		await expect(page.getByRole('textbox', { name: /^Source of / })).toBeFocused();
		await paste(page, source);
		const alert = bench.code.getByRole('alert');
		await expect(alert).toContainText(message, { timeout: 30_000 });
		await expect(alert).toContainText(/line \d/);

		await page.getByRole('button', { name: 'Restore the lesson' }).click();
		await expect(alert).toHaveCount(0);
		await bench.press('Step forward');
		await expect(bench.narration).toHaveText(/^Step 1 of /);
	});
}
