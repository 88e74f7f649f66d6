/** The lessons that are at hand: those of the first page, and each of the gallery once it is fetched. */
import { isSeed, type GalleryId, type Lesson, type LessonId } from '#engine/lessons/lesson.ts';
import { lessons } from '#engine/lessons/lessons.ts';
import type { OwnLists } from './known-bugs.svelte.ts';

/** A place in the gallery: the two lessons about one net share theirs, and a file has none. */
export type Place = GalleryId | 'manual';

export function placeOf(id: LessonId): Place | null {
	if (id === 'opened') return null;
	return isSeed(id) ? 'manual' : id;
}

export class Library {
	/** Lists of bugs that the reader has opened; see `ownLists`. */
	lists: OwnLists | null = null;
	#here = $state.raw<Readonly<Partial<Record<LessonId, Lesson>>>>(lessons);

	/** A lesson as it comes. It must be here. */
	of(id: LessonId): Lesson {
		const lesson = this.#here[id];
		if (!lesson) throw new Error(`the lesson ${id} has not been fetched`);
		return lesson;
	}

	add(lesson: Lesson): void {
		this.#here = { ...this.#here, [lesson.id]: lesson };
	}
}
