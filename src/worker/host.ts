/**
 * The engine behind the border: one session, on the backend that was asked for. Until that one has
 * loaded, which may take its time over a network, the reference serves.
 */
import {
	createReferenceBackend,
	openSession,
	PythonError,
	type Answers,
	type BackendNote,
	type Choice,
	type Download,
	type Question,
	type Session,
	type Trace
} from '#engine';
import type { EngineApi, Loaded, LoadRequest, Outcome, Upgrade } from './api.ts';
import { optionsOf } from './options.ts';

export type Wanted = LoadRequest['backend'];

/** Makes the backend `wanted` or the next that works; says how far its download is. */
export type Choose = (wanted: Wanted, onDownload: (download: Download) => void) => Promise<Choice>;

const NO_NOTES: readonly BackendNote[] = [];
const NOTHING_KNOWN = { sessions: [], trace: null };

export class EngineHost implements EngineApi {
	#asked: Wanted | null = null;
	/** The backend that was asked for last: on its way, and there. */
	#choosing: Promise<Choice | null> = Promise.resolve(null);
	#choice: Choice | null = null;
	#session: Session | null = null;
	#request: LoadRequest | null = null;
	/** What the names of the lesson were found to be, for its editor: the last runs that told. */
	#known: { readonly sessions: readonly Session[]; readonly trace: Trace | null } = NOTHING_KNOWN;
	#onDownload: (download: Download) => void = () => undefined;
	/** Questions are answered one at a time and in order; the next may wait here already. */
	#last: Promise<unknown> = Promise.resolve();

	constructor(readonly choose: Choose) {}

	load(request: LoadRequest): Promise<Outcome<Loaded>> {
		this.#want(request.backend);
		return this.#answer(async () => {
			this.#session = null;
			this.#request = request;
			const isReference = request.backend === 'reference';
			const choice = isReference ? null : this.#choice;
			const session = open(request, choice);
			// what a lesson does before it fails is the newest there is; what it does not come to is not
			const [before] = this.#known.sessions.slice(-1);
			this.#known = { ...this.#known, sessions: before ? [session, before] : [session] };
			await session.start();
			this.#session = session;
			const first = await session.trace(0);
			this.#known = { sessions: [session], trace: first };
			const notes = choice?.notes ?? NO_NOTES;
			return { info: session.info, notes, first, provisional: !isReference && choice === null };
		});
	}

	async upgrade(onDownload: (download: Download) => void): Promise<Outcome<Upgrade | null>> {
		this.#onDownload = onDownload;
		const session = this.#session;
		const choice = await this.#choosing;
		return this.#answer(async () => {
			// another lesson has been loaded meanwhile, or another backend asked for
			if (!session || session !== this.#session || choice !== this.#choice || !choice) return null;
			return this.#move(session, choice);
		});
	}

	advance(iterations: number) {
		return this.#answer(() => this.#loaded().advance(iterations));
	}

	trace(k: number) {
		return this.#answer(() => this.#loaded().trace(k));
	}

	/** It is loaded when an editor asks for the first time. */
	async assist<K extends keyof Answers>(kind: K, question: Question): Promise<Answers[K] | null> {
		const { answerFrom } = await import('#engine/assist/assist.ts');
		const { sessions, trace } = this.#known;
		return answerFrom(
			kind,
			question,
			sessions.map(({ runtime }) => runtime),
			trace
		);
	}

	/** The lesson as far as it has run, on another backend. */
	async #move(session: Session, choice: Choice): Promise<Upgrade> {
		const { notes, backend } = choice;
		if (backend.name === 'reference') return { info: session.info, notes, first: null, ran: null };
		const next = open(this.#request!, choice);
		await next.start();
		const first = await next.trace(0);
		const ran = await next.advance(Math.max(0, session.reached - next.reached));
		this.#session = next;
		this.#known = { sessions: [next], trace: first };
		return { info: next.info, notes, first, ran };
	}

	/** Keeps the backend, and all that it has compiled, from lesson to lesson. */
	#want(wanted: Wanted): void {
		if (this.#asked === wanted) return;
		this.#asked = wanted;
		this.#choice = null;
		const before = this.#choosing;
		const choosing: Promise<Choice> = before
			// two of ORT's backends at a time would share one device; what was asked of it comes first
			.then((left) => left && this.#answer(() => left.backend.dispose()))
			.catch(() => undefined)
			.then(() => this.choose(wanted, (download) => this.#onDownload(download)))
			.then((choice) => {
				if (this.#choosing === choosing) this.#choice = choice;
				return choice;
			});
		this.#choosing = choosing;
	}

	#loaded(): Session {
		if (!this.#session) throw new Error('no lesson is loaded');
		return this.#session;
	}

	/** The lesson's own mistakes become values; whatever else goes wrong rejects. */
	#answer<T>(work: () => Promise<T>): Promise<Outcome<T>> {
		const answer = this.#last.then(() => outcomeOf(work, () => this.#session?.reached));
		this.#last = answer.catch(() => undefined);
		return answer;
	}
}

/** A session of the lesson that has not begun, without a `choice` on the reference. */
function open(request: LoadRequest, choice: Choice | null): Session {
	const backend = choice?.backend ?? createReferenceBackend();
	return openSession(request.source, optionsOf(request), backend);
}

/** `reached` says how many iterations are complete: the next is the one that fails. */
async function outcomeOf<T>(
	work: () => Promise<T>,
	reached: () => number | undefined
): Promise<Outcome<T>> {
	try {
		return { ok: true, value: await work() };
	} catch (error) {
		if (error instanceof PythonError) {
			return { ok: false, problem: { ...error.problem, iteration: reached() } };
		}
		throw error;
	}
}
