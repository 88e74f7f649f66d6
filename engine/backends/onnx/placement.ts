/**
 * Where ORT's WebGPU provider really computes an op: what it lacks falls to ORT's CPU kernels
 * in the same wasm module, silently. Read from the verbose placement log of onnxruntime-web
 * 1.30 for every row of the op table in each dtype, and for the functions and extremes from the
 * provider's table of kernels; to be read again when either changes.
 */
import type { Graph, Node } from '../../graph.ts';
import type { OpName } from '../../ops/op.ts';

/** The provider has neither Round nor Mod. */
const ON_CPU: ReadonlySet<OpName | 'input' | 'constant'> = new Set(['round', 'remainder'] as const);

/** Every other op of float32 is on the GPU; these are not when all their operands are bool. */
const BOOL_ON_CPU: ReadonlySet<OpName | 'input' | 'constant'> = new Set([
	'add',
	'eq',
	'ne',
	't',
	'clone',
	'detach',
	'cast',
	'zeros_like',
	'ones_like',
	'permute',
	'slice',
	'pad_into',
	'cat',
	'attains',
	'amax',
	'amin'
]);

/**
 * Their float32 operand is picked from on the GPU, by an index of int64. What is added up by an index
 * is not: that is put on the CPU, which adds in order.
 */
const BY_INDEX: ReadonlySet<OpName | 'input' | 'constant'> = new Set(['gather', 'index_select']);

/** `wasm` as soon as a part of the op, such as the cast of an operand, runs on the CPU. */
export function placementOnWebGpu(node: Node, graph: Graph): 'webgpu' | 'wasm' {
	const operands = node.inputs.map((id) => graph.nodes[id].dtype);
	if (BY_INDEX.has(node.op) && operands[0] === 'float32') return 'webgpu';
	if (operands.includes('int64') || ON_CPU.has(node.op)) return 'wasm';
	if (node.op === 'cast' && operands[0] !== node.dtype) return 'webgpu';
	if (node.dtype === 'int64') return 'wasm';
	const allBool = operands.every((dtype) => dtype === 'bool');
	return allBool && BOOL_ON_CPU.has(node.op) ? 'wasm' : 'webgpu';
}
