/**
 * What the page and its workers hold after one run, after two more, and after two more again. The
 * first runs fill what is kept within limits (iterations at hand, formulas, compiled code); what
 * still grows afterwards is a leak.
 */
import type { Browser, CDPSession, Page } from 'playwright';
import { openApp, playThrough, reset, STEPS } from './page.ts';

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

function growth(from: Held, to: Held): string {
	const percent = (before: number, after: number) => `${(100 * (after / before - 1)).toFixed(1)} %`;
	return `${percent(from.page, to.page)} and ${percent(from.all, to.all)}`;
}

/** Runs of the whole lesson between one look and the next. */
const RUNS = [1, 2, 2] as const;

/** Measures and prints. */
export async function memory(browser: Browser, app: string): Promise<void> {
	console.log('\nMemory at 64, 1000, 100, 10\n');
	const page = await openApp(browser, app);
	const session = await page.context().newCDPSession(page);
	const seen: Held[] = [];
	for (const runs of RUNS) {
		for (let run = 0; run < runs; run++) {
			if (seen.length > 0 || run > 0) await reset(page);
			await playThrough(page);
		}
		const now = await held(page, session);
		const grown = seen.length > 0 ? `, ${growth(seen.at(-1)!, now)} more` : '';
		const [label, sizes] = [
			`after ${runs * STEPS}${seen.length > 0 ? ' more' : ' iterations'}`,
			`page ${now.page.toFixed(1)} MB, with its workers ${now.all.toFixed(1)} MB`
		];
		console.log(`${label.padEnd(34)} ${sizes}${grown}`);
		seen.push(now);
	}
	await page.close();
}
