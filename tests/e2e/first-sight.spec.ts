/** First sight: the page before its script, the moment when the engine takes over, and a slow network. */
import { gzipSync } from 'node:zlib';
import type { Page, Response } from '@playwright/test';
import { scaleOf } from '../../src/scene/scale.ts';
import { sketch } from '../../src/scene/sketch.ts';
import { expectNoViolations } from './support/axe.ts';
import { traceOf } from './support/expectation.ts';
import { expect, test } from './support/page.ts';
import { isRounded, readPicture } from './support/picture.ts';
import { servePiecemeal } from './support/piecemeal.ts';
import { Workbench } from './support/workbench.ts';

test.describe.configure({ timeout: 120_000 });

/** Steps done when the loss is known, of 21. */
const AT_LOSS = 6;
const VIEWPORTS = [
	{ width: 390, height: 844 },
	{ width: 1024, height: 768 },
	{ width: 1440, height: 900 },
	{ width: 1920, height: 1080 }
] as const;
/** Holds back everything that `pattern` matches until the answer is called. */
async function hold(page: Page, pattern: string): Promise<() => void> {
	let release: () => void = () => undefined;
	const released = new Promise<void>((resolve) => (release = resolve));
	await page.context().route(pattern, async (route) => {
		await released;
		await route.continue();
	});
	return release;
}

for (const viewport of VIEWPORTS) {
	for (const colorScheme of ['light', 'dark'] as const) {
		test.describe(`without scripts, ${viewport.width} wide, ${colorScheme}`, () => {
			test.use({ viewport, colorScheme, javaScriptEnabled: false });

			test('the graph stands there, whole, with the loss and the colours of the engine in Node', async ({
				page
			}) => {
				const trace = await traceOf('manual', 'own');
				const bench = new Workbench(page);
				await page.goto('./');
				await expect(bench.badge).toHaveText('prepared at build');
				const card = bench.stage.locator('.card');
				const loss = trace.values[trace.loss!].data[0];
				expect(isRounded((await card.locator('.value').textContent()) ?? '', loss)).toBe(true);
				await expect(bench.narration).toHaveText(/^Step 6 of 21, loss: loss = sum/);
				// where the panels are behind tabs, the code is in front
				const isPhone = viewport.width < 600;
				await expect(page.locator('.formula .katex').first()).toBeVisible({ visible: !isPhone });
				await expect(bench.code.locator('[aria-current=step]')).toContainText('loss =');

				const stage = (await bench.stage.boundingBox())!;
				// a phone looks at what is under way; anything larger sees it all
				const things = isPhone ? card : bench.stage.locator('.pane, .card, .chip');
				for (const thing of await things.all()) {
					const box = (await thing.boundingBox())!;
					expect(box.x).toBeGreaterThanOrEqual(stage.x);
					expect(box.y).toBeGreaterThanOrEqual(stage.y);
					expect(box.x + box.width).toBeLessThanOrEqual(stage.x + stage.width);
					expect(box.y + box.height).toBeLessThanOrEqual(stage.y + stage.height);
				}

				const shown = page.locator(`.stage img:visible`);
				await expect(shown).toHaveCount(7);
				for (const image of await shown.all()) {
					const source = (await image.getAttribute('src')) ?? '';
					const [, node] = new RegExp(`/n(\\d+)-${colorScheme}\\.png$`).exec(source) ?? [];
					const tensor = trace.values[Number(node)];
					const file = await page.request.get(source);
					const expected = await sketch(tensor, scaleOf(tensor, 'linear'), colorScheme);
					expect(await file.body()).toEqual(Buffer.from(expected));
					await expect(image).toHaveJSProperty('complete', true);
					await expect(image).toHaveJSProperty('naturalHeight', Math.min(160, tensor.shape[0]));
				}
			});
		});
	}
}

test('the engine takes over where the page stands: same moment, real matrices, nothing on the way back yet', async ({
	page
}) => {
	const trace = await traceOf('manual', 'own');
	const release = await hold(page, '**/workers/**');
	const bench = new Workbench(page);
	await page.goto('./?backend=reference');
	await expect(bench.badge).toHaveText('prepared at build');
	const before = await readPicture(page);
	expect(before.time).toBe(AT_LOSS);
	release();
	await bench.served();
	const after = await readPicture(page);
	expect({ ...after, why: null }).toEqual({ ...before, why: null });
	expect(after.why.tex).toEqual(before.why.tex);
	expect([before.why.ran, after.why.ran]).toEqual([
		'computed at build by reference',
		expect.stringMatching(/^computed by reference in .* ms$/)
	]);
	expect(isRounded(after.card?.value ?? '', trace.values[trace.loss!].data[0])).toBe(true);
	await expect(page.locator('.stage img')).toHaveCount(0);
	expect(await page.locator('.stage canvas').count()).toBe(7);
	await bench.press('Step forward');
	await expect(bench.narration).toHaveText(/^Step 7 of 21, backward/);
});

test('Play is remembered while there is no engine, and then light leaves the loss', async ({
	page
}) => {
	const release = await hold(page, '**/workers/**');
	const bench = new Workbench(page);
	await page.goto('./');
	await bench.press('Play');
	await expect(bench.button('Pause')).toBeVisible();
	await expect(bench.narration).toHaveText(/^Step 6 of 21/);
	release();
	await expect(bench.narration).toHaveText(/^Step (7|8|9) of 21, backward/, { timeout: 30_000 });
});

test('Reset and another choice go to the start; the preview is shown as nothing but itself', async ({
	page
}) => {
	const release = await hold(page, '**/workers/**');
	const bench = new Workbench(page);
	await page.goto('./');
	await page.getByRole('radio', { name: 'tiny twin' }).check();
	await expect(bench.badge).toHaveText('starting…');
	await expect(bench.stage).toHaveCount(0);
	release();
	await bench.begun(0);
	await bench.press('Step forward');
	await bench.press('Reset');
	await bench.begun(0);
});

test('without an engine axe finds nothing, and hovering reads nothing that is not there', async ({
	page
}) => {
	await hold(page, '**/workers/**');
	const bench = new Workbench(page);
	await page.goto('./');
	await expect(bench.button('Play')).toBeEnabled();
	await expectNoViolations(page);
	await bench.node('h, mm, 64×100').hover();
	expect(await bench.readCell()).toBeNull();
	await page.getByRole('radio', { name: '한국어' }).check();
	await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
	await expect(bench.badge).toHaveText('미리 계산해 둔 값');
});

test('while ONNX Runtime loads, the reference computes and a bar tells how far it is', async ({
	page,
	context
}) => {
	const server = await servePiecemeal('build/ort/ort-wasm-simd-threaded.wasm');
	await context.route('**/ort/*.wasm', (route) => route.continue({ url: server.url }));
	const bench = new Workbench(page);
	await page.goto('./?backend=wasm');
	const bar = page.getByRole('progressbar', { name: 'Loading ONNX Runtime' });
	await server.send(0.4);
	await expect(bar).toHaveAttribute('aria-valuenow', '40');
	await expect(bench.badge).toHaveText('TypeScript reference');
	await expect(bench.badge).toHaveAttribute('aria-busy', 'true');
	await bench.press('Step forward');
	await expect(bench.narration).toHaveText(/^Step 7 of 21/);
	await expect(bench.why).toContainText('computed by reference');
	await bench.turnTo(1);
	await bench.lossAt(1);
	await server.send(1);
	await bench.served();
	await expect(bar).toHaveCount(0);
	await expect(bench.badge).toHaveText(/^WASM/);
	// what the reference had run is run again, and what is on show stays there
	await bench.lossAt(1);
	await expect(bench.why).toContainText('computed by WASM');
	await server.close();
});

for (const viewport of [VIEWPORTS[0], VIEWPORTS[2]]) {
	test.describe(`${viewport.width} wide`, () => {
		test.use({ viewport });

		test('nothing shifts on the way from first sight to the engine: CLS < 0.1', async ({
			page
		}) => {
			await page.addInitScript(() => {
				const scope: typeof globalThis & { shift?: number } = globalThis;
				scope.shift = 0;
				new PerformanceObserver((list) => {
					for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) {
						scope.shift = (scope.shift ?? 0) + entry.value;
					}
				}).observe({ type: 'layout-shift', buffered: true });
			});
			const bench = new Workbench(page);
			await bench.firstSight();
			await expect(page.locator('.formula .katex').first()).toBeAttached();
			await page.evaluate(() => document.fonts.ready.then(() => undefined));
			await readPicture(page);
			const shift = await page.evaluate(() => (globalThis as { shift?: number }).shift);
			expect(shift).toBeLessThan(0.1);
		});
	});
}

test('the JavaScript that comes before the first interaction is at most 150 KB, compressed', async ({
	page
}) => {
	const scripts: Response[] = [];
	page.on('response', (response) => {
		if (/\.m?js$/.test(new URL(response.url()).pathname)) scripts.push(response);
	});
	const release = await hold(page, '**/workers/**');
	const bench = new Workbench(page);
	await page.goto('./');
	await page.waitForLoadState('load');
	// hydrated: the stage has measured itself, and nothing but workers is missing
	await expect(page.locator('.stage .world')).not.toHaveClass(/resting/);
	const before = [...scripts];
	// and it can be used
	await bench.press('Play');
	await expect(bench.button('Pause')).toBeVisible();
	const sizes = await Promise.all(
		before.map(async (script) => gzipSync(await script.body(), { level: 9 }).length)
	);
	const total = sizes.reduce((sum, size) => sum + size, 0);
	expect(before.length).toBeGreaterThan(2);
	expect(total).toBeLessThanOrEqual(150_000);
	test.info().annotations.push({ type: 'JavaScript', description: `${total} bytes` });
	release();
	await bench.served();
});
