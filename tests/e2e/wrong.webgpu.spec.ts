/** A graphics device that computes with fewer digits than it should: it does not serve, and the page says why. */
import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

/** Runs in the engine's worker before anything else: what the device is given keeps 8 of 24 bits. */
function coarsen(): void {
	const { writeBuffer } = GPUQueue.prototype;
	GPUQueue.prototype.writeBuffer = function (buffer, offset, data, ...rest) {
		if (!(data instanceof Float32Array))
			return writeBuffer.call(this, buffer, offset, data, ...rest);
		const coarse = data.slice();
		const bits = new Uint32Array(coarse.buffer);
		for (const i of bits.keys()) bits[i] &= 0xffff_0000;
		return writeBuffer.call(this, buffer, offset, coarse, ...rest);
	};
}

async function withCoarseDevice(page: Page): Promise<void> {
	await page.route('**/engine.worker*.js', async (route) => {
		const response = await route.fetch();
		await route.fulfill({ response, body: `(${String(coarsen)})();\n${await response.text()}` });
	});
}

test('WASM serves in its place, and the note says what came out wrong, and by how much', async ({
	page
}) => {
	await withCoarseDevice(page);
	const bench = new Workbench(page);
	await bench.open('?backend=webgpu');
	await expect(bench.badge).toHaveText(/^WASM/);
	expect(await bench.notes()).toEqual([
		expect.stringMatching(
			/^WebGPU is not used: WebGPU \(software: .+\) computes wrongly\. mm\(\d+×\d+, \d+×\d+\) came out as .+ at \[\d+, \d+\], should be .+: off by .+, and rounding can explain .+\.$/
		)
	]);
	await bench.badge.click();
	await expect(page.locator('.sheet .note')).toBeVisible();
	await expectNoViolations(page);
	await page.keyboard.press('Escape');
	await bench.turnTo(1);
	for (const { machine } of await bench.verdicts()) expect(machine).toMatch(/^equal/);
});

test('the same device in order does serve', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open('?backend=webgpu');
	await expect(bench.badge).toHaveText(/^WebGPU/);
	expect(await bench.notes()).toEqual([]);
});
