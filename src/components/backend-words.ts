// The words of the catalogue for what computes.
import { m } from '#messages';
import type { BackendChoice } from '#state/choice.ts';

const NAMES: Readonly<Record<BackendChoice, () => string>> = {
	auto: m.backend_auto,
	webgpu: m.backend_webgpu,
	wasm: m.backend_wasm,
	reference: m.backend_reference
};

export function backendName(backend: BackendChoice): string {
	return NAMES[backend]();
}
