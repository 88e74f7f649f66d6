/** How smoothly the page plays the lesson at its own size, and checks it: frame times and long tasks. */
import type { Browser, Page } from 'playwright';
import { median, quantile } from './numbers.ts';
import { openApp, reset } from './page.ts';

/** Places on the speed control. */
const SPEEDS = [
	{ name: 'an op and a half a second', place: 1 },
	{ name: 'twenty ops a second', place: 6 },
	{ name: 'as fast as it goes', place: 9 }
] as const;
const SLOWDOWNS = [1, 4] as const;
const SECONDS = 5;
const CHECKS = 5;

interface Watched {
	/** ms from frame to frame. */
	readonly frames: readonly number[];
	/** ms of every task of 50 and more. */
	readonly tasks: readonly number[];
}

/**
 * Runs in the page, so it has no functions of its own: watches it from when it begins to play, for
 * `seconds` or until it stands still.
 */
async function watch(seconds: number): Promise<Watched> {
	const tasks: number[] = [];
	const observer = new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) tasks.push(entry.duration);
	});
	observer.observe({ type: 'longtask' });
	const frames: number[] = [];
	const pause = 'button[aria-label="Pause"]';
	let last = await new Promise(requestAnimationFrame);
	while (!document.querySelector(pause)) last = await new Promise(requestAnimationFrame);
	const start = performance.now();
	while (performance.now() - start < seconds * 1000 && document.querySelector(pause)) {
		const now = await new Promise(requestAnimationFrame);
		frames.push(now - last);
		last = now;
	}
	tasks.push(...observer.takeRecords().map((entry) => entry.duration));
	observer.disconnect();
	return { frames, tasks };
}

interface Checked extends Watched {
	/** ms from the step to the report. */
	readonly ms: number;
}

/** Runs in the page as well: goes one iteration on, and watches until the report of that one is there. */
async function watchCheck(): Promise<Checked> {
	const tasks: number[] = [];
	const observer = new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) tasks.push(entry.duration);
	});
	observer.observe({ type: 'longtask' });
	const curve = document.querySelector('[role=slider][aria-valuetext^="iteration"]')!;
	const next = Number(curve.getAttribute('aria-valuenow')) + 1;
	const frames: number[] = [];
	let last = await new Promise(requestAnimationFrame);
	const start = performance.now();
	curve.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
	// what is on show meanwhile names the iteration that it is of
	while (Number(curve.getAttribute('aria-valuenow')) < next || document.querySelector('.when')) {
		const now = await new Promise(requestAnimationFrame);
		frames.push(now - last);
		last = now;
	}
	const ms = performance.now() - start;
	tasks.push(...observer.takeRecords().map((entry) => entry.duration));
	observer.disconnect();
	return { frames, tasks, ms };
}

async function measure(page: Page, place: number): Promise<Watched> {
	await page.getByRole('slider', { name: 'Speed' }).fill(String(place));
	const watching = page.evaluate(watch, SECONDS);
	await page.getByRole('button', { name: 'Play', exact: true }).click();
	const watched = await watching;
	const pause = page.getByRole('button', { name: 'Pause', exact: true });
	if (await pause.isVisible()) await pause.click();
	await reset(page);
	return watched;
}

function describe({ frames, tasks }: Watched): string {
	const rate = 1000 / (frames.reduce((sum, ms) => sum + ms, 0) / frames.length);
	const longest =
		tasks.length === 0 ? 'no task over 50 ms' : `longest task ${Math.max(...tasks)} ms`;
	const [middle, most] = [median(frames), quantile(frames, 0.95)];
	return `${rate.toFixed(0)} fps, frame ${middle.toFixed(1)} ms, 95 % within ${most.toFixed(1)} ms, ${longest}`;
}

async function framesOfChecks(page: Page): Promise<void> {
	console.log(`\nFrames while an iteration is checked, ${CHECKS} of them\n`);
	for (let i = 0; i < CHECKS; i++) {
		const watched = await page.evaluate(watchCheck);
		const longest = Math.max(...watched.frames).toFixed(1);
		const took = `${(watched.ms / 1000).toFixed(2)} s from the step to the report`;
		console.log(`${took}, longest frame ${longest} ms, ${describe(watched)}`);
	}
}

/** Measures and prints. */
export async function frames(browser: Browser, app: string): Promise<void> {
	console.log(`\nFrames while playing at 64, 1000, 100, 10, up to ${SECONDS} s each\n`);
	const page = await openApp(browser, app);
	const session = await page.context().newCDPSession(page);
	for (const rate of SLOWDOWNS) {
		await session.send('Emulation.setCPUThrottlingRate', { rate });
		for (const { name, place } of SPEEDS) {
			console.log(`${`${rate}×, ${name}`.padEnd(34)} ${describe(await measure(page, place))}`);
		}
	}
	await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
	await framesOfChecks(page);
	await page.close();
}
