// Cross-origin isolation for every server of ours: onnxruntime-web may then use threads. It is a gift,
// not a need: on a host without these headers it runs on one thread.

/** @type {Record<string, string>} */
export const isolation = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'require-corp'
};

/**
 * For `vite dev`, whose own `server.headers` miss the pages, which SvelteKit answers.
 * @returns {import('vite').Plugin}
 */
export function isolate() {
	return {
		name: 'isolate',
		configureServer(server) {
			server.middlewares.use((_request, response, next) => {
				for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value);
				next();
			});
		}
	};
}
