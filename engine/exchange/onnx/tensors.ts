/** TensorProto → tensor: from raw_data or from the field of its type, its size checked before anything is made. */
import { sizeOf, tensor, type DType, type Tensor } from '../../tensor.ts';
import { FileError } from '../problem.ts';
import {
	append,
	asBytes,
	asText,
	asWhole,
	doublesOf,
	fieldsOf,
	floatsOf,
	wholesOf
} from './wire.ts';

/** Largest tensor that is opened, in elements: what a lesson may make. */
const MOST_ELEMENTS = 2 ** 24;

interface ElementType {
	readonly name: string;
	readonly dtype: DType;
	/** In raw_data. */
	readonly bytes: number;
	read(view: DataView, at: number): number;
}

const whole = (name: string, bytes: number, read: ElementType['read']): ElementType => ({
	name,
	dtype: 'int64',
	bytes,
	read
});

/** TensorProto.DataType, as far as it is numbers. */
const ELEMENTS: Readonly<Record<number, ElementType>> = {
	1: { name: 'float', dtype: 'float32', bytes: 4, read: (view, at) => view.getFloat32(at, true) },
	2: whole('uint8', 1, (view, at) => view.getUint8(at)),
	3: whole('int8', 1, (view, at) => view.getInt8(at)),
	4: whole('uint16', 2, (view, at) => view.getUint16(at, true)),
	5: whole('int16', 2, (view, at) => view.getInt16(at, true)),
	6: whole('int32', 4, (view, at) => view.getInt32(at, true)),
	7: whole('int64', 8, (view, at) => Number(view.getBigInt64(at, true))),
	9: { name: 'bool', dtype: 'bool', bytes: 1, read: (view, at) => Number(view.getUint8(at) !== 0) },
	10: {
		name: 'float16',
		dtype: 'float32',
		bytes: 2,
		read: (view, at) => halfOf(view.getUint16(at, true))
	},
	11: { name: 'double', dtype: 'float64', bytes: 8, read: (view, at) => view.getFloat64(at, true) },
	12: whole('uint32', 4, (view, at) => view.getUint32(at, true)),
	13: whole('uint64', 8, (view, at) => Number(view.getBigUint64(at, true)))
};

export function elementType(code: number, where: string): ElementType {
	const found = ELEMENTS[code];
	if (!found) throw new FileError(`${where} has elements of type ${code}, which are not numbers`);
	return found;
}

/** IEEE 754 binary16. */
function halfOf(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >> 10) & 31;
	const fraction = bits & 1023;
	if (exponent === 31) return fraction ? NaN : sign * Infinity;
	return exponent === 0
		? sign * fraction * 2 ** -24
		: sign * (1024 + fraction) * 2 ** (exponent - 25);
}

export interface NamedTensor {
	readonly name: string;
	readonly value: Tensor;
}

/** What TensorProto's fields hold, before they are held against each other. */
interface Parts {
	name: string;
	type: number;
	dims: number[];
	values: number[];
	raw: Uint8Array | null;
	isElsewhere: boolean;
}

export function readTensor(bytes: Uint8Array, where: string): NamedTensor {
	const parts = partsOf(bytes, where);
	const called = parts.name === '' ? where : `${where} '${parts.name}'`;
	if (parts.isElsewhere) {
		throw new FileError(`${called} keeps its numbers in another file, which is not at hand`);
	}
	const bad = parts.dims.find((extent) => extent < 0 || !Number.isSafeInteger(extent));
	if (bad !== undefined) throw new FileError(`${called} has a dimension of ${bad}`);
	const size = sizeOf(parts.dims);
	if (size > MOST_ELEMENTS) {
		throw new FileError(`${called} has ${size} elements; the most here is ${MOST_ELEMENTS}`);
	}
	const element = elementType(parts.type, called);
	const values = parts.raw ? fromRaw(parts.raw, size, element, called) : fromFields(parts, element);
	if (values.length !== size) {
		const shape = `[${parts.dims.join(', ')}]`;
		throw new FileError(`${called} has ${values.length} numbers, its shape ${shape} needs ${size}`);
	}
	return { name: parts.name, value: tensor(values, parts.dims, element.dtype) };
}

function partsOf(bytes: Uint8Array, where: string): Parts {
	const parts: Parts = { name: '', type: 0, dims: [], values: [], raw: null, isElsewhere: false };
	for (const field of fieldsOf(bytes, where)) {
		switch (field.number) {
			case 1:
				append(parts.dims, wholesOf(field, where));
				break;
			case 2:
				parts.type = asWhole(field, where);
				break;
			case 4:
				append(parts.values, floatsOf(field, where));
				break;
			case 5:
			case 7:
			case 11:
				append(parts.values, wholesOf(field, where));
				break;
			case 8:
				parts.name = asText(field, where);
				break;
			case 9:
				parts.raw = asBytes(field, where);
				break;
			case 10:
				append(parts.values, doublesOf(field, where));
				break;
			case 14:
				parts.isElsewhere = asWhole(field, where) === 1;
				break;
		}
	}
	return parts;
}

function fromRaw(raw: Uint8Array, size: number, element: ElementType, where: string): Float64Array {
	if (raw.length !== size * element.bytes) {
		throw new FileError(
			`${where}: raw_data has ${raw.length} bytes; ${size} elements of ${element.name} are ${size * element.bytes}`
		);
	}
	const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
	return Float64Array.from({ length: size }, (_, i) => element.read(view, i * element.bytes));
}

/** float16 lies in int32_data as bits. */
function fromFields({ values }: Parts, { name }: ElementType): readonly number[] {
	return name === 'float16' ? values.map((bits) => halfOf(bits)) : values;
}
