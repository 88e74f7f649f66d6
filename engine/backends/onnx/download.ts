/** Fetches ORT's wasm with word of how far it is; ORT itself would be silent for as long as it takes. */

/** How far a download is, in bytes as they are after decompression. */
export interface Download {
	readonly received: number;
	/** Null where nobody knows. */
	readonly total: number | null;
}

/** Rejects where the file cannot be had; `size` is its size where that is known beforehand. */
export async function download(
	url: string,
	onProgress: (progress: Download) => void,
	size?: number
): Promise<ArrayBuffer> {
	const response = await fetch(url);
	if (!response.ok || !response.body) throw new Error(`${url}: status ${response.status}`);
	const total = size ?? lengthOf(response.headers);
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let received = 0;
	const reader = response.body.getReader();
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		parts.push(part.value);
		received += part.value.length;
		onProgress({ received, total });
	}
	return new Blob(parts).arrayBuffer();
}

/** What `Content-Length` says, unless it counts compressed bytes. */
function lengthOf(headers: Headers): number | null {
	const length = headers.get('Content-Length');
	return length === null || headers.has('Content-Encoding') ? null : Number(length);
}
