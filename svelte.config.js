import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';

/**
 * The page template's own inline scripts: SvelteKit adds hashes only for those it writes itself.
 * @returns {`sha256-${string}`[]}
 */
function templateScriptHashes() {
	const template = readFileSync(new URL('src/app.html', import.meta.url), 'utf8');
	return [...template.matchAll(/<script>([^]*?)<\/script>/g)].map(
		([, script = '']) =>
			/** @type {const} */ (`sha256-${createHash('sha256').update(script).digest('base64')}`)
	);
}

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ fallback: '404.html', strict: true }),
		files: { routes: 'routes' },
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['none'],
				'script-src': ['self', 'wasm-unsafe-eval', ...templateScriptHashes()],
				'style-src': ['self'],
				// formulas (KaTeX) and positions in the picture are style attributes
				'style-src-attr': ['unsafe-inline'],
				'img-src': ['self', 'data:', 'blob:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'worker-src': ['self'],
				'manifest-src': ['self'],
				'base-uri': ['none'],
				'form-action': ['none']
			}
		}
	}
};
