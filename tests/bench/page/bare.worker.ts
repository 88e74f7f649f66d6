/** The peer: one ORT session with one step of the lesson, run again and again, loss read each time. */
import { expose } from 'comlink';
import { createReferenceBackend, createSession } from '#engine';
import { lower } from '#engine/backends/onnx/lower.ts';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';

type Ort = typeof import('onnxruntime-web/wasm');

interface Step {
	readonly session: InferenceSession;
	readonly feeds: Record<string, OrtTensor>;
	readonly loss: string;
	/** Output name → the input that it replaces in the next step. */
	readonly carried: readonly (readonly [output: string, input: string])[];
}

let prepared: Promise<Step> | undefined;

async function prepare(source: string, threads: number): Promise<Step> {
	const ort: Ort = await import('onnxruntime-web/wasm');
	ort.env.wasm.numThreads = threads;
	ort.env.wasm.wasmPaths = new URL('/ort/', self.location.href).href;
	const options = { seed: 0, dtype: 'float32' } as const;
	const trace = await (await createSession(source, options, createReferenceBackend())).trace(0);
	if (!trace || trace.loss === null) throw new Error('the lesson has no loss');
	const updates = ['w1', 'w2'].map((name) => {
		const bound = trace.bindings.filter((binding) => binding.name === name);
		return { before: bound[0].node, after: bound[bound.length - 1].node };
	});
	const wanted = [trace.loss, ...updates.map(({ after }) => after)];
	const { bytes, inputs, outputs } = lower(trace.graph, wanted);
	const leaves = trace.graph.nodes.filter((node) => node.op === 'input').map(({ id }) => id);
	const feeds = Object.fromEntries(
		leaves.map((id, i) => {
			const { data, shape } = trace.values[id];
			return [inputs[i], new ort.Tensor('float32', data as Float32Array, [...shape])];
		})
	);
	const carried = updates.map(
		({ before }, i) => [outputs[i + 1], inputs[leaves.indexOf(before)]] as const
	);
	const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
	return { session, feeds, loss: outputs[0], carried };
}

const bareLoop = {
	/** ms for `steps` steps, after a warm-up. */
	async run(source: string, steps: number, threads: number): Promise<number> {
		prepared ??= prepare(source, threads);
		const { session, feeds, loss, carried } = await prepared;
		const losses: number[] = [];
		let now = { ...feeds };
		const step = async () => {
			const out = await session.run(now);
			losses.push(Number(out[loss].data[0]));
			now = { ...now };
			for (const [output, input] of carried) now[input] = out[output];
		};
		for (let i = 0; i < 40; i++) await step();
		const start = performance.now();
		for (let i = 0; i < steps; i++) await step();
		const ms = performance.now() - start;
		if (losses.length !== steps + 40 || !(losses[steps - 1] < losses[0])) {
			throw new Error('the bare loop does not train');
		}
		return ms;
	}
};

export type BareLoop = typeof bareLoop;
expose(bareLoop);
