/**
 * ModelProto → plain data: nodes, initialisers, typed inputs and outputs. Only what an importer
 * needs is read; whatever does not fit is a FileError that names the place.
 */
import { FileError } from '../problem.ts';
import { readAttribute, type Attribute } from './attributes.ts';
import { elementType, readTensor, type NamedTensor } from './tensors.ts';
import { asBytes, asText, asWhole, fieldsOf, type Field } from './wire.ts';
import type { DType } from '../../tensor.ts';

export interface ModelNode {
	readonly opType: string;
	/** Empty for ONNX's own operators. */
	readonly domain: string;
	readonly name: string;
	/** '' where an optional one is left out. */
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	readonly attributes: ReadonlyMap<string, Attribute>;
}

export interface ModelValue {
	readonly name: string;
	readonly dtype: DType;
	/** A number, a name for one that the file leaves open, or null; no list: nothing is known. */
	readonly dims: readonly (number | string | null)[] | null;
}

export interface Model {
	readonly producer: string;
	readonly name: string;
	readonly opset: number;
	readonly nodes: readonly ModelNode[];
	readonly initialisers: readonly NamedTensor[];
	readonly inputs: readonly ModelValue[];
	readonly outputs: readonly ModelValue[];
	/** Types of values in between, where the file tells them. */
	readonly known: readonly ModelValue[];
}

/** Largest file that is read. */
const MOST_BYTES = 2 ** 27;
/** More are no lesson. */
const MOST_NODES = 5000;

export function readModel(bytes: Uint8Array): Model {
	if (bytes.length > MOST_BYTES) {
		throw new FileError(`the file has ${bytes.length} bytes; the most here is ${MOST_BYTES}`);
	}
	let graph: Uint8Array | null = null;
	let opset = 0;
	let producer: string[] = [];
	for (const field of fieldsOf(bytes, 'the file')) {
		if (field.number === 2 || field.number === 3) producer.push(asText(field, 'model.producer'));
		else if (field.number === 7) graph = asBytes(field, 'model.graph');
		else if (field.number === 8)
			opset = Math.max(opset, opsetOf(asBytes(field, 'model.opset_import')));
		else if (field.number === 25) {
			throw new FileError('the model defines functions of its own, which are not known here');
		}
	}
	if (!graph) throw new FileError('the file is no ONNX model: it has no graph');
	producer = producer.filter((each) => each !== '');
	return { producer: producer.join(' '), opset: opset || 1, ...readGraph(graph) };
}

/** The version of ONNX's own operators; 0 for another domain. */
function opsetOf(bytes: Uint8Array): number {
	const where = 'model.opset_import';
	let domain = '';
	let version = 0;
	for (const field of fieldsOf(bytes, where)) {
		if (field.number === 1) domain = asText(field, where);
		else if (field.number === 2) version = asWhole(field, where);
	}
	return domain === '' || domain === 'ai.onnx' ? version : 0;
}

function readGraph(bytes: Uint8Array): Omit<Model, 'producer' | 'opset'> {
	const nodes: ModelNode[] = [];
	const initialisers: NamedTensor[] = [];
	const values: Record<11 | 12 | 13, ModelValue[]> = { 11: [], 12: [], 13: [] };
	let name = '';
	for (const field of fieldsOf(bytes, 'graph')) {
		const { number } = field;
		if (number === 1) {
			nodes.push(readNode(asBytes(field, 'graph.node'), `graph.node[${nodes.length}]`));
		} else if (number === 2) name = asText(field, 'graph.name');
		else if (number === 5) {
			initialisers.push(readTensor(asBytes(field, 'graph.initializer'), 'graph.initializer'));
		} else if (number === 11 || number === 12 || number === 13) {
			values[number].push(readValue(field, number));
		} else if (number === 15) {
			throw new FileError('graph.sparse_initializer: sparse tensors are not known here');
		}
		if (nodes.length > MOST_NODES) {
			throw new FileError(`the graph has more than ${MOST_NODES} nodes`);
		}
	}
	return { name, nodes, initialisers, inputs: values[11], outputs: values[12], known: values[13] };
}

function readNode(bytes: Uint8Array, where: string): ModelNode {
	const inputs: string[] = [];
	const outputs: string[] = [];
	const attributes = new Map<string, Attribute>();
	const texts: Record<number, string> = { 3: '', 4: '', 7: '' };
	for (const field of fieldsOf(bytes, where)) {
		if (field.number === 1) inputs.push(asText(field, where));
		else if (field.number === 2) outputs.push(asText(field, where));
		else if (field.number === 5) {
			const [name, value] = readAttribute(asBytes(field, where), `${where}.attribute`);
			attributes.set(name, value);
		} else if (field.number in texts) texts[field.number] = asText(field, where);
	}
	if (texts[4] === '') throw new FileError(`${where} has no op_type`);
	const domain = texts[7] === 'ai.onnx' ? '' : texts[7];
	return { name: texts[3], opType: texts[4], domain, inputs, outputs, attributes };
}

const PLACES = { 11: 'graph.input', 12: 'graph.output', 13: 'graph.value_info' } as const;

function readValue(outer: Field, number: 11 | 12 | 13): ModelValue {
	let where: string = PLACES[number];
	let name = '';
	let type: Uint8Array | null = null;
	for (const field of fieldsOf(asBytes(outer, where), where)) {
		if (field.number === 1) name = asText(field, where);
		else if (field.number === 2) type = asBytes(field, where);
	}
	where = `${where} '${name}'`;
	for (const field of type ? fieldsOf(type, where) : []) {
		if (field.number === 1) return { name, ...readTensorType(asBytes(field, where), where) };
		throw new FileError(`${where} is not a tensor`);
	}
	return { name, dtype: 'float32', dims: null };
}

function readTensorType(bytes: Uint8Array, where: string): Omit<ModelValue, 'name'> {
	let dtype: DType = 'float32';
	let dims: (number | string | null)[] | null = null;
	for (const field of fieldsOf(bytes, where)) {
		if (field.number === 1) {
			const code = asWhole(field, where);
			if (code !== 0) ({ dtype } = elementType(code, where));
		} else if (field.number === 2) {
			dims = [];
			for (const dim of fieldsOf(asBytes(field, where), `${where}.shape`)) {
				if (dim.number === 1) dims.push(readDim(asBytes(dim, where), where));
			}
		}
	}
	return { dtype, dims };
}

function readDim(bytes: Uint8Array, where: string): number | string | null {
	for (const field of fieldsOf(bytes, `${where}.shape.dim`)) {
		if (field.number === 1) return asWhole(field, where);
		if (field.number === 2) return asText(field, where);
	}
	return null;
}
