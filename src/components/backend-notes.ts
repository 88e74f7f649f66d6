// The words of the catalogue for why something else computes than was asked for.
import type { BackendNote } from '#engine';
import { m } from '#messages';

const NOTES: Readonly<Record<BackendNote['kind'], (inputs: { detail: string }) => string>> = {
	'no-webgpu': m.note_no_webgpu,
	'no-adapter': m.note_no_adapter,
	'software-adapter': m.note_software_adapter,
	'webgpu-failed': m.note_webgpu_failed,
	'wasm-failed': m.note_wasm_failed,
	lost: m.note_lost
};

/** Why something else runs than was asked for. */
export function noteText({ kind, detail }: BackendNote): string {
	return NOTES[kind]({ detail });
}
