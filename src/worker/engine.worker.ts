/** The worker that holds the engine: one backend, one session, plain data in and out. */
import { expose } from 'comlink';
import { chooseBackend, createSession, PythonError, type Session } from '#engine';
import type { EngineApi, Loaded, LoadRequest, Outcome } from './api.ts';

type Choice = Awaited<ReturnType<typeof chooseBackend>>;

/** Where the build puts ORT's files, seen from where it puts this worker. */
const FILES = import.meta.env.DEV ? '/ort/' : '../../../ort/';
/** More threads than this gain nothing at the lessons' sizes. */
const THREADS = 4;

class EngineHost implements EngineApi {
	#asked: LoadRequest['backend'] | null = null;
	#choice: Choice | null = null;
	#session: Session | null = null;
	/** Questions are answered one at a time and in order; the next may wait here already. */
	#last: Promise<unknown> = Promise.resolve();

	load({ source, seed, overrides, backend: wanted }: LoadRequest): Promise<Outcome<Loaded>> {
		return this.#answer(async () => {
			this.#session = null;
			const { backend, notes } = await this.#choose(wanted);
			const session = await createSession(source, { seed, overrides, dtype: 'float32' }, backend);
			this.#session = session;
			return { info: session.info, notes, first: await session.trace(0) };
		});
	}

	advance(iterations: number) {
		return this.#answer(() => this.#loaded().advance(iterations));
	}

	trace(k: number) {
		return this.#answer(() => this.#loaded().trace(k));
	}

	/** Keeps the backend, and all that it has compiled, from lesson to lesson. */
	async #choose(wanted: LoadRequest['backend']): Promise<Choice> {
		if (this.#choice && this.#asked === wanted) return this.#choice;
		await this.#choice?.backend.dispose();
		this.#choice = null;
		const wasmPaths = new URL(FILES, self.location.href).href;
		const threads = Math.min(THREADS, navigator.hardwareConcurrency);
		this.#choice = await chooseBackend(wanted, { wasmPaths, threads });
		this.#asked = wanted;
		return this.#choice;
	}

	#loaded(): Session {
		if (!this.#session) throw new Error('no lesson is loaded');
		return this.#session;
	}

	/** The lesson's own mistakes become values; whatever else goes wrong rejects. */
	#answer<T>(work: () => Promise<T>): Promise<Outcome<T>> {
		const answer = this.#last.then(() => outcomeOf(work));
		this.#last = answer.catch(() => undefined);
		return answer;
	}
}

async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
	try {
		return { ok: true, value: await work() };
	} catch (error) {
		if (error instanceof PythonError) return { ok: false, problem: error.problem };
		throw error;
	}
}

expose(new EngineHost());
