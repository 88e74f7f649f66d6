/** Ends a program that would not end: loop passes and calls are counted between two signs of life. */
import type { Span } from '../graph.ts';
import { PythonError } from './errors.ts';

/** Passes and calls of one iteration: some tens of times what the longest lesson takes. */
const MOST = 1_000_000;

export class Budget {
	#left = MOST;

	/** A new iteration begins. */
	renew(): void {
		this.#left = MOST;
	}

	spend(at: Span | undefined): void {
		if (this.#left-- > 0) return;
		const error = new PythonError(
			'RuntimeError',
			`no end in sight: ${MOST} loop passes and calls in one iteration of the lesson`,
			at,
			'check what ends the loop, or go through less data'
		);
		error.final = true;
		throw error;
	}
}
