import { expect, test } from 'vitest';
import { placementOnWebGpu } from '../../../engine/backends/onnx/placement.ts';
import { Builder } from '../../../engine/graph.ts';
import type { Attrs, OpName } from '../../../engine/ops/op.ts';
import { opTable } from '../../../engine/ops/index.ts';
import type { DType } from '../../../engine/tensor.ts';
import fc from 'fast-check';
import { callsOf } from './samples.ts';

function placed(op: OpName, operands: readonly DType[], attrs: Attrs = {}) {
	const builder = new Builder('float32');
	const inputs = operands.map((dtype) => builder.input([2, 3], dtype));
	const node = builder.add(op, inputs, attrs);
	return placementOnWebGpu(node, { nodes: [...inputs, node] });
}

// Each line as ORT's placement log had it.
test.each<[OpName, DType[], Attrs, 'webgpu' | 'wasm']>([
	['sub', ['float32', 'int64'], {}, 'wasm'],
	['lt', ['int64', 'int64'], {}, 'wasm'],
	['sum', ['bool'], { dim: null, keepdim: false }, 'wasm'],
	['cast', ['bool'], { dtype: 'int64' }, 'webgpu'],
	['cast', ['int64'], { dtype: 'float32' }, 'wasm'],
	['mul', ['float32', 'bool'], {}, 'webgpu'],
	['mul', ['bool', 'bool'], {}, 'webgpu'],
	['add', ['bool', 'bool'], {}, 'wasm'],
	['ne', ['bool', 'bool'], {}, 'wasm'],
	['masked_fill', ['float32', 'bool'], { value: 0 }, 'webgpu'],
	['clone', ['bool'], {}, 'wasm'],
	['permute', ['bool'], { dims: [1, 0] }, 'wasm'],
	['cat', ['bool', 'bool'], { dim: 0 }, 'wasm'],
	['cat', ['int64', 'int64'], { dim: 0 }, 'wasm'],
	['gather', ['float32', 'int64'], { dim: 0 }, 'webgpu'],
	['gather', ['bool', 'int64'], { dim: 0 }, 'wasm'],
	['index_select', ['int64', 'int64'], { dim: 0 }, 'wasm']
])('%s of %j %j is placed on %4$s', (op, operands, attrs, where) => {
	expect(placed(op, operands, attrs)).toBe(where);
});

/** A part of them runs on the CPU: adding in order, searching for a NaN. */
const PARTLY_ON_CPU = new Set<OpName>(['index_add', 'scatter_add', 'argmax', 'argmin']);

/** They need ONNX's Round and Mod, which the provider does not have. */
const LACKING = new Set<OpName>(['round', 'remainder']);

test.each(Object.keys(opTable) as OpName[])('%s of float32 is placed on webgpu', (op) => {
	const calls = fc.sample(callsOf(op), { numRuns: 3, seed: 1 });
	const places = calls.map(({ graph }) => {
		const node = graph.nodes.at(-1)!;
		return placementOnWebGpu(node, graph);
	});
	const isOnCpu = PARTLY_ON_CPU.has(op) || LACKING.has(op);
	expect(new Set(places)).toEqual(new Set([isOnCpu ? 'wasm' : 'webgpu']));
});
