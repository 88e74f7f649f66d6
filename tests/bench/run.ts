/**
 * `npm run bench`: how fast the lesson trains beside named peers, what the engine itself costs an
 * op, how smoothly the page plays, how long a layout takes, and what is left in memory.
 * `npm run bench -- frames memory` runs a part.
 */
import { chromium } from 'playwright';
import { browserArgs, ensureBrowser } from '../../scripts/browser.mjs';
import { runPackage } from '../../scripts/run.mjs';
import { serve } from '../../scripts/serve.mjs';
import { servePage } from '../support/serve-page.ts';
import { frames } from './frames.ts';
import { layouts } from './layouts.ts';
import { memory } from './memory.ts';
import { overhead } from './overhead.ts';
import { speed } from './speed.ts';

const PARTS = ['overhead', 'speed', 'frames', 'layouts', 'memory'] as const;
/** They need no browser, and no build. */
const PLAIN = new Set<string>(['overhead', 'layouts']);
const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !(PARTS as readonly string[]).includes(part));
if (unknown.length > 0) {
	console.error(`There is no ${unknown.join(', ')} to measure; there is ${PARTS.join(', ')}.`);
	process.exit(2);
}
const wants = (part: (typeof PARTS)[number]) => asked.length === 0 || asked.includes(part);

if (wants('overhead')) await overhead();
if (wants('layouts')) await layouts();
if (asked.length > 0 && asked.every((part) => PLAIN.has(part))) process.exit(0);

const executablePath = await ensureBrowser();
if (
	!process.env.NOBUILD &&
	(await runPackage('vite/bin/vite.js', ['build', '--logLevel', 'warn'])) !== 0
)
	process.exit(1);
// before the preview server, which would make this one a production server too
const contenders = wants('speed') ? await servePage('tests/bench/page') : '';
const app = await serve({ port: 4190 });
const browser = await chromium.launch({ executablePath, args: browserArgs });
try {
	if (wants('speed')) await speed(browser, app, contenders);
	if (wants('frames')) await frames(browser, app);
	if (wants('memory')) await memory(browser, app);
} finally {
	await browser.close();
}
process.exit(0);
