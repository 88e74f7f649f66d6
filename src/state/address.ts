/** What the page's address asks for. */
import { partsIn, type DisplayRequest } from './display.svelte.ts';
import type { BackendChoice } from './choice.ts';

const CHOICES: readonly BackendChoice[] = ['webgpu', 'wasm', 'reference'];

/** `?backend=webgpu|wasm|reference`; anything else leaves the choice to the engine. */
export function backendFrom(search: string): BackendChoice {
	const asked = new URLSearchParams(search).get('backend');
	return CHOICES.find((choice) => choice === asked) ?? 'auto';
}

/**
 * `?present` opens presenting, `?show=why,curve` with these parts beside the stage, `?show=` with
 * none; unknown names are ignored, and so is a `show` that has no others.
 */
export function displayFrom(search: string): DisplayRequest {
	const asked = new URLSearchParams(search);
	const shown = asked.get('show');
	const parts = partsIn(shown ?? '');
	const isMeant = shown === '' || parts.length > 0;
	return { presenting: asked.has('present'), parts: isMeant ? parts : null };
}
