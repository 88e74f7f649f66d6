/**
 * Pixels as a PNG file, for pictures that are made ahead. Indexed colour, since a colour scale
 * has few colours; compressed by the platform's own deflate, in a browser as in Node.
 */

/** Most colours that an indexed PNG can have. */
const COLOURS = 256;

/** Row-major RGBA pixels, opaque, of at most 256 colours, as a PNG. Throws a RangeError for more. */
export async function encodePng(
	pixels: Uint8ClampedArray,
	width: number,
	height: number
): Promise<Uint8Array<ArrayBuffer>> {
	const { colours, indices } = indexed(pixels);
	const rows = new Uint8Array((width + 1) * height);
	// each row begins with its filter; noise compresses best without one
	for (let y = 0; y < height; y++) {
		rows.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
	}
	const header = new Uint8Array([...bigEndian(width), ...bigEndian(height), 8, 3, 0, 0, 0]);
	const chunks = [
		Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
		chunk('IHDR', header),
		chunk('PLTE', Uint8Array.from(colours.flatMap((colour) => [...bigEndian(colour)].slice(1)))),
		chunk('IDAT', await deflated(rows)),
		chunk('IEND', new Uint8Array())
	];
	return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Colours as 0x00RRGGBB in order of appearance, and for each pixel which one it has. */
function indexed(pixels: Uint8ClampedArray): { colours: number[]; indices: Uint8Array } {
	const places = new Map<number, number>();
	const indices = new Uint8Array(pixels.length / 4);
	for (let i = 0; i < indices.length; i++) {
		const [red, green, blue] = pixels.subarray(4 * i, 4 * i + 3);
		const colour = (red << 16) | (green << 8) | blue;
		const place = places.get(colour) ?? places.size;
		places.set(colour, place);
		indices[i] = place;
	}
	if (places.size > COLOURS)
		throw new RangeError(`${places.size} colours are more than ${COLOURS}`);
	return { colours: [...places.keys()], indices };
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
	const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

function chunk(type: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
	const named = new Uint8Array([...new TextEncoder().encode(type), ...body]);
	const length = bigEndian(body.length);
	return new Uint8Array([...length, ...named, ...bigEndian(checksum(named))]);
}

function bigEndian(value: number): Uint8Array {
	return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** CRC-32 as PNG has it. */
function checksum(bytes: Uint8Array): number {
	let sum = 0xffffffff;
	for (const byte of bytes) {
		sum ^= byte;
		for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
	}
	return ~sum >>> 0;
}
