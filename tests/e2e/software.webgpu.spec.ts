/** WebGPU asked for by name on a software adapter: the device really computes, and computes well. */
import { expect, test } from './support/page.ts';
import { countSubmissions } from './support/engine-worker.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

test('a software adapter is not chosen by itself, and the page says so', async ({ page }) => {
	const bench = new Workbench(page);
	await bench.open();
	await expect(bench.badge).toHaveText(/^WASM/);
	expect(await bench.notes()).toEqual([expect.stringMatching(/in software/)]);
});

for (const size of ['lesson’s size', 'tiny twin'] as const) {
	test(`${size}: with ?backend=webgpu every mm of an iteration runs on the device, within rounding`, async ({
		page
	}) => {
		const bench = new Workbench(page);
		await bench.open('?backend=webgpu');
		await bench.choose(size);
		await expect(bench.badge).toHaveText(/WebGPU.*software/i);
		const submissions = await countSubmissions(page);
		expect(await submissions()).toBe(0);
		await bench.turnTo(1);
		await bench.begun(1);
		const steps = Number(await bench.timeline.getAttribute('aria-valuemax'));
		const ran: string[] = [];
		await bench.setSpeed('quick');
		for (let step = 1; step <= steps; step++) {
			await bench.press('Step forward');
			await expect(bench.narration).toHaveText(new RegExp(`^Step ${step} of ${steps}, `));
			const narration = await bench.narration.innerText();
			if (/\bmm\(/.test(narration)) ran.push((await bench.why.locator('.ran').innerText()).trim());
		}
		expect(ran).toEqual(Array(5).fill(expect.stringMatching(/^computed by WebGPU in .* ms$/)));
		// each of them is work of its own for the device
		expect(await submissions()).toBeGreaterThanOrEqual(ran.length);
		const verdicts = await bench.verdicts();
		expect(verdicts.map(({ name }) => name)).toEqual(
			'grad_y_pred grad_w2 grad_h_relu grad_h grad_w1'.split(' ')
		);
		for (const { machine } of verdicts) expect(machine).toMatch(/^equal( up to rounding)?$/);
	});
}
