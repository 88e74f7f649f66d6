/** The engine's worker from within: what it gives the graphics device to do, and making it hang. */
import type { Page, Worker } from '@playwright/test';

type Scope = typeof globalThis & { submissions?: number };

/** Other workers, such as threads of the wasm, may be asleep and would not answer. */
function engineOf(page: Page): Worker {
	const engine = page.workers().find((worker) => worker.url().includes('engine.worker'));
	if (!engine) throw new Error('the page has no engine');
	return engine;
}

/** Counts submissions to WebGPU queues from now on; the answer asks how many. */
export async function countSubmissions(page: Page): Promise<() => Promise<number>> {
	const engine = engineOf(page);
	await engine.evaluate(() => {
		const scope: Scope = globalThis;
		const { submit } = GPUQueue.prototype;
		scope.submissions = 0;
		GPUQueue.prototype.submit = function (...args) {
			scope.submissions = (scope.submissions ?? 0) + 1;
			return submit.apply(this, args);
		};
	});
	return () => engine.evaluate(() => (globalThis as Scope).submissions ?? 0);
}

/** From now on the engine answers nothing and ends only when it is ended. */
export async function hang(page: Page): Promise<void> {
	await engineOf(page).evaluate(
		() =>
			void setTimeout(() => {
				for (;;);
			})
	);
}
