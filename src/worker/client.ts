/**
 * The page's end of the engine: a worker that runs lessons, asked one question at a time and in
 * order, one that checks gradients, and a way out when the first does not answer. A question that
 * loses its worker rejects with EngineGone.
 */
import { proxy, wrap, type Remote } from 'comlink';
import type { Answers, Question } from '#engine';
import type { CheckerApi, EngineApi } from './api.ts';

export class EngineGone extends Error {
	override readonly name = 'EngineGone';
}

export interface EngineClient {
	readonly api: EngineApi;
	/** Checks every gradient that `trace` claims, in parallel to whatever the engine does. */
	check: CheckerApi['check'];
	/** Looks for what is behind those that are wrong, where gradients are checked. */
	explain: CheckerApi['explain'];
	/** Measures a slope where gradients are checked, after the check that is under way. */
	measure: CheckerApi['measure'];
	/** Gives up the check under way: its promise rejects. The processor is free at once. */
	stopCheck(): void;
	/** Ends the engine's worker, whatever it is doing, and starts one with no lesson in it. */
	restart(): void;
	dispose(): void;
}

/** How the workers are made; the default is the real thing. */
export interface Workers {
	engine(): Worker;
	checker(): Worker;
}

const WORKERS: Workers = {
	engine: () => new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' }),
	checker: () => new Worker(new URL('./checker.worker.ts', import.meta.url), { type: 'module' })
};

interface Link<Api> {
	readonly remote: Remote<Api>;
	/** Rejects when the worker is lost or ended. */
	readonly gone: Promise<never>;
	end(): void;
}

function connect<Api>(worker: Worker): Link<Api> {
	let reject: (reason: EngineGone) => void = () => undefined;
	const gone = new Promise<never>((_, no) => (reject = no));
	gone.catch(() => undefined);
	worker.addEventListener('error', (event) => reject(new EngineGone(event.message)));
	worker.addEventListener('messageerror', () => reject(new EngineGone('unreadable answer')));
	return {
		remote: wrap<Api>(worker),
		gone,
		end() {
			worker.terminate();
			reject(new EngineGone('the worker was ended'));
		}
	};
}

/** Starts the engine's worker; the checker's starts with the first check. */
export function createEngine(workers: Workers = WORKERS): EngineClient {
	let link = connect<EngineApi>(workers.engine());
	let checker: Link<CheckerApi> | null = null;
	let isDisposed = false;

	function ask<T>(question: (remote: Remote<EngineApi>) => Promise<T>): Promise<T> {
		const { remote, gone } = link;
		return Promise.race([gone, question(remote)]);
	}

	function inquire<T>(question: (remote: Remote<CheckerApi>) => Promise<T>): Promise<T> {
		// a worker that started now would never end
		if (isDisposed) return Promise.reject(new EngineGone('the workers were ended'));
		checker ??= connect<CheckerApi>(workers.checker());
		const { gone, remote } = checker;
		// one that is lost is not asked again
		gone.catch(() => (checker = checker?.gone === gone ? null : checker));
		return Promise.race([gone, question(remote)]);
	}

	return {
		api: {
			load: (request) => ask<Awaited<ReturnType<EngineApi['load']>>>((to) => to.load(request)),
			upgrade: (onDownload) =>
				ask<Awaited<ReturnType<EngineApi['upgrade']>>>((to) => to.upgrade(proxy(onDownload))),
			advance: (count) => ask<Awaited<ReturnType<EngineApi['advance']>>>((to) => to.advance(count)),
			trace: (k) => ask<Awaited<ReturnType<EngineApi['trace']>>>((to) => to.trace(k)),
			assist: <K extends keyof Answers>(kind: K, question: Question) =>
				ask<Answers[K] | null>((to) => (to as EngineApi).assist(kind, question))
		},
		check: (trace, again, onProgress) =>
			inquire((remote) => remote.check(trace, again, proxy(onProgress))),
		explain: (trace, known) => inquire((remote) => remote.explain(trace, known)),
		measure: (trace, claim, entry, onShare) =>
			inquire<Awaited<ReturnType<CheckerApi['measure']>>>((remote) =>
				remote.measure(trace, claim, entry, proxy(onShare))
			),
		stopCheck() {
			checker?.end();
			checker = null;
		},
		restart() {
			if (isDisposed) return;
			link.end();
			link = connect(workers.engine());
		},
		dispose() {
			isDisposed = true;
			link.end();
			checker?.end();
		}
	};
}
