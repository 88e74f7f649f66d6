// How the text catalogues (src/messages/*.json) become typed functions; run by hand, it compiles them.
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { compile } from '@inlang/paraglide-js';

/**
 * The pages are prerendered once, in English, and the language is a matter of the reader's own
 * browser: no locale in the address, no cookie.
 * @satisfies {Parameters<typeof compile>[0]}
 */
export const messages = {
	project: './project.inlang',
	outdir: './src/messages/compiled',
	// one shape for every way of compiling, or each would undo the other's work
	outputStructure: 'message-modules',
	strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
	// src/app.html reads the same key before the first paint
	localStorageKey: 'backprop-explorer:locale'
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await compile(messages);
