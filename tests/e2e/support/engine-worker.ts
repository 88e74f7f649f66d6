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

/** Lets the engine hang at its next question, and waits until it does. */
export async function hang(page: Page): Promise<void> {
	const words = 'the engine hangs';
	const hung = page.waitForEvent('console', (message) => message.text() === words);
	await engineOf(page).evaluate((said) => {
		const sleep = () => {
			console.log(said);
			for (;;);
		};
		addEventListener('message', sleep, { capture: true });
	}, words);
	await hung;
}
