// Serves onnxruntime-web's own wasm files from the app's origin, under ort/: no request may leave it.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { root } from './run.mjs';

const source = `${root}node_modules/onnxruntime-web/dist/`;

/** The files of the three bundles that the app chooses from: wasm, jspi, and webgpu (asyncify). */
const files = ['', '.jspi', '.asyncify'].flatMap((variant) =>
	['mjs', 'wasm'].map((extension) => `ort-wasm-simd-threaded${variant}.${extension}`)
);

/** Bytes of each file by its name, for whoever tells how far a download is. */
export const ortSizes = Object.fromEntries(
	files.map((name) => [name, statSync(source + name).size])
);

/** @returns {import('vite').Plugin} */
export function ortFiles() {
	return {
		name: 'ort-files',
		configureServer(server) {
			server.middlewares.use('/ort', (request, response, next) => {
				const name = (request.url ?? '').replace(/[?#].*/, '').slice(1);
				if (!files.includes(name)) return next();
				const type = name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
				response.setHeader('Content-Type', type);
				createReadStream(source + name).pipe(response);
			});
		},
		generateBundle() {
			if (this.environment.name !== 'client') return;
			for (const name of files) {
				this.emitFile({
					type: 'asset',
					fileName: `ort/${name}`,
					source: readFileSync(source + name)
				});
			}
		}
	};
}
