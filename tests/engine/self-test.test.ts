/** The test that a device must pass before it serves: what it lets through, what it refuses and why. */
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../engine/backends/backend.ts';
import { chooseBackend, type Makers } from '../../engine/backends/choose.ts';
import { createWasmBackend } from '../../engine/backends/onnx/wasm.ts';
import { createReferenceBackend, evaluate, hostValue } from '../../engine/backends/reference.ts';
import { selfTest } from '../../engine/backends/self-test.ts';
import { TRIALS } from '../../engine/backends/trials.ts';
import type { Node } from '../../engine/graph.ts';
import type { Data, Tensor } from '../../engine/tensor.ts';
import type { BackendName } from '../../engine/trace.ts';
import { DEVICES, GOOD, productOn, type Device } from '../support/devices.ts';

/** What comes out of a node, given what went in and what the reference makes of it. */
type Kernel = (node: Node, inputs: readonly Tensor[], right: Data) => Data;

/** The reference, each node computed by `kernel` instead. */
function backendOf(kernel: Kernel, name: BackendName = 'wasm'): Backend & { closed: boolean } {
	return {
		...createReferenceBackend(),
		name,
		description: `a fake ${name}`,
		closed: false,
		async run({ nodes }, feeds, wanted) {
			const fed = await Promise.all(feeds.map((feed) => feed.read()));
			const values = evaluate({ nodes }, fed);
			return wanted.map((id) => {
				const { inputs, shape, dtype } = nodes[id];
				const operands = inputs.map((input) => values[input]);
				return hostValue({ shape, dtype, data: kernel(nodes[id], operands, values[id].data) });
			});
		},
		dispose() {
			this.closed = true;
			return Promise.resolve();
		}
	};
}

const products =
	(device: Device): Kernel =>
	({ op }, [a, b], right) =>
		op === 'mm' ? productOn(device, a, b) : right;

/** Leaves what is behind the last whole vector of four as it finds it. */
const tailUnwritten =
	(found: number): Kernel =>
	(_, _inputs, right) =>
		right.map((x, i) => (i < right.length - (right.length % 4) ? x : found));

/** One op with fewer digits. */
const coarse =
	(op: Node['op'], digits: number): Kernel =>
	(node, _, right) =>
		node.op === op ? right.map((x) => Number(x.toPrecision(digits))) : right;

/** Rounds towards zero, which WGSL allows and IEEE arithmetic does not. */
const towardsZero: Kernel = ({ op }, [x, divisor], right) => {
	if (op !== 'div') return right;
	return right.map((rounded, i) => {
		const exact = x.data[i] / divisor.data[i];
		const isAway = Math.abs(rounded) > Math.abs(exact);
		return isAway
			? rounded - Math.sign(exact) * 2 ** (Math.floor(Math.log2(Math.abs(rounded))) - 23)
			: rounded;
	});
};

describe('selfTest(backend)', () => {
	it.each([
		['the reference', createReferenceBackend()],
		['a device that sums one after the other', backendOf(products(GOOD))],
		['a WebGPU that rounds quotients towards zero', backendOf(towardsZero, 'webgpu')]
	])('lets %s through', async (_, backend) => {
		expect(await selfTest(backend)).toBeNull();
	});

	it('lets ONNX Runtime’s WASM through', async () => {
		const backend = await createWasmBackend();
		expect(await selfTest(backend)).toBeNull();
		await backend.dispose();
	});

	it.each(DEVICES)(
		'refuses a device that %s, and names the product',
		async (_, device) => {
			for (const name of ['wasm', 'webgpu'] as const) {
				const fault = await selfTest(backendOf(products(device), name));
				expect(fault?.op).toBe('mm');
				const [[m, k], [inner, n]] = fault!.shapes;
				expect(inner).toBe(k);
				expect(fault!.index[0]).toBeLessThan(m);
				expect(fault!.index[1]).toBeLessThan(n);
				expect(Math.abs(fault!.got - fault!.expected)).toBeGreaterThan(fault!.bound);
			}
		},
		30_000
	);

	it.each([0, NaN, Infinity])('refuses a device that leaves %d in an odd tail', async (found) => {
		const fault = await selfTest(backendOf(tailUnwritten(found)));
		expect(fault?.got).toBe(found);
		expect(Number.isFinite(fault?.expected)).toBe(true);
	});

	it('refuses a device that gives fewer numbers than there should be', async () => {
		const short = backendOf(({ op }, _, right) => (op === 'sum' ? right.slice(0, -1) : right));
		expect(await selfTest(short)).toMatchObject({ op: 'sum', got: NaN });
	});

	it('judges every kernel that it runs', async () => {
		const ops = TRIALS.flatMap((make) => make().graph.nodes.map(({ op }) => op));
		const tested = [...new Set(ops)].filter((op) => op !== 'input' && op !== 'constant');
		for (const op of tested) {
			const off: Kernel = (node, _, right) =>
				node.op === op
					? right.map((x) => (node.dtype === 'bool' ? 1 - x : x * 1.0001 + 1e-6))
					: right;
			expect((await selfTest(backendOf(off)))?.op, op).toBe(op);
		}
	}, 60_000);

	it.each(['exp', 'div', 'sum', 'bmm', 'tanh'] as const)(
		'refuses a WebGPU whose %s has four digits',
		async (op) => {
			const fault = await selfTest(backendOf(coarse(op, 4), 'webgpu'));
			expect(fault?.op).toBe(op);
		}
	);

	it('tells a quotient rounded towards zero where IEEE arithmetic is promised', async () => {
		expect((await selfTest(backendOf(towardsZero, 'wasm')))?.op).toBe('div');
	});
});

describe('chooseBackend', () => {
	const hopper = { vendor: 'nvidia', architecture: 'hopper', description: '' };
	const [, [, bfloat]] = DEVICES;
	const makers = (webgpu: Backend, wasm: Backend): Makers => ({
		findAdapter: () => Promise.resolve({ kind: 'hardware', info: hopper }),
		webgpu: () => Promise.resolve(webgpu),
		wasm: () => Promise.resolve(wasm),
		reference: createReferenceBackend
	});

	it('leaves a graphics device that computes wrongly for WASM, and says what was wrong', async () => {
		const [webgpu, wasm] = [
			backendOf(products(bfloat), 'webgpu'),
			backendOf(products(GOOD), 'wasm')
		];
		const { backend, notes } = await chooseBackend('auto', {}, makers(webgpu, wasm));
		expect(backend).toBe(wasm);
		expect([webgpu.closed, wasm.closed]).toEqual([true, false]);
		expect(notes).toMatchObject([{ kind: 'webgpu-wrong', fault: { op: 'mm' } }]);
	});

	it('leaves both for the reference', async () => {
		const [webgpu, wasm] = [
			backendOf(products(bfloat), 'webgpu'),
			backendOf(tailUnwritten(NaN), 'wasm')
		];
		const { backend, notes } = await chooseBackend('webgpu', {}, makers(webgpu, wasm));
		expect(backend.name).toBe('reference');
		expect([webgpu.closed, wasm.closed]).toEqual([true, true]);
		expect(notes.map(({ kind }) => kind)).toEqual(['webgpu-wrong', 'wasm-wrong']);
	});

	it('a device that is lost in its test is closed, and the next serves', async () => {
		const webgpu = {
			...backendOf(products(GOOD), 'webgpu'),
			run: () => Promise.reject(new Error('out of memory'))
		};
		const wasm = backendOf(products(GOOD), 'wasm');
		const { backend, notes } = await chooseBackend('auto', {}, makers(webgpu, wasm));
		expect(backend).toBe(wasm);
		expect(webgpu.closed).toBe(true);
		expect(notes).toEqual([{ kind: 'webgpu-failed', detail: 'out of memory' }]);
	});
});
