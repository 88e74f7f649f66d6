/** For tests of files in and out: traces of lessons, bounds for another machine's numbers, ONNX sessions, Python. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Backend } from '../../engine/backends/backend.ts';
import { fromOrt, loadOrt, SESSION_OPTIONS, toOrt } from '../../engine/backends/onnx/ort.ts';
import { createReferenceBackend } from '../../engine/backends/reference.ts';
import { applyBounded, exact, wideTensor } from '../../engine/check/bounded.ts';
import type { Bounded } from '../../engine/ops/op.ts';
import { createSession, type LessonOptions } from '../../engine/session.ts';
import { full, tensor, type DType, type Tensor } from '../../engine/tensor.ts';
import type { Trace } from '../../engine/trace.ts';

export async function traceOf(
	source: string,
	options: Partial<LessonOptions> = {},
	k = 0,
	backend: Backend = createReferenceBackend()
): Promise<Trace> {
	const session = await createSession(source, { seed: 0, dtype: 'float32', ...options }, backend);
	const trace = await session.trace(k);
	if (!trace) throw new Error(`there is no iteration ${k}`);
	return trace;
}

/** The exact values of the trace's nodes, each with how far float32 arithmetic may have taken it. */
export function boundedValues({ graph, values }: Trace, u = 2 ** -24): Bounded[] {
	const found: Bounded[] = [];
	for (const node of graph.nodes) {
		const { id, op, attrs, dtype } = node;
		// a constant as the trace's dtype holds it
		if (op === 'constant') found.push(exact(wideTensor(full([], attrs.value as number, dtype))));
		else if (op === 'input') found.push(exact(wideTensor(values[id])));
		else
			found.push(
				applyBounded(
					node,
					node.inputs.map((input) => found[input]),
					u
				)
			);
	}
	return found;
}

/** What ONNX Runtime, on its own, makes of a model. */
export async function runModel(
	bytes: Uint8Array,
	feeds: Readonly<Record<string, Tensor>>
): Promise<Record<string, Tensor>> {
	const ort = await loadOrt('wasm', {});
	const session = await ort.InferenceSession.create(bytes, {
		...SESSION_OPTIONS,
		executionProviders: ['wasm']
	});
	const fed = Object.entries(feeds).map(([name, value]) => [name, toOrt(ort, value)] as const);
	const results = await session.run(Object.fromEntries(fed));
	const read = Object.entries(results).map(([name, value]): [string, Tensor] => [
		name,
		{ shape: value.dims, dtype: value.type as DType, data: fromOrt(value.data) }
	]);
	await session.release();
	return Object.fromEntries(read);
}

interface Described {
	readonly shape: readonly number[];
	readonly dtype: string;
	readonly data: readonly (number | string | boolean)[];
}

/** A model of tests/fixtures/onnx with inputs, and what PyTorch or numpy makes of them. */
export function fixture(name: string) {
	const path = `tests/fixtures/onnx/${name}`;
	const text: unknown = JSON.parse(readFileSync(`${path}.json`, 'utf8'));
	const { inputs, outputs } = text as Record<'inputs' | 'outputs', Record<string, Described>>;
	return { bytes: modelBytes(name), inputs: tensorsOf(inputs), outputs: tensorsOf(outputs) };
}

export function modelBytes(name: string): Uint8Array {
	return new Uint8Array(readFileSync(`tests/fixtures/onnx/${name}.onnx`));
}

function tensorsOf(all: Readonly<Record<string, Described>>): Record<string, Tensor> {
	const entries = Object.entries(all).map(([name, { shape, dtype, data }]) => {
		const type = dtype === 'int64' || dtype === 'bool' ? dtype : 'float32';
		return [name, tensor(data.map(Number), shape, type)] as const;
	});
	return Object.fromEntries(entries);
}

/** Whether a Python with these modules is at hand. */
export function hasPython(...modules: readonly string[]): boolean {
	return python(`import ${modules.join(', ')}`).status === 0;
}

export function python(source: string, args: readonly string[] = []) {
	const { status, stdout, stderr } = spawnSync('python3', ['-c', source, ...args], {
		encoding: 'utf8',
		env: { ...process.env, PATH: `/usr/bin:${process.env.PATH ?? ''}` }
	});
	return { status, stdout, stderr };
}
