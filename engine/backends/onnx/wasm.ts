/** ONNX Runtime's CPU kernels in WebAssembly; runs in browsers, workers and Node. */
import type { Backend } from '../backend.ts';
import { createOnnxBackend } from './backend.ts';
import { createCompiler } from './compile.ts';
import { failureOf } from './failure.ts';
import { freeWasm, loadOrt, SESSION_OPTIONS, toOrt } from './ort.ts';
import type { OrtOptions, SessionOptions } from './ort.ts';
import { proveItRuns } from './probe.ts';
import { createQueue } from './queue.ts';

/**
 * Loads ORT's wasm bundle and compiles a first session, so that a missing file shows here.
 * Rejects with a BackendError if either fails.
 */
export async function createWasmBackend(options: OrtOptions = {}): Promise<Backend> {
	const ort = await loadOrt('wasm', options).catch((error: unknown) => {
		throw failureOf(error, 'wasm');
	});
	const sessionOptions: SessionOptions = { ...SESSION_OPTIONS, executionProviders: ['wasm'] };
	const compiler = createCompiler(({ bytes }) =>
		ort.InferenceSession.create(bytes, sessionOptions)
	);
	const threads = ort.env.wasm.numThreads ?? 1;
	const backend = createOnnxBackend({
		name: 'wasm',
		description: `WASM · ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
		unitRoundoff: 2 ** -24,
		ort,
		queue: createQueue(),
		compiler,
		place: (tensor) => toOrt(ort, tensor),
		explain: (error, graph) => failureOf(error, 'wasm', graph),
		close: () => Promise.resolve()
	});
	await proveItRuns(backend);
	freeWasm(ort);
	return backend;
}
