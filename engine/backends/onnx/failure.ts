/** What ORT throws → BackendError. */
import type { Graph } from '../../graph.ts';
import type { BackendName } from '../../trace.ts';
import { BackendError } from '../backend.ts';

/** ORT's NOT_IMPLEMENTED: no provider has a kernel for an op in this dtype. */
const NO_KERNEL = /ERROR_CODE: 9\b/;

/** Reason `unsupported` where ORT lacks a kernel for `graph`, else `failed`; keeps the cause. */
export function failureOf(cause: unknown, backend: BackendName, graph?: Graph): BackendError {
	if (cause instanceof BackendError) return cause;
	const message = cause instanceof Error ? cause.message : String(cause);
	if (!NO_KERNEL.test(message)) return new BackendError(message, backend, 'failed', { cause });
	return graph && usesFloat64(graph)
		? onlyOnReference(backend, cause)
		: new BackendError(message, backend, 'unsupported', { cause });
}

export function usesFloat64(graph: Graph): boolean {
	return graph.nodes.some((node) => node.dtype === 'float64');
}

export function onlyOnReference(backend: BackendName, cause?: unknown): BackendError {
	const message = 'float64 runs on the reference backend only';
	return new BackendError(message, backend, 'unsupported', { cause });
}
