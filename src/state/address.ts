/** What the page's address asks for. */
import type { BackendChoice } from './explorer.svelte.ts';

const CHOICES: readonly BackendChoice[] = ['webgpu', 'wasm', 'reference'];

/** `?backend=webgpu|wasm|reference`; anything else leaves the choice to the engine. */
export function backendFrom(search: string): BackendChoice {
	const asked = new URLSearchParams(search).get('backend');
	return CHOICES.find((choice) => choice === asked) ?? 'auto';
}
