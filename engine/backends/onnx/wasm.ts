/** ONNX Runtime's CPU kernels in WebAssembly; runs in browsers, workers and Node. */
import type { Graph } from '../../graph.ts';
import { BackendError, type Backend } from '../backend.ts';
import { createOnnxBackend } from './backend.ts';
import { createCompiler } from './compile.ts';
import { loadOrt, SESSION_OPTIONS, toOrt } from './ort.ts';
import type { OrtOptions, SessionOptions } from './ort.ts';
import { proveItRuns } from './probe.ts';
import { createQueue } from './queue.ts';

/**
 * Loads ORT's wasm bundle and compiles a first session, so that a missing file shows here.
 * Rejects with a BackendError if either fails.
 */
export async function createWasmBackend(options: OrtOptions = {}): Promise<Backend> {
	const ort = await loadOrt('wasm', options).catch((error: unknown) => {
		throw explain(error);
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
		explain,
		close: () => Promise.resolve()
	});
	await proveItRuns(backend);
	return backend;
}

function explain(cause: unknown, graph?: Graph): BackendError {
	if (graph?.nodes.some((node) => node.dtype === 'float64')) {
		const message = 'float64 runs on the reference backend only';
		return new BackendError(message, 'wasm', 'unsupported', { cause });
	}
	const message = cause instanceof Error ? cause.message : String(cause);
	return new BackendError(message, 'wasm', 'failed', { cause });
}
