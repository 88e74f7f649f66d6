/**
 * A backend runs graphs. It is asked for values, not for steps: one `run` may be a whole
 * iteration, several, or a single op; whoever wants times per op runs ops one by one.
 */
import type { Graph, Node } from '../graph.ts';
import type { BackendName } from '../trace.ts';
import type { Tensor, TensorType } from '../tensor.ts';

/** A value that a backend holds, on the host or on its device. */
export interface Value extends TensorType {
	/** Downloads if need be. Rejects with a BackendError if the device is gone. */
	read(): Promise<Tensor>;
	/** Frees device memory; the value must not be used again. Harmless on the host. */
	release(): void;
}

export interface Backend {
	readonly name: BackendName;
	/** In words for the badge: "WebGPU (software: SwiftShader)", "WASM, 1 thread". */
	readonly description: string;
	/** Largest relative rounding error of one float32 operation: 2^-23 on WebGPU, 2^-24 elsewhere. */
	readonly unitRoundoff: number;
	/**
	 * Computes `wanted` (ids of nodes of `graph`) from `feeds` (one per input node, in graph order).
	 * Values come back in the order of `wanted`, resident where the backend keeps them.
	 * Rejects with a BackendError that says whether another backend may help.
	 */
	run(graph: Graph, feeds: readonly Value[], wanted: readonly number[]): Promise<Value[]>;
	/** Where `node` of `graph` is really computed, for a provider that hands some ops to another. */
	placement?(node: Node, graph: Graph): BackendName;
	/** Puts host data where this backend can feed it. */
	upload(tensor: Tensor): Value;
	dispose(): Promise<void>;
}

/**
 * `unsupported`: the backend is fine but cannot do this graph (or exist here at all): another
 * one can. `lost`: the device is gone, and with it every value on it. `failed`: anything else.
 */
export type FailureReason = 'failed' | 'lost' | 'unsupported';

export class BackendError extends Error {
	override readonly name = 'BackendError';
	constructor(
		message: string,
		readonly backend: BackendName,
		readonly reason: FailureReason = 'failed',
		options?: ErrorOptions
	) {
		super(message, options);
	}

	get unsupported(): boolean {
		return this.reason === 'unsupported';
	}
}
