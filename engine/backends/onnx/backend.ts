/**
 * What the WASM and WebGPU backends share: one queue, one compiler, values that stay where
 * ORT left them until someone reads them.
 */
import type { Graph } from '../../graph.ts';
import type { BackendName } from '../../trace.ts';
import { tensor, type Tensor, type TensorType } from '../../tensor.ts';
import { BackendError, type Backend, type Value } from '../backend.ts';
import { constantsOf, type Compiler } from './compile.ts';
import { fromOrt, toOrt, type Ort, type OrtTensor } from './ort.ts';
import type { Queue } from './queue.ts';

export interface Parts {
	readonly name: BackendName;
	readonly description: string;
	readonly unitRoundoff: number;
	readonly ort: Ort;
	readonly queue: Queue;
	readonly compiler: Compiler;
	/** Puts a host tensor where sessions take it without another copy. */
	place(tensor: Tensor): OrtTensor;
	/** Absent where every op runs on the backend itself. */
	readonly placement?: Backend['placement'];
	/** Turns what ORT threw into a BackendError. */
	explain(error: unknown, graph?: Graph): BackendError;
	/** Runs once, after the last session is gone. */
	close(): Promise<void>;
}

export function createOnnxBackend(parts: Parts): Backend {
	const { name, description, unitRoundoff, placement, ort, queue, compiler } = parts;
	/** ORT's side of the values of this backend. */
	const held = new WeakMap<Value, OrtTensor>();
	let disposed: Promise<void> | undefined;

	function hold(value: Value, ortTensor: OrtTensor): Value {
		held.set(value, ortTensor);
		return value;
	}

	function computed(type: TensorType, ortTensor: OrtTensor): Value {
		const { shape, dtype } = type;
		let reading: Promise<Tensor> | undefined;
		let released = false;
		const download = async (): Promise<Tensor> => {
			try {
				return { shape, dtype, data: fromOrt(await ortTensor.getData()) };
			} catch (error) {
				throw parts.explain(error);
			}
		};
		const value: Value = {
			shape,
			dtype,
			read: () => (reading ??= download()),
			release() {
				if (released) return;
				released = true;
				// Behind the runs that may still feed on it, and after a download under way.
				void queue(async () => {
					await reading?.catch(() => undefined);
					ortTensor.dispose();
				});
			}
		};
		return hold(value, ortTensor);
	}

	async function feed(value: Value): Promise<OrtTensor> {
		return held.get(value) ?? toOrt(ort, await value.read());
	}

	async function runNow(graph: Graph, feeds: readonly Value[], wanted: readonly number[]) {
		const { session, inputs, constants, outputs } = await compiler.compile(graph, wanted);
		const fed: Record<string, OrtTensor> = {};
		for (const [i, input] of inputs.entries()) fed[input] = await feed(feeds[i]);
		const lifted = constants.length > 0 ? constantTensors(graph) : [];
		for (const [i, constant] of constants.entries()) fed[constant] = toOrt(ort, lifted[i]);
		const results = await session.run(fed);
		return wanted.map((id, i) => computed(graph.nodes[id], results[outputs[i]]));
	}

	return {
		name,
		description,
		unitRoundoff,
		placement,
		async run(graph, feeds, wanted) {
			if (wanted.length === 0) return [];
			return queue(async () => {
				if (disposed) throw new BackendError('this backend has been disposed of', name);
				try {
					return await runNow(graph, feeds, wanted);
				} catch (error) {
					throw error instanceof BackendError ? error : parts.explain(error, graph);
				}
			});
		},
		upload(host) {
			const ortTensor = parts.place(host);
			const value: Value = {
				shape: host.shape,
				dtype: host.dtype,
				read: () => Promise.resolve(host),
				release() {
					if (ortTensor.location !== 'cpu') void queue(async () => ortTensor.dispose());
				}
			};
			return hold(value, ortTensor);
		},
		dispose() {
			disposed ??= queue(async () => {
				await compiler.clear();
				await parts.close();
			});
			return disposed;
		}
	};
}

/** The values of the constant nodes as scalars, in graph order. */
function constantTensors(graph: Graph): Tensor[] {
	const types = graph.nodes.filter((node) => node.op === 'constant');
	return constantsOf(graph).map((value, i) => tensor([value], [], types[i].dtype));
}
