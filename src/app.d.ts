import type { Lesson } from '#engine/lessons/lesson.ts';
import type { PreparedFormulas } from '#components/math-element.ts';
import type { Preview } from '#scene/preview.ts';
import type { Note } from '#components/gallery/note.ts';

declare global {
	namespace App {
		/** What a page of the explorer brings along. */
		interface PageData {
			/** The lesson of its address; absent on the first page, which has the two-layer net. */
			lesson?: Lesson;
			note?: Note;
			/** The first iteration, made with the page, and its formulas. */
			preview?: Preview;
			formulas?: PreparedFormulas;
		}
	}
}
