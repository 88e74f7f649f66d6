// Serves the built site (build/) as a plain static host does, so that tests and readers see what is deployed.
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import { isolation } from './isolation.mjs';
import { root } from './run.mjs';

/**
 * @param {{ port: number, strictPort?: boolean }} options without strictPort: the next free port
 * @returns {Promise<string>} the address
 */
export async function serve({ port, strictPort = false }) {
	if (!existsSync(`${root}build/index.html`)) {
		throw new Error('There is no build to serve: run `npm run build` first.');
	}
	const server = await preview({
		configFile: false,
		root,
		// not a single-page app: an unknown address is a 404 here as it is on the real host
		appType: 'mpa',
		build: { outDir: 'build' },
		plugins: [notFoundPage()],
		preview: { host: '127.0.0.1', port, strictPort, headers: isolation }
	});
	const [url] = server.resolvedUrls?.local ?? [];
	if (url === undefined) throw new Error('The server has no address.');
	return url;
}

/**
 * Answers unknown addresses with the site's own 404 page.
 * @returns {import('vite').Plugin}
 */
function notFoundPage() {
	return {
		name: 'not-found-page',
		configurePreviewServer: (server) => () => {
			server.middlewares.use((request, response, next) => {
				const path = decodeURI((request.url ?? '/').replace(/[?#].*/, ''));
				if (existsSync(`${root}build${path}`)) return next();
				response.writeHead(404, { 'Content-Type': 'text/html', ...isolation });
				response.end(readFileSync(`${root}build/404.html`));
			});
		}
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { PORT } = process.env;
	const url = await serve({ port: Number(PORT ?? 4173), strictPort: PORT !== undefined });
	console.log(`Backprop Explorer is at ${url}`);
}
