// Compiles the text catalogues (src/messages/*.json) into typed functions, by hand or while Vite runs.
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { root, run } from './run.mjs';

const script = fileURLToPath(import.meta.url);
const folder = `${root}src/messages/`;
const output = `${folder}compiled/messages.js`;

/**
 * The pages are prerendered once, in English, and the language is a matter of the reader's own
 * browser: no locale in the address, no cookie.
 */
const options = {
	project: './project.inlang',
	outdir: './src/messages/compiled',
	strategy: /** @type {('localStorage' | 'preferredLanguage' | 'baseLocale')[]} */ ([
		'localStorage',
		'preferredLanguage',
		'baseLocale'
	]),
	// src/app.html reads the same key before the first paint
	localStorageKey: 'backprop-explorer:locale'
};

/**
 * A stand-in for the compiler's own Vite plugin, whose watchdog timers would hold every build and
 * test run for half a minute: the compiler runs in a process of its own, and only when needed.
 * @returns {import('vite').Plugin}
 */
export function messages() {
	return {
		name: 'messages',
		async buildStart() {
			if (!isCompiled()) await compileApart();
		},
		configureServer(server) {
			server.watcher.on('change', (path) => {
				if (isCatalogue(path)) void compileApart();
			});
		}
	};
}

async function compileApart() {
	const code = await run(process.execPath, [script]);
	if (code !== 0) throw new Error('The text catalogues did not compile: see above.');
}

/** @param {string} path */
function isCatalogue(path) {
	return path.startsWith(folder) && path.endsWith('.json');
}

function isCompiled() {
	if (!existsSync(output)) return false;
	const { mtimeMs } = statSync(output);
	return readdirSync(folder)
		.map((name) => folder + name)
		.filter(isCatalogue)
		.concat(script, `${root}project.inlang/settings.json`)
		.every((path) => statSync(path).mtimeMs <= mtimeMs);
}

if (process.argv[1] === script) {
	const { compile } = await import('@inlang/paraglide-js');
	await compile(options);
	// files that come out the same are not written again, and yet they are up to date now
	utimesSync(output, new Date(), new Date());
	process.exit();
}
