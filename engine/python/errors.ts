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
}

export class PythonError extends Error {
	override readonly name = 'PythonError';
	/** No `except` catches it: a limit of ours has been reached. */
	final = false;

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

	get problem(): LessonProblem {
		return {
			type: this.type,
			message: this.message,
			line: this.at?.line ?? 0,
			column: this.at ? this.at.column + 1 : 0,
			hint: this.hint
		};
	}
}
