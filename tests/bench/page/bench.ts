/** The contenders that run in the browser without our page: each answers with the time of 500 steps. */
import { wrap } from 'comlink';
import { lessons } from '#engine/lessons/lessons.ts';
import { createEngine } from '#worker/client.ts';
import type { BareLoop } from './bare.worker.ts';

export interface Contenders {
	/** ms for `steps` iterations of lesson 1: the engine in its worker, nothing drawn. */
	engine(steps: number): Promise<number>;
	/** ms for `steps` runs of one ORT session that holds the same step graph. */
	bare(steps: number): Promise<number>;
	/** How many threads ORT was given. */
	threads: number;
}

declare global {
	interface Window {
		contenders?: Contenders;
	}
}

const source = lessons.manual.source;
const threads = crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
const bare = wrap<BareLoop>(
	new Worker(new URL('./bare.worker.ts', import.meta.url), { type: 'module' })
);
const { api } = createEngine();

async function engine(steps: number): Promise<number> {
	const loaded = await api.load({ source, seed: 0, overrides: {}, backend: 'wasm' });
	if (!loaded.ok) throw new Error(loaded.problem.message);
	const upgrade = loaded.value.provisional ? await api.upgrade(() => undefined) : loaded;
	if (!upgrade.ok || !upgrade.value) throw new Error('there is no backend to measure');
	const { info, notes } = upgrade.value;
	if (info.backend !== 'wasm') throw new Error(`${info.backend} ran: ${notes[0]?.detail}`);
	// the load has shown iteration 0; the run goes on from there, once warm
	await api.advance(40);
	const start = performance.now();
	let left = steps;
	while (left > 0) {
		const progress = await api.advance(Math.min(50, left));
		if (!progress.ok) throw new Error(progress.problem.message);
		if (progress.value.losses.length === 0) throw new Error('the lesson ended early');
		left -= progress.value.losses.length;
	}
	return performance.now() - start;
}

window.contenders = {
	engine,
	bare: (steps) => bare.run(source, steps, threads),
	threads
};
