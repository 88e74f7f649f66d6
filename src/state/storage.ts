/** What this browser remembers of the reader's choices, where it remembers anything at all. */

import type { LessonId } from '#engine/lessons/lesson.ts';

/** src/app.html reads some of the same keys before the first paint. */
const PREFIX = 'backprop-explorer:';

/** What was kept under `name` by an earlier visit; null where nothing was, or nothing may be. */
export function recall(name: string): string | null {
	try {
		return localStorage.getItem(PREFIX + name);
	} catch {
		return null; // a browser that keeps nothing
	}
}

export function keep(name: string, value: string): void {
	try {
		localStorage.setItem(PREFIX + name, value);
	} catch {
		// then the choice lasts as long as the page
	}
}

/**
 * What an earlier visit kept under `name` for lessons, one entry each, as far as it is what it should
 * be.
 */
export function recallAll<T>(
	name: string,
	isGood: (entry: unknown) => entry is T
): Readonly<Partial<Record<LessonId, T>>> {
	try {
		const kept: unknown = JSON.parse(recall(name) ?? '{}');
		const entries: [string, unknown][] =
			typeof kept === 'object' && kept ? Object.entries(kept) : [];
		return Object.fromEntries(entries.filter((entry): entry is [string, T] => isGood(entry[1])));
	} catch {
		return {};
	}
}

export function keepAll(name: string, entries: Readonly<Partial<Record<LessonId, unknown>>>): void {
	// a file that was opened is not there at the next visit
	keep(name, JSON.stringify({ ...entries, opened: undefined }));
}
