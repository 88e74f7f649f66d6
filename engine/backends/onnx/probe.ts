/** The least graph there is, run once to see whether a backend works at all. */
import type { Graph } from '../../graph.ts';
import { tensor } from '../../tensor.ts';
import { BackendError, type Backend } from '../backend.ts';

/** One float32 scalar, in and out. */
export const SCALAR: Graph = {
	nodes: [{ id: 0, op: 'input', inputs: [], attrs: {}, needsGrad: [], shape: [], dtype: 'float32' }]
};

/** Rejects as `run` does, or if the scalar comes back changed; the backend is then disposed of. */
export async function proveItRuns(backend: Backend): Promise<void> {
	try {
		const fed = backend.upload(tensor([1], [], 'float32'));
		const [result] = await backend.run(SCALAR, [fed], [0]);
		const { data } = await result.read();
		result.release();
		fed.release();
		if (data[0] !== 1) throw new BackendError(`a copy of 1 came back as ${data[0]}`, backend.name);
	} catch (error) {
		await backend.dispose();
		throw error;
	}
}
