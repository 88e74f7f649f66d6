/**
 * Which backend serves: the one asked for if it can, else the next, with notes that say why.
 * Order: WebGPU on real hardware, WASM, reference.
 */
import type { BackendName } from '../trace.ts';
import { BackendError, type Backend } from './backend.ts';
import { findAdapter, showAdapter, type AdapterSearch } from './onnx/adapter.ts';
import type { OrtOptions } from './onnx/ort.ts';
import { createWasmBackend } from './onnx/wasm.ts';
import { createWebGpuBackend } from './onnx/webgpu.ts';
import { createReferenceBackend } from './reference.ts';
import { selfTest, type Fault } from './self-test.ts';

/**
 * Why a backend was not taken, as data that the view puts into words; `detail` is for the
 * curious (an adapter's name, an error's message) and stays untranslated.
 *
 * `software-adapter`: WebGPU works here, but on the processor, more slowly than WASM; a user
 * who asks for it by name gets it. `lost` is for callers that leave a device that went away.
 * `…-wrong`: it works, and computes wrongly, as `fault` says.
 */
export interface BackendNote {
	readonly kind:
		| 'no-webgpu'
		| 'no-adapter'
		| 'software-adapter'
		| 'webgpu-failed'
		| 'webgpu-wrong'
		| 'wasm-failed'
		| 'wasm-wrong'
		| 'lost';
	readonly detail: string;
	readonly fault?: Fault;
}

export interface Choice {
	readonly backend: Backend;
	readonly notes: readonly BackendNote[];
}

/** How each backend is made; the default is the real thing. */
export interface Makers {
	findAdapter(): Promise<AdapterSearch>;
	webgpu(options: OrtOptions): Promise<Backend>;
	wasm(options: OrtOptions): Promise<Backend>;
	reference(): Backend;
}

const MAKERS: Makers = {
	findAdapter: () => findAdapter(),
	webgpu: createWebGpuBackend,
	wasm: createWasmBackend,
	reference: createReferenceBackend
};

/**
 * Makes the backend `wanted`, or the next that works. Never rejects: the reference always
 * runs. Dispose of the previous backend first (see createWebGpuBackend).
 */
export async function chooseBackend(
	wanted: 'auto' | BackendName,
	options: OrtOptions = {},
	makers: Makers = MAKERS
): Promise<Choice> {
	const notes: BackendNote[] = [];
	if (wanted === 'reference') return { backend: makers.reference(), notes };
	if (wanted !== 'wasm') {
		const backend = await tryWebGpu(wanted === 'webgpu', options, makers, notes);
		if (backend) return { backend, notes };
	}
	try {
		const backend = await proven(await makers.wasm(options), 'wasm-wrong', notes);
		if (backend) return { backend, notes };
	} catch (error) {
		notes.push({ kind: 'wasm-failed', detail: detailOf(error) });
	}
	return { backend: makers.reference(), notes };
}

/** Null, and a note, where the backend computes wrongly. */
async function proven(
	backend: Backend,
	kind: BackendNote['kind'],
	notes: BackendNote[]
): Promise<Backend | null> {
	let serves = false;
	try {
		const fault = await selfTest(backend);
		if (fault) notes.push({ kind, detail: backend.description, fault });
		serves = fault === null;
	} finally {
		if (!serves) await backend.dispose();
	}
	return serves ? backend : null;
}

async function tryWebGpu(
	asked: boolean,
	options: OrtOptions,
	makers: Makers,
	notes: BackendNote[]
): Promise<Backend | null> {
	const found = await makers.findAdapter();
	const unfit = asked ? unusable(found) : (unusable(found) ?? software(found));
	if (unfit) {
		notes.push(unfit);
		return null;
	}
	try {
		return await proven(await makers.webgpu(options), 'webgpu-wrong', notes);
	} catch (error) {
		const kind =
			error instanceof BackendError && error.reason === 'lost' ? 'lost' : 'webgpu-failed';
		notes.push({ kind, detail: detailOf(error) });
		return null;
	}
}

function unusable(found: AdapterSearch): BackendNote | null {
	if (found.kind === 'no-webgpu') return { kind: 'no-webgpu', detail: 'navigator.gpu is absent' };
	return found.kind === 'no-adapter' ? found : null;
}

function software(found: AdapterSearch): BackendNote | null {
	if (found.kind !== 'software') return null;
	return { kind: 'software-adapter', detail: showAdapter(found.info) };
}

function detailOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
