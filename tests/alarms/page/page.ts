/** The engine in a browser, which has a backend that Node has not: checks programs as it is asked to. */
import type { Backend } from '#engine/backends/backend.ts';
import { chooseBackend } from '#engine/backends/choose.ts';
import type { CheckReport } from '#engine/check/report.ts';
import { checked } from '../../support/checked.ts';

export interface Checker {
	/** Says what computes. Rejects where that is not WebGPU. */
	open(): Promise<string>;
	check(source: string, seed: number): Promise<CheckReport | null>;
}

declare global {
	interface Window {
		checker?: Checker;
	}
}

let backend: Backend;

window.checker = {
	async open() {
		const wasmPaths = new URL('/ort/', location.href).href;
		const choice = await chooseBackend('webgpu', { wasmPaths });
		backend = choice.backend;
		if (backend.name !== 'webgpu') throw new Error(JSON.stringify(choice.notes));
		return backend.description;
	},
	check: (source, seed) => checked(source, seed, backend)
};
