/** The reader's own versions of the lessons, which this browser keeps. */
import type { LessonId } from '#engine/lessons/lesson.ts';
import { keepAll, recallAll } from './storage.ts';

const KEY = 'drafts';

type Texts = Readonly<Partial<Record<LessonId, string>>>;

const isText = (entry: unknown) => typeof entry === 'string';

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
		keepAll(KEY, this.#texts);
	}

	/** In the browser only, where something may be kept. */
	restore(): void {
		this.#texts = recallAll(KEY, isText);
	}
}
