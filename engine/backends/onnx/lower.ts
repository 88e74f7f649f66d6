/**
 * Graph → ONNX model: input nodes become graph inputs, constants become initialisers (or, if
 * lifted, scalar inputs), and every op emits its row's `onnx` column.
 */
import type { Graph, Node } from '../../graph.ts';
import type { Lowering, Op } from '../../ops/op.ts';
import { opTable } from '../../ops/index.ts';
import { isFloat, sizeOf, type FloatType, type TensorType } from '../../tensor.ts';
import {
	encodeModel,
	type OnnxGraph,
	type OnnxInitialiser,
	type OnnxNode,
	type OnnxValue
} from './encode.ts';

export interface Lowered {
	readonly bytes: Uint8Array;
	/** Names of the graph inputs, one per input node, in graph order. */
	readonly inputs: readonly string[];
	/** Names of the lifted constants, one per constant node in graph order; empty if baked in. */
	readonly constants: readonly string[];
	/** Names of the outputs, one per wanted id, all different. */
	readonly outputs: readonly string[];
	/** Names of the ONNX nodes that add up entries where an index puts them. */
	readonly scattering: readonly string[];
}

/**
 * Lowers `graph` to a model whose outputs are the nodes `wanted`. With `liftConstants` the
 * constant nodes are scalar inputs, so that one model serves graphs that differ in them alone.
 */
export function lower(graph: Graph, wanted: readonly number[], liftConstants = false): Lowered {
	const { model, inputs, constants, outputs } = lowerGraph(graph, wanted, liftConstants);
	const scattering = model.nodes.flatMap(({ opType, output }) =>
		opType === 'ScatterElements' ? [output] : []
	);
	return { bytes: encodeModel(model), inputs, constants, outputs, scattering };
}

/** A lowered graph before it is written down, for whoever has more to say in it. */
export interface LoweredGraph extends Omit<Lowered, 'bytes' | 'scattering'> {
	readonly model: OnnxGraph;
	/** The ONNX value of every node; equal values may share one. */
	readonly names: readonly string[];
	/** How many ONNX nodes there were once a node had been lowered. */
	readonly counts: readonly number[];
}

export function lowerGraph(
	graph: Graph,
	wanted: readonly number[],
	liftConstants = false
): LoweredGraph {
	const emitter = new Emitter();
	const names: string[] = [];
	const counts: number[] = [];
	const inputs: string[] = [];
	const constants: string[] = [];
	for (const node of graph.nodes) {
		const name = lowerNode(emitter, node, graph, names, liftConstants);
		names.push(name);
		counts.push(emitter.count);
		if (node.op === 'input') inputs.push(name);
		if (node.op === 'constant' && liftConstants) constants.push(name);
	}
	const outputs = wanted.map((id) => emitter.output(names[id], graph.nodes[id]));
	return { model: emitter.graph, inputs, constants, outputs, names, counts };
}

function lowerNode(
	emitter: Emitter,
	node: Node,
	graph: Graph,
	names: readonly string[],
	liftConstants: boolean
): string {
	if (node.op === 'input' || (node.op === 'constant' && liftConstants)) return emitter.input(node);
	if (node.op === 'constant') {
		return emitter.constant([node.attrs.value as number], [], node.dtype);
	}
	// of nothing there is nothing to compute, and not every operator of ORT's takes it
	if (sizeOf(node.shape) === 0) return emitter.constant([], node.shape, node.dtype);
	const types = node.inputs.map((id) => graph.nodes[id]);
	emitter.float = [node, ...types].map((type) => type.dtype).find(isFloat) ?? 'float32';
	// Node attrs are untyped in a Graph; the op's row knows what it put there.
	const row: Op = opTable[node.op];
	const operands = node.inputs.map((id) => names[id]);
	return row.onnx(emitter, operands, node.attrs, node, types);
}

class Emitter implements Lowering {
	readonly #nodes: OnnxNode[] = [];
	readonly #initialisers: OnnxInitialiser[] = [];
	readonly #inputs: OnnxValue[] = [];
	readonly #outputs: OnnxValue[] = [];
	readonly #computed = new Set<string>();
	/**
	 * What has been emitted already: equal nodes and constants are one. Iterations of one run
	 * share what does not change between them (in the lesson x.t(), the largest transpose).
	 */
	readonly #known = new Map<string, string>();
	#next = 0;
	/** Float type of the op being lowered: what its constants are made of. */
	float: FloatType = 'float32';

	input({ shape, dtype }: TensorType): string {
		const name = this.#name('x');
		this.#inputs.push({ name, shape, dtype });
		return name;
	}

	node(...[opType, inputs, attributes = {}]: Parameters<Lowering['node']>): string {
		const key = JSON.stringify([opType, inputs, attributes]);
		const known = this.#known.get(key);
		if (known !== undefined) return known;
		const output = this.#name('n');
		this.#nodes.push({ opType, inputs, output, attributes });
		this.#computed.add(output);
		this.#known.set(key, output);
		return output;
	}

	constant(...[values, shape, dtype = this.float]: Parameters<Lowering['constant']>): string {
		// String tells NaN, the infinities and −0 apart, which JSON does not
		const key = `${dtype}[${shape.join()}]${values.map((x) => (Object.is(x, -0) ? '-0' : String(x))).join()}`;
		const known = this.#known.get(key);
		if (known !== undefined) return known;
		const name = this.#name('c');
		this.#initialisers.push({ name, values, shape, dtype });
		this.#known.set(key, name);
		return name;
	}

	/** Makes a graph output of `name`: a copy where it is an input, an initialiser or one already. */
	output(name: string, { shape, dtype }: TensorType): string {
		const unique = this.#computed.delete(name) ? name : this.#copy(name);
		this.#outputs.push({ name: unique, shape, dtype });
		return unique;
	}

	/** A node of its own, however many copies of `name` there are. */
	#copy(name: string): string {
		const output = this.#name('n');
		this.#nodes.push({ opType: 'Identity', inputs: [name], output, attributes: {} });
		return output;
	}

	get count(): number {
		return this.#nodes.length;
	}

	get graph(): OnnxGraph {
		return {
			nodes: this.#nodes,
			initialisers: this.#initialisers,
			inputs: this.#inputs,
			outputs: this.#outputs
		};
	}

	#name(prefix: string): string {
		return `${prefix}${this.#next++}`;
	}
}
