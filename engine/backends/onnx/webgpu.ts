/** ONNX Runtime's native WebGPU provider; values stay on the device until they are read. */
import { sizeOf, type Tensor } from '../../tensor.ts';
import { BackendError, type Backend } from '../backend.ts';
import { findAdapter, showAdapter } from './adapter.ts';
import { createOnnxBackend } from './backend.ts';
import { createCompiler, type CreateSession } from './compile.ts';
import { failureOf, onlyOnReference, usesFloat64 } from './failure.ts';
import { lower } from './lower.ts';
import { freeWasm, loadOrt, SESSION_OPTIONS, toOrt, webGpuBundle } from './ort.ts';
import type { Ort, OrtOptions, OrtTensor } from './ort.ts';
import { placementOnWebGpu } from './placement.ts';
import { proveItRuns, SCALAR } from './probe.ts';
import { createQueue } from './queue.ts';

/** The part of GPUDevice that uploads and the watch over loss need. */
interface Device {
	readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
	readonly queue: {
		writeBuffer(buffer: DeviceBuffer, offset: number, data: ArrayBufferView): void;
	};
	createBuffer(descriptor: { size: number; usage: number }): DeviceBuffer;
}

type DeviceBuffer = OrtTensor['gpuBuffer'] & { destroy(): void };

/** GPUBufferUsage: STORAGE | COPY_SRC | COPY_DST. */
const BUFFER_USAGE = 0x80 | 0x4 | 0x8;

/**
 * Loads the WebGPU bundle and runs a first session. Rejects with a BackendError if there is
 * no adapter (reason 'unsupported') or ORT fails. Dispose of one before making another: ORT
 * has one device per page, and two queues could make two of its sessions run at once.
 *
 * After the device is lost every run rejects with reason 'lost', and all sessions are
 * released, so that a new backend can be made.
 */
export async function createWebGpuBackend(options: OrtOptions = {}): Promise<Backend> {
	const found = await findAdapter();
	if (!('info' in found)) {
		throw new BackendError('this browser offers no WebGPU adapter', 'webgpu', 'unsupported');
	}
	const name = showAdapter(found.info);
	const description = found.kind === 'software' ? `WebGPU (software: ${name})` : `WebGPU · ${name}`;
	try {
		const ort = await loadOrt(webGpuBundle(), options);
		const backend = await openBackend(ort, description);
		await proveItRuns(backend);
		freeWasm(ort);
		return backend;
	} catch (error) {
		throw failureOf(error, 'webgpu');
	}
}

async function openBackend(ort: Ort, description: string): Promise<Backend> {
	const state: { lost?: string } = {};
	const queue = createQueue();
	const createSession = sessionCreator(ort);
	const compiler = createCompiler(createSession);
	// Keeps ORT's device alive while the cache lets sessions go; uploads need the device too.
	const anchor = await createSession(lower(SCALAR, [0]), SCALAR, [0]);
	const device = (await ort.env.webgpu.device) as unknown as Device;
	const closeAll = async () => {
		await compiler.clear();
		await anchor.release();
	};
	let closed: Promise<void> | undefined;
	const close = () => (closed ??= closeAll());
	void device.lost.then(({ reason, message }) => {
		state.lost = message || reason;
		return queue(close);
	});
	return createOnnxBackend({
		name: 'webgpu',
		description,
		unitRoundoff: 2 ** -23,
		placement: placementOnWebGpu,
		ort,
		queue,
		compiler: {
			compile(graph, wanted) {
				if (state.lost !== undefined) throw lost(state.lost);
				if (usesFloat64(graph)) throw onlyOnReference('webgpu');
				return compiler.compile(graph, wanted);
			},
			clear: () => compiler.clear()
		},
		place: (tensor) => place(ort, device, tensor),
		explain: (error, graph) =>
			state.lost === undefined ? failureOf(error, 'webgpu', graph) : lost(state.lost, error),
		close
	});
}

/** Sessions that leave float32 results on the device; others come back to the host. */
function sessionCreator(ort: Ort): CreateSession {
	return ({ bytes, outputs, scattering }, graph, wanted) => {
		const locations = outputs.map((output, i) => {
			const onDevice = graph.nodes[wanted[i]].dtype === 'float32';
			return [output, onDevice ? 'gpu-buffer' : 'cpu'] as const;
		});
		return ort.InferenceSession.create(bytes, {
			...SESSION_OPTIONS,
			executionProviders: [{ name: 'webgpu', ...onCpu(scattering) }],
			preferredOutputLocation: Object.fromEntries(locations)
		});
	};
}

/** The GPU's threads would add as they come, in another order every time. An empty list ORT refuses. */
function onCpu(names: readonly string[]) {
	return names.length > 0 ? { forceCpuNodeNames: names } : {};
}

/** A buffer of ORT's device with the values; what is empty or not float32 stays on the host. */
function place(ort: Ort, device: Device, tensor: Tensor): OrtTensor {
	const { shape, dtype, data } = tensor;
	if (dtype !== 'float32' || data.length === 0) return toOrt(ort, tensor);
	// ORT's own buffers are multiples of 16 bytes, and its kernels count on it.
	const size = Math.ceil((sizeOf(shape) * data.BYTES_PER_ELEMENT) / 16) * 16;
	const buffer = device.createBuffer({ size, usage: BUFFER_USAGE });
	device.queue.writeBuffer(buffer, 0, data);
	return ort.Tensor.fromGpuBuffer(buffer, {
		dataType: dtype,
		dims: shape,
		dispose: () => buffer.destroy()
	});
}

function lost(detail: string, cause?: unknown): BackendError {
	return new BackendError(`the GPU device was lost: ${detail}`, 'webgpu', 'lost', { cause });
}
