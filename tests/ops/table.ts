/**
 * The table of which op runs where, from what ONNX Runtime does with samples of every row: their
 * lowering, a session on WASM, and for WebGPU the placement that was read from its log.
 */
import fc from 'fast-check';
import { format, resolveConfig } from 'prettier';
import { BackendError, type Backend } from '../../engine/backends/backend.ts';
import { IR_VERSION, OPSET } from '../../engine/backends/onnx/encode.ts';
import { lower } from '../../engine/backends/onnx/lower.ts';
import { placementOnWebGpu } from '../../engine/backends/onnx/placement.ts';
import { createWasmBackend } from '../../engine/backends/onnx/wasm.ts';
import { readModel } from '../../engine/exchange/onnx/model.ts';
import { opTable } from '../../engine/ops/index.ts';
import type { OpName } from '../../engine/ops/op.ts';
import { ShapeError } from '../../engine/shape.ts';
import type { DType } from '../../engine/tensor.ts';
import { callsOf, type Call } from '../engine/onnx/samples.ts';

/** Calls of a row that are lowered, and of each dtype those that are run as well. */
const SAMPLES = 30;
const RUNS = 4;
const SEED = 1;

/** `WebGPU`, `WASM` or `TypeScript`; a dash where the op does not take the dtype. */
type Place = 'WebGPU' | 'WASM' | 'TypeScript' | '–';

interface Row {
	readonly op: OpName;
	readonly operators: readonly string[];
	readonly places: readonly Place[];
}

/** `docs/ops.md`, formatted. */
export async function createTable(): Promise<string> {
	const backend = await createWasmBackend();
	try {
		const rows: Row[] = [];
		for (const op of Object.keys(opTable) as OpName[]) rows.push(await rowOf(op, backend));
		const options = await resolveConfig('docs/ops.md');
		return await format(write(rows), { ...options, parser: 'markdown' });
	} finally {
		await backend.dispose();
	}
}

async function rowOf(op: OpName, backend: Backend): Promise<Row> {
	const operators = new Set<string>();
	for (const call of [...samples(op, 'float32'), ...samples(op, 'int64')]) {
		const { bytes } = lower(call.graph, [call.graph.nodes.length - 1]);
		for (const { opType } of readModel(bytes).nodes) operators.add(opType);
	}
	const onWasm: Place[] = [];
	for (const dtype of ['float32', 'float64', 'int64', 'bool'] as const) {
		onWasm.push(await placeOnWasm(op, dtype, backend));
	}
	const [float32, , int64, bool] = onWasm;
	const onGpu = [
		placeOnWebGpu(op, 'float32', float32),
		placeOnWebGpu(op, 'int64', int64),
		placeOnWebGpu(op, 'bool', bool)
	];
	return { op, operators: [...operators].sort(), places: [...onGpu, ...onWasm] };
}

/** None where the row refuses the dtype. */
function samples(op: OpName, dtype: DType): Call[] {
	try {
		return fc.sample(callsOf(op, dtype), { numRuns: SAMPLES, seed: SEED }).map(whole);
	} catch (error) {
		// fast-check wraps what a generator throws
		if (error instanceof ShapeError || (error as Error).cause instanceof ShapeError) return [];
		throw error;
	}
}

/** Values that a plan gives may have fractions, and a remainder by zero is an error of its own. */
function whole({ graph, feeds }: Call): Call {
	const least = graph.nodes.at(-1)!.op === 'remainder' ? 1 : 0;
	const own = feeds.map((feed) =>
		feed.dtype === 'int64'
			? { ...feed, data: feed.data.map((value) => Math.trunc(value) || least) }
			: feed
	);
	return { graph, feeds: own };
}

/** `otherwise`, the processor's place, as soon as one of the samples has a part there. */
function placeOnWebGpu(op: OpName, dtype: DType, otherwise: Place): Place {
	const places = samples(op, dtype).map(({ graph }) =>
		placementOnWebGpu(graph.nodes.at(-1)!, graph)
	);
	if (places.length === 0) return '–';
	return places.includes('wasm') ? otherwise : 'WebGPU';
}

async function placeOnWasm(op: OpName, dtype: DType, backend: Backend): Promise<Place> {
	const calls = samples(op, dtype).slice(0, RUNS);
	if (calls.length === 0) return '–';
	try {
		for (const { graph, feeds } of calls) {
			const id = graph.nodes.length - 1;
			const [value] = await backend.run(graph, feeds.map(backend.upload), [id]);
			await value.read();
			value.release();
		}
		return 'WASM';
	} catch (error) {
		if (!(error instanceof BackendError)) throw error;
		return 'TypeScript';
	}
}

function write(rows: readonly Row[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const head = [
		'op',
		'ONNX operators',
		...['float32', 'int64', 'bool'].map((dtype) => `WebGPU: ${dtype}`)
	];
	const wasm = ['float32', 'float64', 'int64', 'bool'].map((dtype) => `WASM: ${dtype}`);
	const columns = [...head, ...wasm];
	return [
		'# Which op runs where',
		'',
		'<!-- written by `npm run ops`; a test holds it to what that writes -->',
		'',
		`Every row of the op table, lowered to ONNX (opset ${OPSET}, ir_version ${IR_VERSION}), and who computes it in onnxruntime-web when WebGPU is asked for, and when WASM is.`,
		'',
		`- The columns of WASM are what a session does: it is made and run for ${RUNS} calls of random shapes. _TypeScript_ means that ONNX Runtime refuses one, and that the reference computes the op.`,
		'- The columns of WebGPU follow the placement that the provider logs. _WASM_ means that it lacks a kernel for a part of the op, which ONNX Runtime then computes on the processor; the page says so at the step. Where a graphics card is asked for float64, the reference computes, since the provider has no such kernels.',
		'- A dash: the op does not take that dtype.',
		'',
		line(columns),
		line(columns.map(() => '---')),
		...rows.map(({ op, operators, places }) => line([`\`${op}\``, operators.join(' '), ...places])),
		''
	].join('\n');
}
