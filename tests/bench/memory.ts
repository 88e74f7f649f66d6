/** What the page and its workers hold after one run, and after two more: growth is a leak. */
import type { Browser, CDPSession, Page } from 'playwright';
import { openApp, playThrough, reset } from './page.ts';

interface Held {
	/** MB of the page's own heap, after a collection. */
	readonly page: number;
	/** MB of page and workers together, as the browser accounts for them. */
	readonly all: number;
}

/** Runs in the page, which is cross-origin isolated; waits for the browser's next collection. */
async function measureAll(): Promise<number> {
	interface Measuring {
		measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
	}
	const measuring = performance as unknown as Measuring;
	return (await measuring.measureUserAgentSpecificMemory()).bytes;
}

async function held(page: Page, session: CDPSession): Promise<Held> {
	const all = await page.evaluate(measureAll);
	await session.send('HeapProfiler.collectGarbage');
	const { usedSize } = await session.send('Runtime.getHeapUsage');
	return { page: usedSize / 1e6, all: all / 1e6 };
}

function growth(from: number, to: number): string {
	return `${(100 * (to / from - 1)).toFixed(1)} %`;
}

/** Measures and prints. */
export async function memory(browser: Browser, app: string): Promise<void> {
	console.log('\nMemory at 64, 1000, 100, 10\n');
	const page = await openApp(browser, app);
	const session = await page.context().newCDPSession(page);
	const seen: Held[] = [];
	for (const name of ['500 iterations', '500 more', '1000 more']) {
		if (seen.length > 0) await reset(page);
		await playThrough(page);
		const now = await held(page, session);
		seen.push(now);
		console.log(
			`${`after ${name}`.padEnd(34)} page ${now.page.toFixed(1)} MB, with its workers ${now.all.toFixed(1)} MB`
		);
	}
	const [first, , last] = seen;
	console.log(
		`${'growth'.padEnd(34)} page ${growth(first.page, last.page)}, with its workers ${growth(first.all, last.all)}`
	);
	await page.close();
}
