/** Who computes where there is no graphics adapter, and where even WASM cannot be had. */
import { expect, test } from './support/page.ts';
import { Workbench } from './support/workbench.ts';

const NO_ADAPTER = /^WebGPU is not used: (this browser does not have it|the browser found no)/;

for (const search of ['', '?backend=webgpu']) {
	test(`without an adapter WASM serves, and the page says why: /${search}`, async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open(search);
		await expect(bench.badge).toHaveText(/^WASM/);
		expect(await bench.notes()).toEqual([expect.stringMatching(NO_ADAPTER)]);
		await bench.press('Step forward');
		await expect(bench.why).toContainText('computed by WASM');
	});
}

for (const [backend, name] of [
	['wasm', /^WASM/],
	['reference', /^TypeScript reference$/]
] as const) {
	test(`?backend=${backend} gives what it asks for, without a note`, async ({ page }) => {
		const bench = new Workbench(page);
		await bench.open(`?backend=${backend}`);
		await expect(bench.badge).toHaveText(name);
		expect(await bench.notes()).toEqual([]);
	});
}

test('another backend can be chosen from the menu, and computes the same loss', async ({
	page
}) => {
	const bench = new Workbench(page);
	await bench.open('?backend=reference');
	const loss = Number((await bench.lossAt(0)).replaceAll('\u202f', ''));
	await bench.badge.click();
	await page.getByRole('radio', { name: 'WASM' }).check();
	await expect(bench.badge).toHaveText(/^WASM/, { timeout: 60_000 });
	const other = Number((await bench.lossAt(0)).replaceAll('\u202f', ''));
	// the rule for a first loss beside PyTorch's: 1e-6 of it
	expect(Math.abs(other - loss)).toBeLessThanOrEqual(1e-6 * loss);
});

for (const file of ['*.wasm', '*.mjs']) {
	test(`with ort/${file} blocked the reference serves, says so, and its check passes`, async ({
		page,
		context,
		watch
	}) => {
		const blocked: string[] = [];
		await context.route(`**/ort/${file}`, (route) => {
			blocked.push(route.request().url());
			return route.abort();
		});
		const bench = new Workbench(page);
		await bench.open();
		await expect(bench.badge).toHaveText('TypeScript reference');
		expect(await bench.notes()).toContainEqual(expect.stringMatching(/^WASM did not start/));
		await bench.press('Step forward');
		await expect(bench.why).toContainText('computed by reference');
		const verdicts = await bench.verdicts();
		expect(verdicts).toHaveLength(5);
		for (const { formula, machine } of verdicts) {
			expect([formula, machine]).toEqual([
				expect.stringMatching(/^equal/),
				expect.stringMatching(/^equal/)
			]);
		}
		expect(blocked.length).toBeGreaterThan(0);
		// what the browser and ONNX Runtime say of the blocked files themselves, and nothing else
		const others = watch.errors
			.splice(0)
			.filter((text) => !/ERR_FAILED|wasm|ArrayBuffer instantiation/i.test(text));
		expect(others).toEqual([]);
	});
}
