/** The page's end of a real engine that runs here, without workers: its numbers are the engine's own. */
import { checkTrace, createReferenceBackend } from '../../engine/index.ts';
import type { EngineClient } from '../../src/worker/client.ts';
import { EngineHost } from '../../src/worker/host.ts';

export function localClient(): EngineClient {
	return {
		api: new EngineHost(() => Promise.resolve({ backend: createReferenceBackend(), notes: [] })),
		check: (trace, again) => Promise.resolve(checkTrace(trace, again)),
		explain: () => Promise.resolve({ findings: [], patterns: new Map() }),
		measure: () => Promise.resolve(null),
		stopCheck: () => undefined,
		restart: () => undefined,
		dispose: () => undefined
	};
}
