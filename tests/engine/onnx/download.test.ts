/** A download that says how far it is, from a server of its own. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { download, type Download } from '../../../engine/backends/onnx/download.ts';

const BYTES = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) & 255);
const closing: (() => void)[] = [];

/** A server that answers like this; gives its address. */
async function serve(
	answer: (request: IncomingMessage, response: ServerResponse) => void
): Promise<string> {
	const server = createServer(answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closing.push(() => server.close());
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.wasm`;
}

afterEach(() => closing.splice(0).forEach((close) => close()));

it('download(url, onProgress) gives the bytes and says how many have come, of how many', async () => {
	const url = await serve((_, response) => {
		response.writeHead(200, { 'Content-Length': BYTES.length });
		response.write(BYTES.subarray(0, 100_000));
		response.end(BYTES.subarray(100_000));
	});
	const heard: Download[] = [];
	const file = await download(url, (progress) => heard.push(progress));
	expect(Buffer.from(file).equals(BYTES)).toBe(true);
	const received = heard.map((progress) => progress.received);
	expect(received).toEqual(received.toSorted((a, b) => a - b));
	expect(heard.at(-1)).toEqual({ received: BYTES.length, total: BYTES.length });
});

it('takes no compressed length for the whole, but believes a size that is known', async () => {
	const url = await serve((_, response) => {
		const body = gzipSync(BYTES);
		response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': body.length });
		response.end(body);
	});
	const heard: Download[] = [];
	const file = await download(url, (progress) => heard.push(progress));
	expect(Buffer.from(file).equals(BYTES)).toBe(true);
	expect(heard.at(-1)).toEqual({ received: BYTES.length, total: null });
	await download(url, (progress) => heard.push(progress), BYTES.length);
	expect(heard.at(-1)).toEqual({ received: BYTES.length, total: BYTES.length });
});

it('rejects where the file cannot be had', async () => {
	const url = await serve((_, response) => response.writeHead(404).end());
	await expect(download(url, () => undefined)).rejects.toThrow(/status 404/);
});
