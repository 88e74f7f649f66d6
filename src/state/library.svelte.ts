/** The lessons that are at hand: those of the first page, and each of the gallery once it is fetched. */
import { lessons, type Lesson, type LessonId } from '#engine/lessons/lessons.ts';

export class Library {
	#here = $state.raw<Readonly<Partial<Record<LessonId, Lesson>>>>(lessons);

	/** A lesson as it comes. It must be here. */
	of(id: LessonId): Lesson {
		const lesson = this.#here[id];
		if (!lesson) throw new Error(`the lesson ${id} has not been fetched`);
		return lesson;
	}

	has(id: LessonId): boolean {
		return id in this.#here;
	}

	add(lesson: Lesson): void {
		this.#here = { ...this.#here, [lesson.id]: lesson };
	}
}
