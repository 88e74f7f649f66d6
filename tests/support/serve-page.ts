/** Serves a page of the tests' own, whose modules import the engine as it stands in the tree. */
import { createServer, defaultClientConditions } from 'vite';
import { isolate } from '../../scripts/isolation.mjs';
import { ortFiles } from '../../scripts/ort-files.mjs';

/** `folder` from the root of the project. Call it before anything serves the build. */
export async function servePage(folder: string): Promise<string> {
	const root = new URL('../../', import.meta.url).pathname;
	const server = await createServer({
		configFile: false,
		root: `${root}${folder}`,
		plugins: [isolate(), ortFiles()],
		resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
		optimizeDeps: { exclude: ['onnxruntime-web'] },
		server: { host: '127.0.0.1', fs: { allow: [root] }, hmr: false },
		worker: { format: 'es' },
		logLevel: 'error'
	});
	await server.listen(0);
	return server.resolvedUrls!.local[0];
}
