// Two kinds of unit tests: plain ones in Node, and those of components (*.svelte.test.ts) in Chromium.
import { playwright } from '@vitest/browser-playwright';
import type { TestProjectConfiguration } from 'vitest/config';
import { browserArgs, findBrowser } from './scripts/browser.mjs';

const executablePath = await findBrowser();

export const testProjects: TestProjectConfiguration[] = [
	{
		extends: true,
		test: {
			name: 'node',
			environment: 'node',
			include: ['tests/**/*.test.ts'],
			exclude: ['tests/**/*.svelte.test.ts']
		}
	},
	{
		extends: true,
		test: {
			name: 'browser',
			include: ['tests/**/*.svelte.test.ts'],
			browser: {
				enabled: true,
				headless: true,
				screenshotFailures: false,
				provider: playwright({ launchOptions: { executablePath, args: browserArgs } }),
				instances: [{ browser: 'chromium' }]
			}
		}
	}
];
