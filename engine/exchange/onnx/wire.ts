/**
 * Reads protobuf's wire format, believing nothing: every length is held against what is left, and
 * whatever is wrong becomes a FileError that says where. https://protobuf.dev/programming-guides/encoding
 */
import { FileError } from '../problem.ts';

/** One field of a message: a number for wire types 0, 1 and 5 (bits of 1 and 5), bytes for 2. */
export interface Field {
	readonly number: number;
	readonly value: bigint | Uint8Array;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The fields of a message, in order. `where` names it: `graph.node[3]`. */
export function* fieldsOf(bytes: Uint8Array, where: string): Iterable<Field> {
	const reader = new Reader(bytes, where);
	while (!reader.done) {
		const key = reader.varint();
		const number = Number(key >> 3n);
		if (number < 1 || number > 2 ** 29) throw reader.wrong(`has a field numbered ${number}`);
		yield { number, value: reader.value(Number(key & 7n)) };
	}
}

class Reader {
	#at = 0;
	readonly #view: DataView;

	constructor(
		readonly bytes: Uint8Array,
		readonly where: string
	) {
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	get done(): boolean {
		return this.#at >= this.bytes.length;
	}

	wrong(what: string): FileError {
		return new FileError(`${this.where} ${what}, at byte ${this.#at} of ${this.bytes.length}`);
	}

	varint(): bigint {
		let result = 0n;
		for (let shift = 0n; shift < 70n; shift += 7n) {
			if (this.done) throw this.wrong('ends within a number');
			const byte = this.bytes[this.#at++];
			result |= BigInt(byte & 127) << shift;
			if (byte < 128) return BigInt.asUintN(64, result);
		}
		throw this.wrong('has a number of more than ten bytes');
	}

	value(wireType: number): Field['value'] {
		switch (wireType) {
			case 0:
				return this.varint();
			case 1:
				return this.#view.getBigUint64(this.#take(8), true);
			case 2: {
				const length = this.varint();
				if (length > BigInt(this.bytes.length - this.#at)) {
					throw this.wrong(`has a field of ${length} bytes, more than there are`);
				}
				const from = this.#take(Number(length));
				return this.bytes.subarray(from, from + Number(length));
			}
			case 5:
				return BigInt(this.#view.getUint32(this.#take(4), true));
			default:
				throw this.wrong(`has a field of wire type ${wireType}, which no ONNX model has`);
		}
	}

	#take(count: number): number {
		const from = this.#at;
		if (from + count > this.bytes.length) throw this.wrong('ends within a field');
		this.#at += count;
		return from;
	}
}

/** A field that is a message or a text. */
export function asBytes({ number, value }: Field, where: string): Uint8Array {
	if (value instanceof Uint8Array) return value;
	throw new FileError(`${where}: field ${number} is a number and should be bytes`);
}

export function asText(field: Field, where: string): string {
	try {
		return utf8.decode(asBytes(field, where));
	} catch (error) {
		if (error instanceof FileError) throw error;
		throw new FileError(`${where}: field ${field.number} is no text in UTF-8`);
	}
}

/** A signed whole number that a JavaScript number holds. */
export function asWhole({ number, value }: Field, where: string): number {
	if (value instanceof Uint8Array) {
		throw new FileError(`${where}: field ${number} is bytes and should be a number`);
	}
	return Number(BigInt.asIntN(64, value));
}

/** The eight bytes of a number, the least first. */
function bytesOf(bits: bigint): DataView {
	const view = new DataView(new ArrayBuffer(8));
	view.setBigUint64(0, bits, true);
	return view;
}

export function asFloat(field: Field, where: string): number {
	if (field.value instanceof Uint8Array) return floatsOf(field, where)[0] ?? NaN;
	return bytesOf(field.value).getFloat32(0, true);
}

/** One by one: a file may have more numbers than a call may have arguments. */
export function append(list: number[], numbers: readonly number[]): void {
	for (const each of numbers) list.push(each);
}

/** Repeated whole numbers, one to a field or packed into one. */
export function wholesOf(field: Field, where: string): number[] {
	if (!(field.value instanceof Uint8Array)) return [asWhole(field, where)];
	const reader = new Reader(field.value, `${where}, field ${field.number},`);
	const numbers: number[] = [];
	while (!reader.done) numbers.push(Number(BigInt.asIntN(64, reader.varint())));
	return numbers;
}

/** Repeated float32, one to a field or packed into one. */
export function floatsOf(field: Field, where: string): number[] {
	if (!(field.value instanceof Uint8Array)) return [asFloat(field, where)];
	return packed(field.value, 4, where, (view, at) => view.getFloat32(at, true));
}

export function doublesOf(field: Field, where: string): number[] {
	if (field.value instanceof Uint8Array) {
		return packed(field.value, 8, where, (view, at) => view.getFloat64(at, true));
	}
	return [bytesOf(field.value).getFloat64(0, true)];
}

function packed(
	bytes: Uint8Array,
	size: number,
	where: string,
	read: (view: DataView, at: number) => number
): number[] {
	if (bytes.length % size !== 0) {
		throw new FileError(`${where}: ${bytes.length} bytes are not numbers of ${size} bytes each`);
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return Array.from({ length: bytes.length / size }, (_, i) => read(view, i * size));
}
