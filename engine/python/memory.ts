/** How many elements a lesson may hold at once: beyond that it ends in a message, not in a crash. */
import type { Span } from '../graph.ts';
import { PythonError } from './errors.ts';

/** Eight tensors of the largest size: half a gigabyte of float32. */
const MOST_HELD = 2 ** 27;

/** Throws for a lesson whose tensors take too much together. */
export function refuseHeld(elements: number, at: Span | undefined): void {
	if (elements <= MOST_HELD) return;
	throw new PythonError(
		'MemoryError',
		`the tensors of this lesson have ${elements} elements together; the most here is ${MOST_HELD}`,
		at,
		'keep fewer of them, or use smaller sizes'
	);
}
