/**
 * The page's end of the engine: one worker, questions answered one at a time and in order,
 * and a way out when it does not answer. A call that loses its worker rejects with EngineGone.
 */
import { wrap, type Remote } from 'comlink';
import type { EngineApi } from './api.ts';

export class EngineGone extends Error {
	override readonly name = 'EngineGone';
}

export interface EngineClient {
	readonly api: EngineApi;
	/** Ends the worker, whatever it is doing, and starts a fresh one with no lesson in it. */
	restart(): void;
	dispose(): void;
}

interface Link {
	readonly remote: Remote<EngineApi>;
	/** Rejects when the worker is lost or ended. */
	readonly gone: Promise<never>;
	end(): void;
}

function spawnEngine(): Worker {
	return new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' });
}

function connect(worker: Worker): Link {
	let reject: (reason: EngineGone) => void = () => undefined;
	const gone = new Promise<never>((_, no) => (reject = no));
	gone.catch(() => undefined);
	worker.addEventListener('error', (event) => reject(new EngineGone(event.message)));
	worker.addEventListener('messageerror', () => reject(new EngineGone('unreadable answer')));
	return {
		remote: wrap<EngineApi>(worker),
		gone,
		end() {
			worker.terminate();
			reject(new EngineGone('the worker was ended'));
		}
	};
}

/** Starts the worker. `spawn` makes it, for tests. */
export function createEngine(spawn: () => Worker = spawnEngine): EngineClient {
	let link = connect(spawn());
	let last: Promise<unknown> = Promise.resolve();

	function ask<T>(question: (remote: Remote<EngineApi>) => Promise<T>): Promise<T> {
		const { remote, gone } = link;
		const answer = last.then(() => Promise.race([gone, question(remote)]));
		last = answer.catch(() => undefined);
		return answer;
	}

	return {
		api: {
			load: (request) => ask((remote) => remote.load(request)),
			advance: (iterations) => ask((remote) => remote.advance(iterations)),
			trace: (k) => ask((remote) => remote.trace(k)),
			check: (k) => ask((remote) => remote.check(k))
		},
		restart() {
			link.end();
			link = connect(spawn());
			last = Promise.resolve();
		},
		dispose: () => link.end()
	};
}
