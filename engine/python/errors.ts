/** Errors of a lesson: Python's and PyTorch's types and words, with the place and a hint. */
import type { Span } from '../graph.ts';
import type { PyInstance } from './objects.ts';

/** What a user sees of a failed lesson; plain data. */
export interface LessonProblem {
	/** `SyntaxError`, `NameError`, `RuntimeError`, … */
	readonly type: string;
	readonly message: string;
	/** From 1; 0 where there is no place. */
	readonly line: number;
	/** From 1, as editors count. */
	readonly column: number;
	readonly hint?: string;
	/** The iteration that it happened in, where there was one. */
	readonly iteration?: number;
	/** The calls that it happened in, the innermost first. */
	readonly calls?: readonly ProblemCall[];
}

/** A call of a function of the lesson: which, and where it is called from. */
export interface ProblemCall {
	readonly name: string;
	readonly line: number;
	readonly column: number;
}

/** More are told by the first of them. */
const MOST_CALLS = 12;

export class PythonError extends Error {
	override readonly name = 'PythonError';
	/** No `except` catches it: a limit of ours has been reached. */
	final = false;
	readonly #calls: ProblemCall[] = [];

	constructor(
		readonly type: string,
		message: string,
		public at?: Span,
		readonly hint?: string,
		/** The exception object, where the lesson has made or caught one. */
		public raised: PyInstance | null = null
	) {
		super(message);
	}

	/** It leaves a function that was called from `site`. */
	leaves(name: string, site: Span | undefined): void {
		if (!site || this.#calls.length >= MOST_CALLS) return;
		this.#calls.push({ name, line: site.line, column: site.column + 1 });
	}

	get problem(): LessonProblem {
		return {
			type: this.type,
			message: this.message,
			line: this.at?.line ?? 0,
			column: this.at ? this.at.column + 1 : 0,
			hint: this.hint,
			...(this.#calls.length > 0 && { calls: this.#calls })
		};
	}
}
