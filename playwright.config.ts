import { defineConfig, devices } from '@playwright/test';
import { browserArgs, findBrowser, webgpuArgs } from './scripts/browser.mjs';

const port = Number(process.env.E2E_PORT ?? 4183);
const executablePath = await findBrowser();

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results/end-to-end',
	// the machine's cores belong to the page under test: its wasm threads and its software GPU
	workers: 1,
	retries: 0,
	forbidOnly: !!process.env.CI,
	reporter: 'list',
	use: {
		...devices['Desktop Chrome'],
		baseURL: `http://127.0.0.1:${port}`,
		viewport: { width: 1440, height: 900 },
		trace: 'retain-on-failure'
	},
	projects: [
		{
			name: 'wasm',
			testIgnore: '**/*.webgpu.spec.ts',
			use: { launchOptions: { executablePath, args: browserArgs } }
		},
		{
			name: 'webgpu',
			testMatch: '**/*.webgpu.spec.ts',
			use: { launchOptions: { executablePath, args: [...browserArgs, ...webgpuArgs] } }
		}
	],
	webServer: {
		command: 'node scripts/serve.mjs',
		env: { PORT: String(port) },
		url: `http://127.0.0.1:${port}`,
		// a server that runs already may serve another build
		reuseExistingServer: false
	}
});
