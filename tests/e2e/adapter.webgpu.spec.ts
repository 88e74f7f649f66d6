/** The webgpu project's own ground: full Chromium with an adapter, if only a software one. */
import { expect, test } from './support/page.ts';

test('navigator.gpu.requestAdapter() gives an adapter that names itself', async ({ page }) => {
	await page.goto('./');
	const info = await page.evaluate(async () => {
		const adapter = await navigator.gpu?.requestAdapter();
		return adapter && { vendor: adapter.info.vendor, architecture: adapter.info.architecture };
	});
	expect(info).toEqual({ vendor: expect.any(String), architecture: expect.any(String) });
});
