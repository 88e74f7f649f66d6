/** The reader's own versions of the lessons, which this browser keeps. */
import type { LessonId } from '#engine/lessons/lesson.ts';
import { keep, recall } from './storage.ts';

const KEY = 'drafts';

type Texts = Readonly<Partial<Record<LessonId, string>>>;

/** What an earlier visit kept, as far as it is what it should be. */
function read(kept: string | null): Texts {
	try {
		const texts: unknown = JSON.parse(kept ?? '{}');
		const entries = typeof texts === 'object' && texts ? Object.entries(texts) : [];
		return Object.fromEntries(entries.filter(([, text]) => typeof text === 'string'));
	} catch {
		return {};
	}
}

export class Drafts {
	#texts = $state.raw<Texts>({});

	/** The reader's version of a lesson; null where it is as it was. */
	of(id: LessonId): string | null {
		return this.#texts[id] ?? null;
	}

	/** Null takes the lesson as it was. */
	write(id: LessonId, source: string | null): void {
		const { [id]: _, ...others } = this.#texts;
		this.#texts = source === null ? others : { ...others, [id]: source };
		// a file that was opened is not there at the next visit
		keep(KEY, JSON.stringify({ ...this.#texts, opened: undefined }));
	}

	/** In the browser only, where something may be kept. */
	restore(): void {
		this.#texts = read(recall(KEY));
	}
}
