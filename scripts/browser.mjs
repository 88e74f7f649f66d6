// Finds a Chromium for the tests, or gets one: the system's, else Playwright's, else the package manager's.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { run, runPackage } from './run.mjs';

/** The sandbox needs rights that containers lack, and a test browser should talk to nobody else. */
export const browserArgs = [
	'--no-sandbox',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/** WebGPU on any machine: without a GPU, Chromium then offers its software adapter. */
export const webgpuArgs = ['--enable-unsafe-webgpu'];

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const macPaths = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/** @returns {string | undefined} the path of a Chromium that this system has */
function findSystemBrowser() {
	const { CHROME_PATH, PATH = '', PROGRAMFILES = '', LOCALAPPDATA = '' } = process.env;
	if (CHROME_PATH) return CHROME_PATH;
	if (process.platform === 'darwin') return macPaths.find(existsSync);
	if (process.platform === 'win32') {
		return [PROGRAMFILES, process.env['PROGRAMFILES(X86)'] ?? '', LOCALAPPDATA]
			.map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'))
			.find(existsSync);
	}
	return PATH.split(delimiter)
		.flatMap((folder) => names.map((name) => join(folder, name)))
		.find((path) => existsSync(path) && starts(path));
}

/** @returns {Promise<string | undefined>} the path of Playwright's own Chromium, if it can start */
async function findPlaywrightBrowser() {
	const { chromium } = await import('playwright');
	const path = chromium.executablePath();
	return existsSync(path) && starts(path) ? path : undefined;
}

/**
 * Whether a browser can start at all: one without its system libraries, or a stub that only
 * advertises a snap, cannot.
 * @param {string} path
 */
function starts(path) {
	if (process.platform !== 'linux') return true;
	return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/** @returns {Promise<string | undefined>} */
export async function findBrowser() {
	return findSystemBrowser() ?? (await findPlaywrightBrowser());
}

/** @returns {Promise<string>} the path of a Chromium, installed if there was none */
export async function ensureBrowser() {
	const found = await findBrowser();
	if (found) return found;
	console.log('No Chromium here; getting one for the tests…');
	await runPackage('playwright/cli.js', ['install', '--no-shell', 'chromium']);
	const downloaded = await findPlaywrightBrowser();
	if (downloaded) return downloaded;
	await installWithApt();
	const installed = findSystemBrowser();
	if (installed) return installed;
	throw new Error('No Chromium could be installed: install one and set CHROME_PATH to it.');
}

async function installWithApt() {
	if (process.platform !== 'linux') return;
	// without a terminal sudo must not ask
	const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
	for (const args of [['update'], ['install', '-y', 'chromium']]) {
		const [command = '', ...rest] = [...sudo, 'apt-get', ...args];
		await run(command, rest);
	}
}
