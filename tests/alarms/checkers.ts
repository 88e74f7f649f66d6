/** Where programs are checked: in this process, or in a browser that has WebGPU, if only in software. */
import { chromium } from 'playwright';
import { chooseBackend } from '#engine/backends/choose.ts';
import type { CheckReport } from '#engine/check/report.ts';
import { browserArgs, ensureBrowser, webgpuArgs } from '../../scripts/browser.mjs';
import { checked } from '../support/checked.ts';
import { servePage } from '../support/serve-page.ts';

export interface Programs {
	/** What computes. */
	readonly description: string;
	/** Null where the program ends in an error of its own. */
	check(source: string, seed: number): Promise<CheckReport | null>;
	close(): Promise<void>;
}

async function here(name: 'reference' | 'wasm'): Promise<Programs> {
	const { backend } = await chooseBackend(name);
	return {
		description: backend.description,
		check: (source, seed) => checked(source, seed, backend),
		close: () => backend.dispose()
	};
}

async function inBrowser(): Promise<Programs> {
	const url = await servePage('tests/alarms/page');
	const executablePath = await ensureBrowser();
	const args = [...browserArgs, ...webgpuArgs];
	const browser = await chromium.launch({ executablePath, args });
	const page = await browser.newPage();
	page.on('pageerror', (error) => console.error(error.message));
	await page.goto(url);
	await page.waitForFunction(() => window.checker !== undefined);
	return {
		description: await page.evaluate(() => window.checker!.open()),
		check: (source, seed) =>
			page.evaluate((asked) => window.checker!.check(...asked), [source, seed] as const),
		close: () => browser.close()
	};
}

export const BACKENDS = ['reference', 'wasm', 'webgpu'] as const;

export function programsOn(backend: (typeof BACKENDS)[number]): Promise<Programs> {
	return backend === 'webgpu' ? inBrowser() : here(backend);
}
