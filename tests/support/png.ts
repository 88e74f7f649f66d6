/** Reads the PNG files that `encodePng` writes, with Node's own inflate and checksum. */
import { crc32, inflateSync } from 'node:zlib';
import { expect } from 'vitest';

interface Chunk {
	readonly type: string;
	readonly body: Buffer;
}

/** The chunks of a PNG; throws where a checksum is wrong. */
export function chunksOf(file: Uint8Array): Chunk[] {
	const bytes = Buffer.from(file);
	expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
	const chunks: Chunk[] = [];
	for (let at = 8; at < bytes.length;) {
		const end = at + 8 + bytes.readUInt32BE(at);
		expect(bytes.readUInt32BE(end)).toBe(crc32(bytes.subarray(at + 4, end)));
		const type = bytes.subarray(at + 4, at + 8).toString('latin1');
		chunks.push({ type, body: bytes.subarray(at + 8, end) });
		at = end + 4;
	}
	return chunks;
}

/** RGBA pixels of an indexed PNG of 8 bits a pixel without filters, row by row. */
export function decodePng(file: Uint8Array): { width: number; height: number; pixels: number[] } {
	const chunks = chunksOf(file);
	expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
	const [header, palette, data] = chunks.map(({ body }) => body);
	const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
	expect([...header.subarray(8)]).toEqual([8, 3, 0, 0, 0]);
	const rows = inflateSync(data);
	expect(rows.length).toBe((width + 1) * height);
	const pixels = Array.from({ length: height }, (_, y) => {
		const [filter, ...indices] = rows.subarray(y * (width + 1), (y + 1) * (width + 1));
		expect(filter).toBe(0);
		return indices.flatMap((index) => [...palette.subarray(3 * index, 3 * index + 3), 255]);
	});
	return { width, height, pixels: pixels.flat() };
}
