/**
 * `npm run screenshots`: every scene at every size in both themes, into screenshots/, to be looked
 * at. `npm run screenshots -- both gate` makes only those scenes, SIZES=390x844 only that size.
 */
import { mkdirSync } from 'node:fs';
import { chromium, type Browser } from 'playwright';
import { browserArgs, ensureBrowser } from '../../scripts/browser.mjs';
import { runPackage } from '../../scripts/run.mjs';
import { serve } from '../../scripts/serve.mjs';
import { Workbench } from '../e2e/support/workbench.ts';
import { SCENES, type SceneName } from '../e2e/support/scenes.ts';

const SIZES = (process.env.SIZES ?? '390x844 1024x768 1440x900 1920x1080').split(' ');
const THEMES = ['light', 'dark'] as const;
const FOLDER = new URL('../../screenshots/', import.meta.url).pathname;

const names = Object.keys(SCENES) as SceneName[];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(names as string[]).includes(name));
if (unknown.length > 0) {
	console.error(`There is no scene ${unknown.join(', ')}; there is ${names.join(', ')}.`);
	process.exit(2);
}

async function shoot(
	browser: Browser,
	baseURL: string,
	name: SceneName,
	size: string,
	colorScheme: (typeof THEMES)[number]
): Promise<void> {
	const [width, height] = size.split('x').map(Number);
	const hasTouch = width < 760;
	const context = await browser.newContext({
		baseURL,
		colorScheme,
		hasTouch,
		viewport: { width, height }
	});
	const page = await context.newPage();
	page.setDefaultTimeout(60_000);
	page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
	await SCENES[name](new Workbench(page));
	await page.screenshot({ path: `${FOLDER}${name}-${size}-${colorScheme}.png` });
	await context.close();
}

const executablePath = await ensureBrowser();
if (
	!process.env.NOBUILD &&
	(await runPackage('vite/bin/vite.js', ['build', '--logLevel', 'warn'])) !== 0
)
	process.exit(1);
mkdirSync(FOLDER, { recursive: true });
const url = await serve({ port: 4195 });
const browser = await chromium.launch({ executablePath, args: browserArgs });
let failed = 0;
for (const name of names.filter((each) => asked.length === 0 || asked.includes(each))) {
	for (const size of SIZES) {
		for (const theme of THEMES) {
			try {
				await shoot(browser, url, name, size, theme);
			} catch (error) {
				failed++;
				console.error(`${name} ${size} ${theme}: ${String(error)}`);
			}
		}
	}
	console.log(name);
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
