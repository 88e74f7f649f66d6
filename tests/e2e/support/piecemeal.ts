/** A server that sends one file as slowly as a test wants: so much of it, then more. */
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Piecemeal {
	readonly url: string;
	/** Sends on up to `part` of the file, 0 … 1, once somebody has asked for it. */
	send(part: number): Promise<void>;
	close(): Promise<void>;
}

export async function servePiecemeal(path: string): Promise<Piecemeal> {
	const file = readFileSync(path);
	let sent = 0;
	let answer: (response: ServerResponse) => void = () => undefined;
	const asked = new Promise<ServerResponse>((resolve) => (answer = resolve));
	const server = createServer((_, response) => {
		response.writeHead(200, {
			'Content-Type': 'application/wasm',
			'Cross-Origin-Resource-Policy': 'cross-origin'
		});
		answer(response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		async send(part) {
			const response = await asked;
			const end = Math.round(part * file.length);
			response.write(file.subarray(sent, end));
			sent = end;
			if (part === 1) response.end();
		},
		close: () => new Promise((resolve) => server.close(() => resolve()))
	};
}
