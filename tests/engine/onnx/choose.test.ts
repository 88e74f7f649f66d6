import { describe, expect, test } from 'vitest';
import { BackendError, type Backend } from '../../../engine/backends/backend.ts';
import { chooseBackend, type Makers } from '../../../engine/backends/choose.ts';
import {
	findAdapter,
	showAdapter,
	type AdapterSearch
} from '../../../engine/backends/onnx/adapter.ts';
import { createReferenceBackend } from '../../../engine/backends/reference.ts';
import type { BackendName } from '../../../engine/trace.ts';

const backend = (name: BackendName): Backend => ({ ...createReferenceBackend(), name });

const nvidia = { vendor: 'nvidia', architecture: 'hopper', description: '' };
const swiftShader = { vendor: 'google', architecture: 'swiftshader', description: '' };

const ABSENT: AdapterSearch = { kind: 'no-webgpu' };
const NONE: AdapterSearch = { kind: 'no-adapter', detail: 'none' };
const HARDWARE: AdapterSearch = { kind: 'hardware', info: nvidia };
const SOFTWARE: AdapterSearch = { kind: 'software', info: swiftShader };

/** Makers on a machine with this adapter, on which the backends of `broken` fail. */
function machine(adapter: AdapterSearch, broken: Partial<Record<BackendName, Error>> = {}): Makers {
	const make = (name: BackendName) => () => {
		const error = broken[name];
		return error ? Promise.reject(error) : Promise.resolve(backend(name));
	};
	return {
		findAdapter: () => Promise.resolve(adapter),
		webgpu: make('webgpu'),
		wasm: make('wasm'),
		reference: () => backend('reference')
	};
}

async function chosen(...call: Parameters<typeof chooseBackend>) {
	const choice = await chooseBackend(...call);
	return [choice.backend.name, choice.notes.map((note) => note.kind)];
}

describe('chooseBackend', () => {
	test.each([
		['auto', HARDWARE, 'webgpu', []],
		['auto', SOFTWARE, 'wasm', ['software-adapter']],
		['auto', NONE, 'wasm', ['no-adapter']],
		['auto', ABSENT, 'wasm', ['no-webgpu']],
		['webgpu', SOFTWARE, 'webgpu', []],
		['webgpu', NONE, 'wasm', ['no-adapter']],
		['wasm', HARDWARE, 'wasm', []],
		['reference', HARDWARE, 'reference', []]
	] as const)('asked for %s with %j gives %s', async (wanted, adapter, name, notes) => {
		expect(await chosen(wanted, {}, machine(adapter))).toEqual([name, notes]);
	});

	test('falls to WASM and says why when WebGPU fails', async () => {
		const makers = machine(HARDWARE, { webgpu: new Error('no pipeline') });
		const { backend: taken, notes } = await chooseBackend('webgpu', {}, makers);
		expect(taken.name).toBe('wasm');
		expect(notes).toEqual([{ kind: 'webgpu-failed', detail: 'no pipeline' }]);
	});

	test('tells a lost device from other failures', async () => {
		const lost = new BackendError('gone', 'webgpu', 'lost');
		expect(await chosen('auto', {}, machine(HARDWARE, { webgpu: lost }))).toEqual([
			'wasm',
			['lost']
		]);
	});

	test('falls to the reference when the wasm files cannot be fetched', async () => {
		const makers = machine(ABSENT, { wasm: new Error('404') });
		const expected = ['reference', ['no-webgpu', 'wasm-failed']];
		expect(await chosen('auto', {}, makers)).toEqual(expected);
	});

	test('in Node takes the real WASM backend and says that WebGPU is absent', async () => {
		const { backend: taken, notes } = await chooseBackend('auto');
		expect(taken).toMatchObject({ name: 'wasm', description: 'WASM · 1 thread' });
		expect(notes.map((note) => note.kind)).toEqual(['no-webgpu']);
		await taken.dispose();
	});
});

describe('findAdapter', () => {
	const scope = (requestAdapter: Parameters<typeof findAdapter>[0]) => requestAdapter;
	const offering = (adapter: { info: typeof nvidia; isFallbackAdapter?: boolean } | null) =>
		scope({ navigator: { gpu: { requestAdapter: () => Promise.resolve(adapter) } } });

	test('knows hardware, flagged fallback adapters and software rasterisers by name', async () => {
		expect((await findAdapter(offering({ info: nvidia }))).kind).toBe('hardware');
		expect((await findAdapter(offering({ info: nvidia, isFallbackAdapter: true }))).kind).toBe(
			'software'
		);
		expect((await findAdapter(offering({ info: swiftShader }))).kind).toBe('software');
	});

	test('tells no WebGPU from no adapter, also when the request is refused', async () => {
		expect((await findAdapter({})).kind).toBe('no-webgpu');
		expect((await findAdapter(offering(null))).kind).toBe('no-adapter');
		const refusing = {
			navigator: { gpu: { requestAdapter: () => Promise.reject(new Error('blocked')) } }
		};
		expect(await findAdapter(refusing)).toEqual({ kind: 'no-adapter', detail: 'Error: blocked' });
	});

	test('showAdapter names vendor and architecture, and SwiftShader by its own name', () => {
		expect(showAdapter(nvidia)).toBe('nvidia hopper');
		expect(showAdapter(swiftShader)).toBe('SwiftShader');
		expect(showAdapter({ vendor: '', architecture: '', description: '' })).toBe('unnamed adapter');
	});
});
