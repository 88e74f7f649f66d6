/**
 * The only importer of onnxruntime-web: loads one of its bundles when it is asked for, and
 * turns our tensors into ORT's and back.
 *
 * `wasm`: 14 MB, no WebGPU. `jspi`: 17 MB with WebGPU, needs JavaScript Promise Integration.
 * `webgpu`: 27 MB, the same through Asyncify, for browsers without it.
 */
import type { Data, Tensor } from '../../tensor.ts';
import { download, type Download } from './download.ts';

export type Ort = typeof import('onnxruntime-web/wasm');
export type OrtTensor = import('onnxruntime-web/wasm').Tensor;
export type OrtSession = import('onnxruntime-web/wasm').InferenceSession;
export type SessionOptions = import('onnxruntime-web/wasm').InferenceSession.SessionOptions;
export type Bundle = 'wasm' | 'jspi' | 'webgpu';

export interface OrtOptions {
	/** Folder (URL ending in `/`) of ORT's .mjs and .wasm files; absent in Node: the package's own. */
	readonly wasmPaths?: string;
	/**
	 * Threads of ORT's CPU kernels; counts only in a cross-origin isolated page, and only the
	 * first time a bundle is loaded. Default 1. Another count may sum in another order.
	 */
	readonly threads?: number;
	/** Hears how far the download of the wasm is. Without it, or without `wasmPaths`, ORT loads it itself. */
	readonly onDownload?: (download: Download) => void;
	/** Bytes of the files in `wasmPaths`, by name, where they are known. */
	readonly sizes?: Readonly<Record<string, number>>;
}

const WASM_FILES: Readonly<Record<Bundle, string>> = {
	wasm: 'ort-wasm-simd-threaded.wasm',
	jspi: 'ort-wasm-simd-threaded.jspi.wasm',
	webgpu: 'ort-wasm-simd-threaded.asyncify.wasm'
};

/**
 * Unoptimised, so that a fused run calls the very kernels of a run op by op and gives the
 * same bits whatever the graph. Measured on the lesson's step: the levels differ by 2 to 4 %
 * (10 % at tiny sizes), Gemm for transpose and product gains no more, and all of them
 * happened to be bit-identical there.
 */
export const SESSION_OPTIONS: SessionOptions = {
	graphOptimizationLevel: 'disabled',
	logSeverityLevel: 3
};

/** Imports and configures a bundle. Rejects with what the import throws (a failed download). */
export async function loadOrt(bundle: Bundle, options: OrtOptions): Promise<Ort> {
	const ort = await importBundle(bundle);
	if (options.wasmPaths !== undefined) ort.env.wasm.wasmPaths = options.wasmPaths;
	await fetchWasm(ort, bundle, options);
	// ORT starts its threads once per module: the first count holds, and `numThreads` keeps saying it.
	ort.env.wasm.numThreads ??= threadCount(options);
	// ORT's warnings tell of kernels on its CPU provider; `placement` says that in our words.
	ort.env.logLevel = 'error';
	return ort;
}

/** Once per bundle, which starts but once: `freeWasm` leaves nothing of it, and no second wish for it. */
async function fetchWasm(ort: Ort, bundle: Bundle, options: OrtOptions): Promise<void> {
	const { wasmPaths, onDownload, sizes } = options;
	if (wasmPaths === undefined || !onDownload) return;
	const file = WASM_FILES[bundle];
	ort.env.wasm.wasmBinary ??= await download(wasmPaths + file, onDownload, sizes?.[file]);
}

/** Gives up the wasm's bytes when ORT has compiled them. */
export function freeWasm(ort: Ort): void {
	if (ort.env.wasm.wasmBinary) ort.env.wasm.wasmBinary = new ArrayBuffer(0);
}

/** More than one thread needs SharedArrayBuffer, so a cross-origin isolated page or worker. */
function threadCount({ threads = 1 }: OrtOptions): number {
	const scope: { crossOriginIsolated?: boolean } = globalThis;
	return scope.crossOriginIsolated === true ? Math.max(1, threads) : 1;
}

/**
 * The bundle that carries WebGPU here. Asked before importing: a failed import of `jspi`
 * leaves its module instance broken for the CPU provider too.
 */
export function webGpuBundle(): Bundle {
	return 'Suspending' in WebAssembly ? 'jspi' : 'webgpu';
}

export function toOrt(ort: Ort, { dtype, shape, data }: Tensor): OrtTensor {
	switch (dtype) {
		case 'float32':
			return new ort.Tensor(dtype, data as Float32Array, shape);
		case 'float64':
			return new ort.Tensor(dtype, data as Float64Array, shape);
		case 'bool':
			return new ort.Tensor(dtype, data as Uint8Array, shape);
		case 'int64':
			return new ort.Tensor(dtype, BigInt64Array.from(data, BigInt), shape);
	}
}

/** The host data of an ORT tensor; int64 comes back as float64, exact to 2^53. */
export function fromOrt(data: OrtTensor['data']): Data {
	if (data instanceof BigInt64Array) return Float64Array.from(data, Number);
	return data as Data;
}

function importBundle(bundle: Bundle): Promise<Ort> {
	switch (bundle) {
		case 'wasm':
			return import('onnxruntime-web/wasm');
		case 'jspi':
			return import('onnxruntime-web/jspi');
		case 'webgpu':
			return import('onnxruntime-web/webgpu');
	}
}
