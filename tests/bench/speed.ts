/**
 * 500 steps of lesson 1, ours against named peers, interleaved in one run, as ratios of medians.
 * Absolute times depend on the machine; the ratios are what counts.
 */
import { spawnSync } from 'node:child_process';
import type { Browser, Page } from 'playwright';
import { median } from './numbers.ts';
import { openApp, settled, STEPS } from './page.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 9);

const PLAIN = 'ORT, bare loop, one step a run';
const ENGINE = 'engine and worker, no drawing';
const PLAYING = 'page playing at full speed';
const FIRST = '… the first time, all cold';
const TORCH = 'PyTorch on the processor';

/** From pressing Play to the last iteration on show; leaves the page at rest at the start. */
async function play(page: Page): Promise<number> {
	const ms = await page.evaluate(timePlay, STEPS - 1);
	await settled(page, STEPS - 1);
	await page.getByRole('button', { name: 'Reset', exact: true }).click();
	await settled(page, 0);
	return ms;
}

/** A page that has never played: its wasm is not compiled to the end, nor are its graphs. */
async function playFirst(browser: Browser, url: string): Promise<number> {
	const page = await openApp(browser, url);
	const ms = await page.evaluate(timePlay, STEPS - 1);
	await page.close();
	return ms;
}

/** Runs in the page. The end is seen the frame that shows it. */
async function timePlay(last: number): Promise<number> {
	const button = document.querySelector<HTMLButtonElement>('button[aria-label="Play"]');
	if (!button) throw new Error('there is no Play button');
	const start = performance.now();
	button.click();
	const end = new RegExp(`^\\s*iteration ${last}\\b`);
	while (!end.test(document.querySelector('.iteration')?.textContent ?? '')) {
		await new Promise(requestAnimationFrame);
	}
	return performance.now() - start;
}

/** null where there is no python3 with torch. */
function timeTorch(): number | null {
	const script = new URL('torch_lesson.py', import.meta.url).pathname;
	for (const python of ['python3', '/usr/bin/python3']) {
		const { status, stdout } = spawnSync(python, [script, String(STEPS)], { encoding: 'utf8' });
		if (status === 0) return Number(stdout);
	}
	return null;
}

type Contender = () => Promise<number | null>;

async function contendersIn(
	page: Page,
	browser: Browser,
	app: string
): Promise<[string, Contender][]> {
	await page.waitForFunction(() => window.contenders !== undefined);
	const warm = await openApp(browser, app);
	await play(warm);
	return [
		[PLAIN, () => page.evaluate((steps) => window.contenders!.bare(steps), STEPS)],
		// 40 iterations of its 500 are the warm-up: the lesson has no more
		[
			ENGINE,
			async () => (await page.evaluate(() => window.contenders!.engine(459))) * (STEPS / 459)
		],
		[PLAYING, () => play(warm)],
		[FIRST, () => playFirst(browser, app)],
		[TORCH, () => Promise.resolve(timeTorch())]
	];
}

function report(times: ReadonlyMap<string, readonly number[]>, threads: number): void {
	const base = median(times.get(PLAIN)!);
	const what = `${STEPS} steps of lesson 1 on WASM, ${threads} thread(s)`;
	console.log(`\n${what}, median of ${ROUNDS} rounds\n`);
	for (const [name, each] of times) {
		if (each.length === 0) {
			console.log(`${name.padEnd(34)} not here`);
			continue;
		}
		const ms = median(each);
		const spread = `${(Math.min(...each) / STEPS).toFixed(2)}–${(Math.max(...each) / STEPS).toFixed(2)}`;
		const columns = [
			`×${(ms / base).toFixed(2)}`,
			`${(ms / STEPS).toFixed(2)} ms a step`,
			`(${spread})`
		];
		console.log(`${name.padEnd(34)} ${columns.join('  ')}`);
	}
}

/** Measures and prints; `app` serves the built site, `contenders` the page in bench/page. */
export async function speed(browser: Browser, app: string, contenders: string): Promise<void> {
	const page = await browser.newPage();
	page.on('pageerror', (error) => console.error(error.message));
	await page.goto(contenders);
	const runners = await contendersIn(page, browser, app);
	const times = new Map(runners.map(([name]): [string, number[]] => [name, []]));
	for (let round = 0; round < ROUNDS; round++) {
		for (const [name, time] of runners) {
			const ms = await time();
			if (ms !== null) times.get(name)!.push(ms);
		}
	}
	report(times, await page.evaluate(() => window.contenders!.threads));
	for (const each of browser.contexts()) await each.close();
}
