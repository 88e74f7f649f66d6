// The words of the catalogue for what computes.
import type { BackendNote } from '#engine';
import { m } from '#messages';
import type { BackendChoice } from '#state/choice.ts';

const NAMES: Readonly<Record<BackendChoice, () => string>> = {
	auto: m.backend_auto,
	webgpu: m.backend_webgpu,
	wasm: m.backend_wasm,
	reference: m.backend_reference
};

const NOTES: Readonly<Record<BackendNote['kind'], (inputs: { detail: string }) => string>> = {
	'no-webgpu': m.note_no_webgpu,
	'no-adapter': m.note_no_adapter,
	'software-adapter': m.note_software_adapter,
	'webgpu-failed': m.note_webgpu_failed,
	'wasm-failed': m.note_wasm_failed,
	lost: m.note_lost
};

export function backendName(backend: BackendChoice): string {
	return NAMES[backend]();
}

/** Why something else runs than was asked for. */
export function noteText({ kind, detail }: BackendNote): string {
	return NOTES[kind]({ detail });
}
