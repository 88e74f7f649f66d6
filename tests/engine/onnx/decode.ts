/** An independent reader of protobuf, for looking into the models that the encoder writes. */

export interface Message {
	/** Field number → values in order: varints as bigint, fixed32 as number, bytes as they are. */
	readonly fields: ReadonlyMap<number, readonly (bigint | number | Uint8Array)[]>;
}

export function decode(bytes: Uint8Array): Message {
	const fields = new Map<number, (bigint | number | Uint8Array)[]>();
	let at = 0;
	const varint = (): bigint => {
		let value = 0n;
		for (let shift = 0n; ; shift += 7n) {
			const byte = bytes[at++];
			value |= BigInt(byte & 127) << shift;
			if (byte < 128) return BigInt.asIntN(64, value);
		}
	};
	while (at < bytes.length) {
		const key = Number(varint());
		const values = fields.get(key >> 3) ?? [];
		fields.set(key >> 3, values);
		if ((key & 7) === 0) values.push(varint());
		else if ((key & 7) === 2) {
			const size = Number(varint());
			values.push(bytes.subarray(at, (at += size)));
		} else if ((key & 7) === 5) {
			values.push(new DataView(bytes.buffer, bytes.byteOffset + at).getFloat32(0, true));
			at += 4;
		} else throw new Error(`wire type ${key & 7} at byte ${at}`);
	}
	return { fields };
}

/** The messages in a field. */
export function messages(message: Message, field: number): Message[] {
	return (message.fields.get(field) ?? []).map((value) => decode(value as Uint8Array));
}

/** The strings in a field. */
export function texts(message: Message, field: number): string[] {
	const reader = new TextDecoder();
	return (message.fields.get(field) ?? []).map((value) => reader.decode(value as Uint8Array));
}

/** The integers in a field. */
export function integers(message: Message, field: number): number[] {
	return (message.fields.get(field) ?? []).map(Number);
}
