/** The page's end of the engine: which workers it starts, and that none outlives it. */
import { expect, it, vi } from 'vitest';
import type { Trace } from '#engine';
import { createEngine, EngineGone } from '#worker/client.ts';

/** A worker that takes everything and says nothing. */
const silent = () =>
	Object.assign(new EventTarget(), {
		postMessage: () => undefined,
		terminate: vi.fn()
	}) as unknown as Worker;

it('dispose() ends the workers, and nothing starts one afterwards', async () => {
	const workers = { engine: vi.fn(silent), checker: vi.fn(silent) };
	const client = createEngine(workers);
	const check = () => client.check({} as Trace, null, () => undefined);
	const underWay = check();
	client.dispose();
	await expect(underWay).rejects.toThrow(EngineGone);
	await expect(check()).rejects.toThrow(EngineGone);
	client.restart();
	const started = [workers.engine, workers.checker].flatMap(({ mock }) => mock.results);
	expect(started).toHaveLength(2);
	for (const { value } of started) expect((value as Worker).terminate).toHaveBeenCalledOnce();
});
