/** The engine as the page sees it, across the worker's border. Only plain data crosses. */
import type {
	Answers,
	BackendName,
	BackendNote,
	CheckProgress,
	CheckReport,
	Download,
	GradientClaim,
	LessonProblem,
	Progress,
	Question,
	SessionInfo,
	SlopeLab,
	Tensor,
	Trace
} from '#engine';
import type { Causes } from '#engine/check/causes.ts';
import type { KnownLesson } from '#engine/check/fingerprint.ts';

/** A lesson's own mistakes are values, not exceptions. */
export type Outcome<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly problem: LessonProblem };

export interface LoadRequest {
	readonly source: string;
	readonly seed: number;
	/** `{ N: 3, D_in: 4 }`: the tiny twin, see LessonOptions.overrides. */
	readonly overrides: Readonly<Record<string, number>>;
	/** Tensors that stand in for those that the lesson makes under these names, of the same shapes. */
	readonly inputs?: Readonly<Record<string, Tensor>>;
	readonly backend: BackendName | 'auto';
}

export interface Loaded {
	readonly info: SessionInfo;
	readonly notes: readonly BackendNote[];
	/** Iteration 0, stepped; the setup part where the lesson has no loop, null where that is empty. */
	readonly first: Trace | null;
	/** The reference serves until the backend that was asked for has loaded: ask for the upgrade. */
	readonly provisional: boolean;
}

/** The lesson on the backend that was asked for, as far as it had run on the reference. */
export interface Upgrade {
	readonly info: SessionInfo;
	readonly notes: readonly BackendNote[];
	/** Iteration 0 again, of the backend that serves now; null where the reference goes on. */
	readonly first: Trace | null;
	readonly ran: Progress | null;
}

export interface EngineApi {
	/** Replaces the running lesson. */
	load(request: LoadRequest): Promise<Outcome<Loaded>>;
	/**
	 * Moves the lesson to the backend that it was loaded for, once that is there, and says until then
	 * how far its download is. Null where another lesson was loaded meanwhile.
	 */
	upgrade(onDownload: (download: Download) => void): Promise<Outcome<Upgrade | null>>;
	/** Up to `iterations` more iterations at full speed; fewer when the lesson ends. */
	advance(iterations: number): Promise<Outcome<Progress>>;
	/** Iteration `k` with every intermediate; runs on to it if need be. Null past the end. */
	trace(k: number): Promise<Outcome<Trace | null>>;
	/**
	 * Says of a source that is being written what its editor wants to know, by what the last runs have
	 * shown; null where there is nothing to say. It waits for no other question.
	 */
	assist<K extends keyof Answers>(kind: K, question: Question): Promise<Answers[K] | null>;
}

/** Checks take a second and need nothing but the trace: they have a worker of their own. */
export interface CheckerApi {
	/** `again` is the same iteration run once more, null where that could not be had. */
	check(
		trace: Trace,
		again: Trace | null,
		onProgress: (progress: CheckProgress) => void
	): Promise<CheckReport>;
	/** What is behind the gradients of `trace` that are wrong. */
	explain(trace: Trace, known: KnownLesson | null): Promise<Causes>;
	/** The slope along one entry of what `claim` is of, over a ladder of steps; see `slopeLab`. */
	measure(
		trace: Trace,
		claim: GradientClaim,
		entry: number,
		onShare: (share: number) => void
	): Promise<SlopeLab | null>;
}
