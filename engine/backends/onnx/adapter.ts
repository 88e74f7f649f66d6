/**
 * As much of WebGPU's own interface as the engine needs, typed here since it knows no DOM.
 * `navigator.gpu` exists in pages and in workers.
 */

export interface AdapterInfo {
	readonly vendor: string;
	readonly architecture: string;
	readonly description: string;
	readonly isFallbackAdapter?: boolean;
}

interface Adapter {
	readonly info: AdapterInfo;
	/** Where older browsers keep the flag. */
	readonly isFallbackAdapter?: boolean;
}

interface GpuScope {
	readonly navigator?: { readonly gpu?: { requestAdapter(): Promise<Adapter | null> } };
}

export type AdapterSearch =
	| { readonly kind: 'no-webgpu' }
	| { readonly kind: 'no-adapter'; readonly detail: string }
	| { readonly kind: 'hardware' | 'software'; readonly info: AdapterInfo };

/** Asks the browser for its adapter. Never rejects. */
export async function findAdapter(scope: GpuScope = globalThis): Promise<AdapterSearch> {
	const gpu = scope.navigator?.gpu;
	if (!gpu) return { kind: 'no-webgpu' };
	try {
		const adapter = await gpu.requestAdapter();
		if (!adapter) return { kind: 'no-adapter', detail: 'requestAdapter gave none' };
		const { info } = adapter;
		return { kind: isSoftware(adapter) ? 'software' : 'hardware', info };
	} catch (error) {
		return { kind: 'no-adapter', detail: String(error) };
	}
}

/** "nvidia ampere", "SwiftShader". */
export function showAdapter({ vendor, architecture, description }: AdapterInfo): string {
	if (/swiftshader/i.test(`${architecture} ${description}`)) return 'SwiftShader';
	return [vendor, architecture].filter(Boolean).join(' ') || description || 'unnamed adapter';
}

/** Browsers flag fallback adapters; the two software rasterisers are also known by name. */
function isSoftware({ info, isFallbackAdapter }: Adapter): boolean {
	if (info.isFallbackAdapter ?? isFallbackAdapter) return true;
	return /swiftshader|llvmpipe/i.test(`${info.architecture} ${info.description}`);
}
