/** A page that is watched: at the end of every test no console error and no request elsewhere is left. */
import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

export interface Watch {
	/** Console errors and uncaught exceptions so far; a test that provokes some takes them out. */
	readonly errors: string[];
	/** Addresses of other origins that something on the page asked for. */
	readonly foreign: string[];
}

export const test = base.extend<{ watch: Watch }>({
	watch: [
		async ({ page, baseURL }, use) => {
			const watch: Watch = { errors: [], foreign: [] };
			const origin = new URL(baseURL ?? '').origin;
			page.on('console', (message) => {
				if (message.type() === 'error') watch.errors.push(message.text());
			});
			page.on('pageerror', (error) => watch.errors.push(String(error)));
			page.on('request', (request) => {
				const url = new URL(request.url());
				const isLocal = ['data:', 'blob:'].includes(url.protocol) || url.origin === origin;
				if (!isLocal) watch.foreign.push(url.href);
			});
			await use(watch);
			base.expect(watch).toEqual({ errors: [], foreign: [] });
		},
		{ auto: true }
	]
});
