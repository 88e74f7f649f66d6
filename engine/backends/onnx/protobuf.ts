/**
 * The few protobuf wire types that an ONNX model needs, as functions from a field number and
 * a value to bytes. Wire format: https://protobuf.dev/programming-guides/encoding.
 */

const utf8 = new TextEncoder();

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const out = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}

/** An integer of any sign below 2^53; negative ones take ten bytes, as int64 demands. */
export function varint(field: number, value: number): Uint8Array {
	return concat([key(field, 0), base128(value)]);
}

export function float(field: number, value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setFloat32(0, value, true);
	return concat([key(field, 5), bytes]);
}

export function bytes(field: number, value: Uint8Array): Uint8Array {
	return concat([key(field, 2), base128(value.length), value]);
}

export function text(field: number, value: string): Uint8Array {
	return bytes(field, utf8.encode(value));
}

export function message(field: number, ...parts: readonly Uint8Array[]): Uint8Array {
	return bytes(field, concat(parts));
}

function key(field: number, wireType: number): Uint8Array {
	return base128(field * 8 + wireType);
}

function base128(value: number): Uint8Array {
	let rest = BigInt.asUintN(64, BigInt(value));
	const out: number[] = [];
	do {
		const low = Number(rest & 127n);
		rest >>= 7n;
		out.push(rest > 0n ? low | 128 : low);
	} while (rest > 0n);
	return Uint8Array.from(out);
}
