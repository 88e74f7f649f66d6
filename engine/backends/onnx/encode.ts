/**
 * Writes an ONNX model (ir_version 8, opset 17) from plain descriptions of its nodes.
 * Field numbers and enumerations: onnx.proto of the ONNX specification.
 */
import type { OnnxAttribute } from '../../ops/op.ts';
import type { DType, Shape, TensorType } from '../../tensor.ts';
import { bytes, concat, float, message, text, varint } from './protobuf.ts';

export const IR_VERSION = 8;
export const OPSET = 17;
const ELEMENT: Readonly<Record<DType, number>> = { float32: 1, int64: 7, bool: 9, float64: 11 };

export interface OnnxNode {
	readonly opType: string;
	readonly inputs: readonly string[];
	readonly output: string;
	readonly attributes: Readonly<Record<string, OnnxAttribute>>;
	/** For whoever reads the model. */
	readonly doc?: string;
}

export interface OnnxInitialiser {
	readonly name: string;
	readonly dtype: DType;
	readonly shape: Shape;
	readonly values: ArrayLike<number>;
}

export interface OnnxValue extends TensorType {
	readonly name: string;
}

export interface OnnxGraph {
	readonly nodes: readonly OnnxNode[];
	readonly initialisers: readonly OnnxInitialiser[];
	readonly inputs: readonly OnnxValue[];
	readonly outputs: readonly OnnxValue[];
}

/** What a model says of itself to whoever opens it. */
export interface ModelInfo {
	/** Of the graph. */
	readonly name: string;
	readonly producer?: string;
	readonly doc?: string;
	readonly metadata?: Readonly<Record<string, string>>;
}

/** The bytes of a ModelProto that holds `graph`; shapes are static, data is raw_data. */
export function encodeModel(
	graph: OnnxGraph,
	info: ModelInfo = { name: 'lesson' }
): Uint8Array<ArrayBuffer> {
	const { name, producer, doc, metadata = {} } = info;
	return concat([
		varint(1, IR_VERSION),
		...(producer === undefined ? [] : [text(2, producer)]),
		...(doc === undefined ? [] : [text(6, doc)]),
		message(
			7,
			...graph.nodes.map(encodeNode),
			text(2, name),
			...graph.initialisers.map(encodeInitialiser),
			...(doc === undefined ? [] : [text(10, doc)]),
			...graph.inputs.map((input) => encodeValue(11, input)),
			...graph.outputs.map((output) => encodeValue(12, output))
		),
		message(8, text(1, ''), varint(2, OPSET)),
		...Object.entries(metadata).map(([key, value]) => message(14, text(1, key), text(2, value)))
	]);
}

function encodeNode(node: OnnxNode): Uint8Array {
	return message(
		1,
		...node.inputs.map((input) => text(1, input)),
		text(2, node.output),
		// ORT reports errors by node name; the output's is unique.
		text(3, node.output),
		text(4, node.opType),
		...Object.entries(node.attributes).map(([name, value]) => encodeAttribute(name, value)),
		...(node.doc === undefined ? [] : [text(6, node.doc)])
	);
}

function encodeAttribute(name: string, value: OnnxAttribute): Uint8Array {
	const body =
		'int' in value
			? [varint(3, value.int), varint(20, 2)]
			: 'float' in value
				? [float(2, value.float), varint(20, 1)]
				: 'text' in value
					? [text(4, value.text), varint(20, 3)]
					: [...value.ints.map((int) => varint(8, int)), varint(20, 7)];
	return message(5, text(1, name), ...body);
}

function encodeInitialiser({ name, dtype, shape, values }: OnnxInitialiser): Uint8Array {
	const dims = shape.map((extent) => varint(1, extent));
	return message(
		5,
		...dims,
		varint(2, ELEMENT[dtype]),
		text(8, name),
		bytes(9, raw(dtype, values))
	);
}

function encodeValue(field: number, { name, dtype, shape }: OnnxValue): Uint8Array {
	const dims = shape.map((extent) => message(1, varint(1, extent)));
	return message(
		field,
		text(1, name),
		message(2, message(1, varint(1, ELEMENT[dtype]), message(2, ...dims)))
	);
}

/** Little-endian, as raw_data demands and as every machine with a JavaScript engine stores. */
function raw(dtype: DType, values: ArrayLike<number>): Uint8Array {
	if (dtype === 'bool') return Uint8Array.from(values);
	const array =
		dtype === 'float32'
			? Float32Array.from(values)
			: dtype === 'float64'
				? Float64Array.from(values)
				: BigInt64Array.from(Array.from(values, BigInt));
	return new Uint8Array(array.buffer);
}
